/* What a request may say, what is refused, and in which words. */
#include "codex/codec.h"

#include <sched.h>

#include "base/buffer.h"

#include "check.h"

static struct cx_error err;

/* The caller releases the request. */
static int parse(const char *json, size_t len, struct cx_request *req)
{
	err = (struct cx_error){ 0 };
	memset(req, 0x55, sizeof(*req));
	return cx_request_parse(json, len, &cx_limit_bounds_builtin, req, &err);
}

#define cleanup_request __attribute__((cleanup(cx_request_done)))

static bool is_empty(const struct cx_request *req)
{
	struct cx_request empty = { .cancel_fd = -1, .id = req->id };
	return !memcmp(req, &empty, sizeof(empty));
}

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
		{ "{\"code\":\"x\",\"language\":\"py\\u0000\"}", "language: contains NUL", "language" },
		{ "{\"code\":\"x\",\"args\":\"a b\"}", "args: must be an array, not a string", "args" },
		{ "{\"code\":\"x\",\"args\":[\"a\",5]}", "args[1]: must be a string, not a number",
		  "args[1]" },
		{ "{\"code\":\"x\",\"args\":[null]}", "args[0]: must be a string, not null", "args[0]" },
		{ "{\"code\":\"x\",\"args\":[\"a\\u0000\"]}", "args[0]: contains NUL", "args[0]" },
		{ "{\"code\":\"x\",\"options\":[]}", "options: must be an object, not an array", "options" },
		{ "{\"code\":\"x\",\"options\":{\"std\":[]}}",
		  "options.std: must be a string, a number, or true or false, not an array", "options.std" },
		{ "{\"code\":\"x\",\"options\":{\"std\":\"\"}}", "options.std: is empty", "options.std" },
		{ "{\"code\":\"x\",\"options\":{\"std\":\"a\\u0000\"}}", "options.std: contains NUL",
		  "options.std" },
		{ "{\"code\":\"x\",\"options\":{\"\":1}}", "options: a name in it must have 1 to 64 bytes",
		  "options" },
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
		{ "{\"code\":\"x\",\"id\":\"a\\u0000b\"}", "id: contains NUL", "id" },
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
		{ "{\"code\":\"x\",\"tests\":[{\"inputData\":\"\"}]}",
		  "tests: this version does not run tests; send one request per input", "tests" },
		{ "{\"code\":\"x\",\"stopOnFailure\":true}",
		  "stopOnFailure: belongs to tests, which this version does not run", "stopOnFailure" },
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

/* `before`, then `count` times the letter a, then `after`. */
static int parse_filled(const char *before, size_t count, const char *after, struct cx_request *req)
{
	cleanup_buffer struct cx_buffer json = { 0 };
	cx_buffer_puts(&json, before);
	if (cx_buffer_reserve(&json, count) < 0)
		abort();
	memset(json.data + json.len, 'a', count);
	json.len += count;
	cx_buffer_puts(&json, after);
	return parse(json.data, json.len, req);
}

