/* What a request may not say, and in which words it is refused. */
#include "request.h"

struct row {
	const char *json;
	const char *message;
	const char *field;
};

static void check_refused(const struct row *rows, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		cleanup_request struct cx_request req;
		int r = parse(rows[i].json, strlen(rows[i].json), &req);
		if (r == 0)
			printf("# accepted: %s\n", rows[i].json);
		CHECK_EQ_INT(r, -1);
		CHECK_EQ_STR(err.msg, rows[i].message);
		CHECK_EQ_STR(err.field, rows[i].field);
		CHECK_EQ_INT(err.code, CX_EINPUT);
		CHECK(is_empty(&req));
	}
}

#define CHECK_REFUSED(rows) check_refused(rows, sizeof(rows) / sizeof(rows[0]))

TEST(what_is_not_one_json_object_is_refused)
{
	static const struct row rows[] = {
		{ "", "the request is empty; one JSON object is expected", "" },
		{ " \r\n\t", "the request is empty; one JSON object is expected", "" },
		{ "[]", "the request must be one JSON object", "" },
		{ "null", "the request must be one JSON object", "" },
		{ "12", "the request must be one JSON object", "" },
		{ "\"code\"", "the request must be one JSON object", "" },
		{ "{\"code\":\"x\"",
		  "broken JSON: expected ',' or '}', found the end of the text (line 1, column 12)", "" },
		{ "{\"code\":\"x\"} x",
		  "broken JSON: expected nothing behind the value, found 'x' (line 1, column 14)", "" },
		{ "{\"code\":\"x\",}",
		  "broken JSON: expected a key in double quotes, found '}' (line 1, column 13)", "" },
		{ "{'code':'x'}",
		  "broken JSON: expected a key in double quotes, found ''' (line 1, column 2)", "" },
		{ "{\"code\":\"x\",\"code\":\"y\"}", "code: the key is there twice (line 1, column 13)",
		  "code" },
		{ "{\"code\":\"x\",\"c\\u006fde\":\"y\"}", "code: the key is there twice (line 1, column 13)",
		  "code" },
		{ "{\"code\":\"x\",\"limits\":{\"memoryMB\":64,\"memoryMB\":65}}",
		  "limits.memoryMB: the key is there twice (line 1, column 37)", "limits.memoryMB" },
		{ "{\"code\":\"x\",\"timeout\":NaN}",
		  "timeout: broken JSON: NaN is not a value (line 1, column 23)", "timeout" },
		{ "{\"code\":\"x\",\"timeout\":Infinity}",
		  "timeout: broken JSON: Infinity is not a value (line 1, column 23)", "timeout" },
		{ "{\"code\":\"x\",\"timeout\":1e999}",
		  "timeout: the number 1e999 is too large (line 1, column 23)", "timeout" },
		{ "{\"code\":\"x\xFF\"}",
		  "code: the text is not valid UTF-8 at the byte 0xFF (line 1, column 11)", "code" },
		{ "{\"code\":\"\\ud800\"}", "code: \\ud800 is half of a surrogate pair (line 1, column 10)",
		  "code" },
		{ "{\"code\":\"a\tb\"}",
		  "code: the control byte 0x09 in a string must be written as \\u0009 (line 1, column 11)",
		  "code" },
		{ "{\"code\":\"x\",\"a\\u0000b\":1}", "a key contains NUL (line 1, column 13)", "" },
	};
	CHECK_REFUSED(rows);
}

TEST(the_source_is_needed_and_is_text)
{
	static const struct row rows[] = {
		{ "{}", "code: is missing", "code" },
		{ "{\"code\":null}", "code: is missing", "code" },
		{ "{\"files\":[]}", "code: is missing", "code" },
		{ "{\"inputData\":\"x\"}", "code: is missing", "code" },
		{ "{\"main\":\"a\"}", "code: is missing", "code" },
		{ "{\"code\":\"\"}", "code: is empty", "code" },
		{ "{\"code\":5}", "code: must be a string, not a number", "code" },
		{ "{\"code\":1.5}", "code: must be a string, not a number", "code" },
		{ "{\"code\":true}", "code: must be a string, not true or false", "code" },
		{ "{\"code\":[\"x\"]}", "code: must be a string, not an array", "code" },
		{ "{\"code\":{}}", "code: must be a string, not an object", "code" },
		{ "{\"code\":\"a\\u0000b\"}", "code: contains NUL", "code" },
	};
	CHECK_REFUSED(rows);
}

