/* What a request may say: sizes, defaults, and what arrives. */
#include <sched.h>

#include "base/buffer.h"

#include "request.h"

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
	CHECK_EQ_STR(req.notices.items[20], "more unknown fields were ignored");
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