TEST(sizes_are_exact_and_too_large_is_an_error_of_its_own)
{
	static const struct {
		const char *before, *after;
		size_t max;
		enum cx_errc code;
		const char *message;
	} rows[] = {
		{ "{\"code\":\"", "\"}", 51200, CX_ETOOLARGE,
		  "code: 51201 bytes are over the maximum of 51200" },
		{ "{\"files\":[{\"name\":\"m\",\"content\":\"", "\"}]}", 51200, CX_ETOOLARGE,
		  "files[0].content: 51201 bytes are over the maximum of 51200" },
		{ "{\"code\":\"x\",\"inputData\":\"", "\"}", 1048576, CX_ETOOLARGE,
		  "inputData: 1048577 bytes are over the maximum of 1048576" },
		{ "{\"code\":\"x\",\"files\":[{\"name\":\"1\",\"content\":\"12345\"},{\"name\":\"2\","
		  "\"content\":\"",
		  "\"}]}", 1048571, CX_ETOOLARGE, "files: 1048577 bytes are over the maximum of 1048576" },
		{ "{\"code\":\"x\",\"args\":[\"12345\",\"", "\"]}", 65531, CX_ETOOLARGE,
		  "args: 65537 bytes are over the maximum of 65536" },
		{ "{\"code\":\"x\",\"id\":\"", "\"}", 200, CX_EINPUT,
		  "id: is 201 bytes long; at most 200 are taken" },
		{ "{\"code\":\"x\",\"language\":\"", "\"}", 64, CX_EINPUT,
		  "language: is 65 bytes long; at most 64 are taken" },
		{ "{\"code\":\"x\",\"collect\":[\"", "\"]}", 200, CX_EINPUT,
		  "collect[0]: is too long (at most 200 bytes)" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cx_request req;
		CHECK_EQ_INT(parse_filled(rows[i].before, rows[i].max, rows[i].after, &req), 0);
		cx_request_done(&req);
		CHECK_EQ_INT(parse_filled(rows[i].before, rows[i].max + 1, rows[i].after, &req), -1);
		CHECK_EQ_STR(err.msg, rows[i].message);
		CHECK_EQ_INT(err.code, rows[i].code);
		CHECK(is_empty(&req));
	}
}

TEST(the_size_of_code_counts_bytes_of_utf8_after_its_escapes)
{
	cleanup_buffer struct cx_buffer json = { 0 };
	cleanup_request struct cx_request req;
	cx_buffer_puts(&json, "{\"code\":\"");
	for (int i = 0; i < 25600; i++)
		cx_buffer_puts(&json, "\\u00e9");
	cx_buffer_puts(&json, "\"}");
	CHECK_EQ_INT(parse(json.data, json.len, &req), 0);
	CHECK_EQ_INT(req.files[0].content.len, 51200);
}

TEST(a_body_over_8_mb_is_too_large_whatever_it_holds)
{
	struct cx_request req;
	size_t frame = strlen("{\"code\":\"x\",\"more\":\"\"}");
	CHECK_EQ_INT(parse_filled("{\"code\":\"x\",\"more\":\"", CX_MAX_BODY - frame, "\"}", &req), 0);
	cx_request_done(&req);
	CHECK_EQ_INT(parse_filled("{\"code\":\"x\",\"more\":\"", CX_MAX_BODY - frame + 1, "\"}", &req), -1);
	CHECK_EQ_INT(err.code, CX_ETOOLARGE);
	CHECK_EQ_STR(err.msg, "the request has 8388609 bytes; the maximum is 8388608");
}

/* `count` times the text between `before` and `after`, separated by commas; %d in it is the number. */
static int parse_repeated(const char *before, const char *item, int count, const char *after,
			  struct cx_request *req)
{
	cleanup_buffer struct cx_buffer json = { 0 };
	cx_buffer_puts(&json, before);
	for (int i = 0; i < count; i++) {
		const char *number = strstr(item, "%d");
		cx_buffer_printf(&json, "%s%.*s%d%s", i ? "," : "", (int)(number - item), item, i,
				 number + 2);
	}
	cx_buffer_puts(&json, after);
	return parse(json.data, json.len, req);
}

TEST(lists_have_a_length_that_they_may_reach)
{
	static const struct {
		const char *before, *item, *after;
		int max;
		const char *message;
	} rows[] = {
		{ "{\"code\":\"x\",\"args\":[", "\"%d\"", "]}", 256,
		  "args: has 257 entries; at most 256 are taken" },
		{ "{\"code\":\"x\",\"collect\":[", "\"%d\"", "]}", 100,
		  "collect: has 101 entries; at most 100 are taken" },
		{ "{\"files\":[", "{\"name\":\"f%d\",\"content\":\"x\"}", "]}", 100,
		  "files: has 101 entries; at most 100 are taken" },
		{ "{\"code\":\"x\",\"options\":{", "\"o%d\":1", "}}", 32,
		  "options: has 33 entries; at most 32 are taken" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cx_request req;
		CHECK_EQ_INT(parse_repeated(rows[i].before, rows[i].item, rows[i].max, rows[i].after, &req),
			     0);
		cx_request_done(&req);
		CHECK_EQ_INT(
			parse_repeated(rows[i].before, rows[i].item, rows[i].max + 1, rows[i].after, &req),
			-1);
		CHECK_EQ_STR(err.msg, rows[i].message);
	}
}

TEST(depth_16_is_read_and_17_is_not)
{
	struct cx_request req;
	const char *json = "{\"code\":\"x\",\"y\":[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]}";
	CHECK_EQ_INT(parse(json, strlen(json), &req), 0);
	cx_request_done(&req);
	json = "{\"code\":\"x\",\"y\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}";
	CHECK_EQ_INT(parse(json, strlen(json), &req), -1);
	CHECK_CONTAINS(err.msg, "arrays and objects may be nested 16 deep, not more (line 1, column 32)");
}

TEST(after_a_failure_the_id_is_still_there)
{
	cleanup_request struct cx_request req;
	const char *json = "{\"code\":5,\"args\":[\"a\"],\"foo\":1,\"id\":\"job 7\"}";
	CHECK_EQ_INT(parse(json, strlen(json), &req), -1);
	CHECK_EQ_STR(req.id, "job 7");
	CHECK(is_empty(&req));
}

TEST(code_alone_gets_every_default)
{
	cleanup_request struct cx_request req;
	const char *json = " {\"code\": \"print(1)\\n\"}\n";
	CHECK_EQ_INT(parse(json, strlen(json), &req), 0);
	CHECK_EQ_INT(req.files_len, 1);
	CHECK(req.files[0].name == NULL);
	CHECK_EQ_STR(req.files[0].content.data, "print(1)\n");
	CHECK_EQ_INT(req.files[0].content.len, 9);
	CHECK_EQ_INT(req.main_file, 0);
	CHECK(req.language == NULL && req.id == NULL);
	CHECK_EQ_INT(req.input.len, 0);
	CHECK_EQ_INT(req.args.len + req.collect.len + req.options_len + req.notices.len, 0);
	CHECK_EQ_INT(req.encoding, CX_ENCODING_UTF8);
	CHECK(!req.combined);
	CHECK_EQ_INT(req.cancel_fd, -1);
	CHECK_EQ_INT(req.limits.wall_us, 30000000);
	CHECK_EQ_INT(req.limits.memory_bytes, 128 << 20);
	CHECK_EQ_INT(req.limits.output_bytes, 1024 << 10);
	CHECK_EQ_INT(req.limits.processes, 64);
	CHECK_EQ_INT(req.limits.file_bytes, 64 << 20);
	CHECK_EQ_INT(req.limits.disk_bytes, 64 << 20);
}

TEST(null_counts_as_not_given)
{
	cleanup_request struct cx_request req;
	const char *json =
		"{\"code\":\"x\",\"inputData\":null,\"timeout\":null,\"language\":null,\"files\":null,"
		"\"main\":null,"
		"\"args\":null,\"options\":{\"std\":null},\"limits\":{\"memoryMB\":null,\"timeout\":null},"
		"\"tests\":null,"
		"\"stopOnFailure\":null,\"collect\":null,\"encoding\":null,\"combined\":null,\"id\":null}";
	CHECK_EQ_INT(parse(json, strlen(json), &req), 0);
	CHECK_EQ_INT(req.limits.wall_us, 30000000);
	CHECK_EQ_INT(req.options_len, 0);
	CHECK_EQ_INT(req.notices.len, 0);
}

TEST(every_field_arrives)
{
	cleanup_request struct cx_request req;
	const char *json =
		"{\"language\":\"cpp\",\"code\":\"int "
		"main(){}\",\"inputData\":\"a\\u0000b\\n\",\"timeout\":2.5,"
		"\"files\":[{\"name\":\"a/"
		"b.h\",\"content\":\"\"},{\"name\":\"d.bin\",\"content\":\"AP8=\",\"encoding\":\"base64\"},"
		"{\"name\":\"h\",\"content\":\"00fF\",\"encoding\":\"hex\"},{\"name\":\"u\",\"content\":"
		"\"\\u0000\",\"encoding\":\"utf8\"}],"
		"\"args\":[\"\",\"two "
		"words\",\"\\\"\"],\"options\":{\"std\":\"c++20\",\"edition\":2021,\"opt\":true,\"level\":1."
		"50},"
		"\"limits\":{\"cpuTime\":1,\"memoryMB\":64.0,\"outputKB\":16,\"processes\":8,\"fileMB\":1,"
		"\"diskMB\":2e0},"
		"\"collect\":[\"out/"
		"plot.png\"],\"encoding\":\"base64\",\"combined\":true,\"id\":\"\\u00e9\",\"tests\":[],"
		"\"stopOnFailure\":false}";
	CHECK_EQ_INT(parse(json, strlen(json), &req), 0);
	CHECK_EQ_STR(req.language, "cpp");
	CHECK_EQ_INT(req.input.len, 4);
	CHECK(!memcmp(req.input.data, "a\0b\n", 4));
	CHECK_EQ_INT(req.files_len, 5);
	CHECK_EQ_INT(req.main_file, 0);
	CHECK_EQ_STR(req.files[1].name, "a/b.h");
	CHECK_EQ_INT(req.files[1].content.len, 0);
	CHECK(req.files[2].content.len == 2 && !memcmp(req.files[2].content.data, "\0\xFF", 2));
	CHECK(req.files[3].content.len == 2 && !memcmp(req.files[3].content.data, "\0\xFF", 2));
	CHECK(req.files[4].content.len == 1 && !memcmp(req.files[4].content.data, "\0", 1));
	CHECK_EQ_INT(req.args.len, 3);
	CHECK_EQ_STR(req.args.items[0], "");
	CHECK_EQ_STR(req.args.items[1], "two words");
	CHECK_EQ_INT(req.options_len, 4);
	CHECK_EQ_STR(req.options[0].name, "std");
	CHECK_EQ_STR(req.options[0].value, "c++20");
	CHECK_EQ_STR(req.options[1].value, "2021");
	CHECK_EQ_STR(req.options[2].value, "true");
	CHECK_EQ_STR(req.options[3].value, "1.50");
	CHECK_EQ_INT(req.limits.wall_us, 2500000);
	CHECK_EQ_INT(req.limits.cpu_us, 1000000);
	CHECK_EQ_INT(req.limits.memory_bytes, 64 << 20);
	CHECK_EQ_INT(req.limits.output_bytes, 16 << 10);
	CHECK_EQ_INT(req.limits.processes, 8);
	CHECK_EQ_INT(req.limits.file_bytes, 1 << 20);
	CHECK_EQ_INT(req.limits.disk_bytes, 2 << 20);
	CHECK_EQ_STR(req.collect.items[0], "out/plot.png");
	CHECK_EQ_INT(req.encoding, CX_ENCODING_BASE64);
	CHECK(req.combined);
	CHECK_EQ_STR(req.id, "\xC3\xA9");
	CHECK_EQ_INT(req.notices.len, 0);
}

TEST(limits_reach_their_bounds)
{
	struct cx_request req;
	const char *json = "{\"code\":\"x\",\"timeout\":60,\"limits\":{\"cpuTime\":240,\"memoryMB\":1024,"
			   "\"outputKB\":4096,"
			   "\"processes\":256,\"fileMB\":256,\"diskMB\":256}}";
	CHECK_EQ_INT(parse(json, strlen(json), &req), 0);
	CHECK(!memcmp(&req.limits, &cx_limit_bounds_builtin.max, sizeof(req.limits)));
	cx_request_done(&req);
	json = "{\"code\":\"x\",\"limits\":{\"timeout\":0.05,\"cpuTime\":0.05,\"memoryMB\":16,\"outputKB\":1,"
	       "\"processes\":1,\"fileMB\":1,\"diskMB\":1}}";
	CHECK_EQ_INT(parse(json, strlen(json), &req), 0);
	CHECK(!memcmp(&req.limits, &cx_limit_bounds_builtin.min, sizeof(req.limits)));
	cx_request_done(&req);
}

TEST(cpu_time_follows_the_wall_time_and_the_cores)
{
	cpu_set_t all, one;
	struct cx_request req;
	const char *json = "{\"code\":\"x\",\"timeout\":5}";
	CHECK_EQ_INT(sched_getaffinity(0, sizeof(all), &all), 0);
	unsigned cores = (unsigned)CPU_COUNT(&all);
	CHECK_EQ_INT(parse(json, strlen(json), &req), 0);
	CHECK_EQ_INT(req.limits.cpu_us, 5000000 * (cores > 4 ? 4 : cores));
	cx_request_done(&req);

	CPU_ZERO(&one);
	for (int cpu = 0; cpu < CPU_SETSIZE && !CPU_COUNT(&one); cpu++)
		if (CPU_ISSET(cpu, &all))
			CPU_SET(cpu, &one);
	CHECK_EQ_INT(sched_setaffinity(0, sizeof(one), &one), 0);
	CHECK_EQ_INT(parse(json, strlen(json), &req), 0);
	CHECK_EQ_INT(req.limits.cpu_us, 5000000);
	cx_request_done(&req);
	CHECK_EQ_INT(sched_setaffinity(0, sizeof(all), &all), 0);

	/* A default of the operator stands, and the bounds hold for what is computed too. */
	struct cx_limit_bounds bounds = cx_limit_bounds_builtin;
	bounds.def.cpu_us = 7000000;
	CHECK_EQ_INT(cx_request_parse(json, strlen(json), &bounds, &req, &err), 0);
	CHECK_EQ_INT(req.limits.cpu_us, 7000000);
	cx_request_done(&req);
	bounds.def.cpu_us = 0;
	bounds.max.cpu_us = 3000000;
	CHECK_EQ_INT(cx_request_parse(json, strlen(json), &bounds, &req, &err), 0);
	CHECK_EQ_INT(req.limits.cpu_us, 3000000);
	cx_request_done(&req);
}

TEST(main_names_the_main_file_and_the_first_is_the_default)
{
	struct cx_request req;
	const char *json =
		"{\"files\":[{\"name\":\"a\",\"content\":\"x\"},{\"name\":\"b\",\"content\":\"y\"}]}";
	CHECK_EQ_INT(parse(json, strlen(json), &req), 0);
	CHECK_EQ_INT(req.main_file, 0);
	CHECK_EQ_INT(req.files_len, 2);
	cx_request_done(&req);
	json = "{\"files\":[{\"name\":\"a\",\"content\":\"\"},{\"name\":\"b\",\"content\":\"y\"}],\"main\":"
	       "\"b\"}";
	CHECK_EQ_INT(parse(json, strlen(json), &req), 0);
	CHECK_EQ_INT(req.main_file, 1);
	cx_request_done(&req);
	/* Names that only begin alike do not meet. */
	json = "{\"files\":[{\"name\":\"a\",\"content\":\"x\"},{\"name\":\"ab\",\"content\":\"\"},{\"name\":"
	       "\"a.b/c\",\"content\":\"\"}]}";
	CHECK_EQ_INT(parse(json, strlen(json), &req), 0);
	cx_request_done(&req);
}

TEST(unknown_fields_are_ignored_and_named)
{
	static const struct {
		const char *json, *notice;
	} rows[] = {
		{ "{\"code\":\"x\",\"timeOut\":5}",
		  "unknown field \"timeOut\" was ignored; did you mean \"timeout\"?" },
		{ "{\"code\":\"x\",\"langauge\":\"c\"}",
		  "unknown field \"langauge\" was ignored; did you mean \"language\"?" },
		{ "{\"code\":\"x\",\"input_data\":\"c\"}",
		  "unknown field \"input_data\" was ignored; did you mean \"inputData\"?" },
		{ "{\"code\":\"x\",\"stdin\":\"c\"}",
		  "unknown field \"stdin\" was ignored; did you mean \"inputData\"?" },
		{ "{\"code\":\"x\",\"memoryMB\":64}",
		  "unknown field \"memoryMB\" was ignored; did you mean \"limits.memoryMB\"?" },
		{ "{\"code\":\"x\",\"colour\":null}",
		  "unknown field \"colour\" was ignored; the nearest known one is \"code\"" },
		{ "{\"code\":\"x\",\"limits\":{\"memoryMb\":64}}",
		  "unknown field \"limits.memoryMb\" was ignored; did you mean \"limits.memoryMB\"?" },
		{ "{\"code\":\"x\",\"limits\":{\"memory\":64}}",
		  "unknown field \"limits.memory\" was ignored; did you mean \"limits.memoryMB\"?" },
		{ "{\"code\":\"x\",\"files\":[{\"name\":\"a\",\"content\":\"\",\"encodign\":\"hex\"}]}",
		  "unknown field \"files[0].encodign\" was ignored; did you mean \"files[0].encoding\"?" },
		{ "{\"code\":\"x\",\"files\":[{\"name\":\"a\",\"content\":\"\",\"path\":\"hex\"}]}",
		  "unknown field \"files[0].path\" was ignored; did you mean \"files[0].name\"?" },
		{ "{\"code\":\"x\",\"\":1}",
		  "unknown field \"\" was ignored; the nearest known one is \"id\"" },
		{ "{\"code\":\"x\","
		  "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\":1}",
		  "unknown field \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" was "
		  "ignored" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cleanup_request struct cx_request req;
		CHECK_EQ_INT(parse(rows[i].json, strlen(rows[i].json), &req), 0);
		CHECK_EQ_INT(req.notices.len, 1);
		if (req.notices.len)
			CHECK_EQ_STR(req.notices.items[0], rows[i].notice);
	}
}

TEST(notices_about_unknown_fields_have_an_end)
{
	cleanup_request struct cx_request req;
	CHECK_EQ_INT(parse_repeated("{\"code\":\"x\",", "\"field%d\":1", 1000, "}", &req), 0);
	CHECK_EQ_INT(req.notices.len, 21);
	CHECK_EQ_STR(req.notices.items[20], "980 more unknown fields were ignored");
}

TEST(options_are_not_judged_here)
{
	cleanup_request struct cx_request req;
	const char *json = "{\"code\":\"x\",\"options\":{\"whatever\":\"y\"}}";
	CHECK_EQ_INT(parse(json, strlen(json), &req), 0);
	CHECK_EQ_INT(req.notices.len, 0);
	CHECK_EQ_STR(req.options[0].name, "whatever");
}

int main(void)
{
	RUN(what_is_not_one_json_object_is_refused);
	RUN(the_source_is_needed_and_is_text);
	RUN(limits_are_refused_outside_of_their_bounds);
	RUN(simple_fields_have_their_types);
	RUN(files_have_safe_names_and_decodable_contents);
	RUN(the_main_file_is_one_of_the_files_and_is_text);
	RUN(sizes_are_exact_and_too_large_is_an_error_of_its_own);
	RUN(the_size_of_code_counts_bytes_of_utf8_after_its_escapes);
	RUN(a_body_over_8_mb_is_too_large_whatever_it_holds);
	RUN(lists_have_a_length_that_they_may_reach);
	RUN(depth_16_is_read_and_17_is_not);
	RUN(after_a_failure_the_id_is_still_there);
	RUN(code_alone_gets_every_default);
	RUN(null_counts_as_not_given);
	RUN(every_field_arrives);
	RUN(limits_reach_their_bounds);
	RUN(cpu_time_follows_the_wall_time_and_the_cores);
	RUN(main_names_the_main_file_and_the_first_is_the_default);
	RUN(unknown_fields_are_ignored_and_named);
	RUN(notices_about_unknown_fields_have_an_end);
	RUN(options_are_not_judged_here);
	return check_done();
}