TEST(limits_are_refused_outside_of_their_bounds)
{
	static const struct row rows[] = {
		{ "{\"code\":\"x\",\"timeout\":75}", "timeout: 75 is over the maximum of 60 seconds",
		  "timeout" },
		{ "{\"code\":\"x\",\"timeout\":60.001}", "timeout: 60.001 is over the maximum of 60 seconds",
		  "timeout" },
		{ "{\"code\":\"x\",\"timeout\":60.00000000000001}",
		  "timeout: 60.00000000000001 is over the maximum of 60 seconds", "timeout" },
		{ "{\"code\":\"x\",\"timeout\":0.049}", "timeout: 0.049 is under the minimum of 0.05 seconds",
		  "timeout" },
		{ "{\"code\":\"x\",\"timeout\":0}", "timeout: 0 is under the minimum of 0.05 seconds",
		  "timeout" },
		{ "{\"code\":\"x\",\"timeout\":-1}", "timeout: -1 is under the minimum of 0.05 seconds",
		  "timeout" },
		{ "{\"code\":\"x\",\"timeout\":1e308}", "timeout: 1e+308 is over the maximum of 60 seconds",
		  "timeout" },
		{ "{\"code\":\"x\",\"timeout\":\"5\"}", "timeout: must be a number, not a string",
		  "timeout" },
		{ "{\"code\":\"x\",\"timeout\":true}", "timeout: must be a number, not true or false",
		  "timeout" },
		{ "{\"code\":\"x\",\"timeout\":[5]}", "timeout: must be a number, not an array", "timeout" },
		{ "{\"code\":\"x\",\"limits\":{\"timeout\":75}}",
		  "limits.timeout: 75 is over the maximum of 60 seconds", "limits.timeout" },
		{ "{\"code\":\"x\",\"timeout\":5,\"limits\":{\"timeout\":5}}",
		  "limits.timeout: is there twice; \"timeout\" gives it too", "limits.timeout" },
		{ "{\"code\":\"x\",\"limits\":[]}", "limits: must be an object, not an array", "limits" },
		{ "{\"code\":\"x\",\"limits\":5}", "limits: must be an object, not a number", "limits" },
		{ "{\"code\":\"x\",\"limits\":{\"cpuTime\":240.5}}",
		  "limits.cpuTime: 240.5 is over the maximum of 240 seconds", "limits.cpuTime" },
		{ "{\"code\":\"x\",\"limits\":{\"cpuTime\":0.01}}",
		  "limits.cpuTime: 0.01 is under the minimum of 0.05 seconds", "limits.cpuTime" },
		{ "{\"code\":\"x\",\"limits\":{\"memoryMB\":8}}",
		  "limits.memoryMB: 8 is under the minimum of 16 MB", "limits.memoryMB" },
		{ "{\"code\":\"x\",\"limits\":{\"memoryMB\":15}}",
		  "limits.memoryMB: 15 is under the minimum of 16 MB", "limits.memoryMB" },
		{ "{\"code\":\"x\",\"limits\":{\"memoryMB\":1025}}",
		  "limits.memoryMB: 1025 is over the maximum of 1024 MB", "limits.memoryMB" },
		{ "{\"code\":\"x\",\"limits\":{\"memoryMB\":128.5}}",
		  "limits.memoryMB: 128.5 is not a whole number", "limits.memoryMB" },
		{ "{\"code\":\"x\",\"limits\":{\"memoryMB\":\"128\"}}",
		  "limits.memoryMB: must be a number, not a string", "limits.memoryMB" },
		{ "{\"code\":\"x\",\"limits\":{\"memoryMB\":99999999999999999999}}",
		  "limits.memoryMB: the number is over the maximum of 1024 MB", "limits.memoryMB" },
		{ "{\"code\":\"x\",\"limits\":{\"memoryMB\":18446744073709551616}}",
		  "limits.memoryMB: the number is over the maximum of 1024 MB", "limits.memoryMB" },
		{ "{\"code\":\"x\",\"limits\":{\"memoryMB\":-99999999999999999999}}",
		  "limits.memoryMB: the number is under the minimum of 16 MB", "limits.memoryMB" },
		{ "{\"code\":\"x\",\"limits\":{\"memoryMB\":4294967424}}",
		  "limits.memoryMB: 4294967424 is over the maximum of 1024 MB", "limits.memoryMB" },
		{ "{\"code\":\"x\",\"limits\":{\"outputKB\":0}}",
		  "limits.outputKB: 0 is under the minimum of 1 KB", "limits.outputKB" },
		{ "{\"code\":\"x\",\"limits\":{\"outputKB\":4097}}",
		  "limits.outputKB: 4097 is over the maximum of 4096 KB", "limits.outputKB" },
		{ "{\"code\":\"x\",\"limits\":{\"processes\":0}}",
		  "limits.processes: 0 is under the minimum of 1", "limits.processes" },
		{ "{\"code\":\"x\",\"limits\":{\"processes\":257}}",
		  "limits.processes: 257 is over the maximum of 256", "limits.processes" },
		{ "{\"code\":\"x\",\"limits\":{\"fileMB\":0}}",
		  "limits.fileMB: 0 is under the minimum of 1 MB", "limits.fileMB" },
		{ "{\"code\":\"x\",\"limits\":{\"fileMB\":257}}",
		  "limits.fileMB: 257 is over the maximum of 256 MB", "limits.fileMB" },
		{ "{\"code\":\"x\",\"limits\":{\"diskMB\":0}}",
		  "limits.diskMB: 0 is under the minimum of 1 MB", "limits.diskMB" },
		{ "{\"code\":\"x\",\"limits\":{\"diskMB\":257}}",
		  "limits.diskMB: 257 is over the maximum of 256 MB", "limits.diskMB" },
		{ "{\"code\":\"x\",\"limits\":{\"diskMB\":false}}",
		  "limits.diskMB: must be a number, not true or false", "limits.diskMB" },
	};
	CHECK_REFUSED(rows);
}

TEST(simple_fields_have_their_types)
{
	static const struct row rows[] = {
		{ "{\"code\":\"x\",\"inputData\":5}", "inputData: must be a string, not a number",
		  "inputData" },
		{ "{\"code\":\"x\",\"language\":5}", "language: must be a string, not a number", "language" },
		{ "{\"code\":\"x\",\"language\":\"\"}", "language: is empty", "language" },
		{ "{\"code\":\"x\",\"language\":\"py\\u0000\"}", "language: contains a control character",
		  "language" },
		{ "{\"code\":\"x\",\"args\":\"a b\"}", "args: must be an array, not a string", "args" },
		{ "{\"code\":\"x\",\"args\":[\"a\",5]}", "args[1]: must be a string, not a number",
		  "args[1]" },
		{ "{\"code\":\"x\",\"args\":[null]}", "args[0]: must be a string, not null", "args[0]" },
		{ "{\"code\":\"x\",\"args\":[\"a\\u0000\"]}", "args[0]: contains NUL", "args[0]" },
		{ "{\"code\":\"x\",\"options\":[]}", "options: must be an object, not an array", "options" },
		{ "{\"code\":\"x\",\"options\":{\"std\":[]}}",
		  "options.std: must be a string, a number, or true or false, not an array", "options.std" },
		{ "{\"code\":\"x\",\"options\":{\"std\":\"\"}}", "options.std: is empty", "options.std" },
		{ "{\"code\":\"x\",\"options\":{\"std\":\"a\\u0000\"}}",
		  "options.std: contains a control character", "options.std" },
		{ "{\"code\":\"x\",\"options\":{\"\":1}}",
		  "options: a name in it must have 1 to 64 letters, digits, \"_\", \"-\" or \".\"",
		  "options" },
		{ "{\"code\":\"x\",\"options\":{\"a\\nb\":1}}",
		  "options: a name in it must have 1 to 64 letters, digits, \"_\", \"-\" or \".\"",
		  "options" },
		{ "{\"code\":\"x\",\"id\":\"a\\nb\"}", "id: contains a control character", "id" },
		{ "{\"code\":\"x\",\"encoding\":\"hex\"}", "encoding: must be \"utf8\" or \"base64\"",
		  "encoding" },
		{ "{\"code\":\"x\",\"encoding\":\"UTF8\"}", "encoding: must be \"utf8\" or \"base64\"",
		  "encoding" },
		{ "{\"code\":\"x\",\"encoding\":8}", "encoding: must be a string, not a number", "encoding" },
		{ "{\"code\":\"x\",\"combined\":1}", "combined: must be true or false, not a number",
		  "combined" },
		{ "{\"code\":\"x\",\"combined\":\"true\"}", "combined: must be true or false, not a string",
		  "combined" },
		{ "{\"code\":\"x\",\"id\":5}", "id: must be a string, not a number", "id" },
		{ "{\"code\":\"x\",\"id\":\"\"}", "id: is empty", "id" },
		{ "{\"code\":\"x\",\"id\":\"a\\u0000b\"}", "id: contains a control character", "id" },
		{ "{\"code\":\"x\",\"collect\":\"a\"}", "collect: must be an array, not a string",
		  "collect" },
		{ "{\"code\":\"x\",\"collect\":[5]}", "collect[0]: must be a string, not a number",
		  "collect[0]" },
		{ "{\"code\":\"x\",\"collect\":[null]}", "collect[0]: must be a string, not null",
		  "collect[0]" },
		{ "{\"code\":\"x\",\"collect\":[\"a\",\"../b\"]}",
		  "collect[1]: must not contain the part \"..\"", "collect[1]" },
		{ "{\"code\":\"x\",\"collect\":[\"a\",\"a\"]}", "collect[1]: \"a\" is there twice",
		  "collect[1]" },
		{ "{\"code\":\"x\",\"tests\":5}", "tests: must be an array, not a number", "tests" },
		{ "{\"code\":\"x\",\"stopOnFailure\":0}",
		  "stopOnFailure: must be true or false, not a number", "stopOnFailure" },
	};
	CHECK_REFUSED(rows);
}

#define FILE_NAMED(name) "{\"code\":\"x\",\"files\":[{\"name\":\"" name "\",\"content\":\"\"}]}"

TEST(files_have_safe_names_and_decodable_contents)
{
	static const struct row rows[] = {
		{ "{\"code\":\"x\",\"files\":{}}", "files: must be an array, not an object", "files" },
		{ "{\"code\":\"x\",\"files\":[\"a\"]}", "files[0]: must be an object, not a string",
		  "files[0]" },
		{ "{\"code\":\"x\",\"files\":[null]}", "files[0]: must be an object, not null", "files[0]" },
		{ "{\"code\":\"x\",\"files\":[{}]}", "files[0].name: is missing", "files[0].name" },
		{ "{\"code\":\"x\",\"files\":[{\"name\":5}]}",
		  "files[0].name: must be a string, not a number", "files[0].name" },
		{ "{\"code\":\"x\",\"files\":[{\"name\":\"a\"}]}", "files[0].content: is missing",
		  "files[0].content" },
		{ "{\"code\":\"x\",\"files\":[{\"name\":\"a\",\"content\":5}]}",
		  "files[0].content: must be a string, not a number", "files[0].content" },
		{ FILE_NAMED(""), "files[0].name: is empty", "files[0].name" },
		{ FILE_NAMED("/etc/passwd"), "files[0].name: must be relative, without a leading \"/\"",
		  "files[0].name" },
		{ FILE_NAMED("../a"), "files[0].name: must not contain the part \"..\"", "files[0].name" },
		{ FILE_NAMED("a/../../b"), "files[0].name: must not contain the part \"..\"",
		  "files[0].name" },
		{ FILE_NAMED("./a"), "files[0].name: must not contain the part \".\"", "files[0].name" },
		{ FILE_NAMED(".bashrc"),
		  "files[0].name: must not contain a hidden part (one that begins with \".\")",
		  "files[0].name" },
		{ FILE_NAMED("a/.git/config"),
		  "files[0].name: must not contain a hidden part (one that begins with \".\")",
		  "files[0].name" },
		{ FILE_NAMED("a//b"), "files[0].name: must not contain an empty part (\"//\")",
		  "files[0].name" },
		{ FILE_NAMED("a/"), "files[0].name: must name a file, without a trailing \"/\"",
		  "files[0].name" },
		{ FILE_NAMED("a\\\\b"),
		  "files[0].name: must not contain a backslash; parts are separated by \"/\"",
		  "files[0].name" },
		{ FILE_NAMED("a\\u0000b"), "files[0].name: must not contain control characters",
		  "files[0].name" },
		{ FILE_NAMED("a\\nb"), "files[0].name: must not contain control characters",
		  "files[0].name" },
		{ FILE_NAMED("-fplugin=x"), "files[0].name: must not begin with \"-\" or \"@\"",
		  "files[0].name" },
		{ "{\"files\":[{\"name\":\"a\",\"content\":\"x\"},{\"name\":\"a\",\"content\":\"y\"}]}",
		  "files[1].name: \"a\" is there twice", "files[1].name" },
		{ "{\"files\":[{\"name\":\"a\",\"content\":\"x\"},{\"name\":\"a/b\",\"content\":\"y\"}]}",
		  "files[1].name: \"a\" is a file, so \"a/b\" cannot be below it", "files[1].name" },
		{ "{\"files\":[{\"name\":\"a/b/c\",\"content\":\"x\"},{\"name\":\"a/b\",\"content\":\"y\"}]}",
		  "files[1].name: \"a/b\" is a file, so \"a/b/c\" cannot be below it", "files[1].name" },
		{ "{\"code\":\"x\",\"files\":[{\"name\":\"a\",\"content\":\"\"},{\"name\":\"a\",\"content\":"
		  "\"\"}]}",
		  "files[1].name: \"a\" is there twice", "files[1].name" },
		{ "{\"code\":\"x\",\"files\":[{\"name\":\"a\",\"content\":\"Zg=\",\"encoding\":\"base64\"}]}",
		  "files[0].content: not base64: its length is not a multiple of 4", "files[0].content" },
		{ "{\"code\":\"x\",\"files\":[{\"name\":\"a\",\"content\":\"0g\",\"encoding\":\"hex\"}]}",
		  "files[0].content: not hexadecimal: character 2 is not a digit", "files[0].content" },
		{ "{\"code\":\"x\",\"files\":[{\"name\":\"a\",\"content\":\"\",\"encoding\":\"latin1\"}]}",
		  "files[0].encoding: must be \"utf8\", \"base64\" or \"hex\"", "files[0].encoding" },
		{ "{\"code\":\"x\",\"files\":[{\"name\":\"a\",\"content\":\"\",\"encoding\":1}]}",
		  "files[0].encoding: must be a string, not a number", "files[0].encoding" },
	};
	CHECK_REFUSED(rows);
}

TEST(the_main_file_is_one_of_the_files_and_is_text)
{
	static const struct row rows[] = {
		{ "{\"code\":\"x\",\"main\":\"a\"}",
		  "main: must not stand beside \"code\", which is the main source itself", "main" },
		{ "{\"files\":[{\"name\":\"a\",\"content\":\"x\"}],\"main\":\"b\"}",
		  "main: none of the files has this name", "main" },
		{ "{\"files\":[{\"name\":\"a\",\"content\":\"x\"}],\"main\":\"a\\u0000\"}",
		  "main: none of the files has this name", "main" },
		{ "{\"files\":[{\"name\":\"a\",\"content\":\"x\"}],\"main\":0}",
		  "main: must be a string, not a number", "main" },
		{ "{\"files\":[{\"name\":\"a\",\"content\":\"\"}]}", "files[0].content: is empty",
		  "files[0].content" },
		{ "{\"files\":[{\"name\":\"a\",\"content\":\"a\\u0000b\"}]}",
		  "files[0].content: contains NUL", "files[0].content" },
		{ "{\"files\":[{\"name\":\"a\",\"content\":\"ff\",\"encoding\":\"hex\"}]}",
		  "files[0].content: is not UTF-8 once decoded", "files[0].content" },
		{ "{\"files\":[{\"name\":\"a\",\"content\":\"x\"},{\"name\":\"b\",\"content\":\"\"}],"
		  "\"main\":\"b\"}",
		  "files[1].content: is empty", "files[1].content" },
	};
	CHECK_REFUSED(rows);
}

int main(void)
{
	RUN(what_is_not_one_json_object_is_refused);
	RUN(the_source_is_needed_and_is_text);
	RUN(limits_are_refused_outside_of_their_bounds);
	RUN(simple_fields_have_their_types);
	RUN(files_have_safe_names_and_decodable_contents);
	RUN(the_main_file_is_one_of_the_files_and_is_text);
	return check_done();
}
