/* Answers to the letter: names, their order, null and absence, numbers, and bytes that are not text. */
#include "codex/codec.h"

#include "base/buffer.h"
#include "codec/scan.h"
#include "codec/writer.h"

#include "check.h"

#define BYTES(text)                                               \
	(struct cx_bytes)                                         \
	{                                                         \
		.data = (char[]){ text }, .len = sizeof(text) - 1 \
	}

static struct cx_error err;

static void check_json(struct cx_bytes *json, const char *expected)
{
	CHECK_EQ_STR(json->data, expected);
	CHECK_EQ_INT(json->len, strlen(expected));
	CHECK_EQ_INT(cx_scan(json->data, json->len, 16, &err), 0);
	cx_bytes_done(json);
}

static void check_result(const struct cx_request *req, const struct cx_result *res, const char *expected)
{
	struct cx_bytes json = { 0 };
	CHECK_EQ_INT(cx_result_format(req, res, &json, &err), 0);
	check_json(&json, expected);
}

/* The value of one field of a result, as it stands in the JSON. */
static void check_field(const struct cx_request *req, const struct cx_result *res, const char *expected)
{
	struct cx_bytes json = { 0 };
	CHECK_EQ_INT(cx_result_format(req, res, &json, &err), 0);
	CHECK_CONTAINS(json.data, expected);
	CHECK_EQ_INT(cx_scan(json.data, json.len, 16, &err), 0);
	cx_bytes_done(&json);
}

TEST(a_plain_success_has_every_field_in_its_order)
{
	struct cx_request req = { .cancel_fd = -1 };
	struct cx_result res = {
		.output = BYTES("hi\n"),
		.wall_us = 12345,
		.cpu_us = 2000000,
		.memory_bytes = 8192,
		.memory_source = "sampler",
		.language = (char[]){ "python" },
	};
	check_result(
		&req, &res,
		"{\"output\":\"hi\\n\",\"error\":\"\",\"executionTime\":0.012345,\"status\":\"success\","
		"\"exitCode\":0,\"signal\":null,\"limit\":null,\"cpuTime\":2.0,\"memoryUsed\":8192,"
		"\"memorySource\":\"sampler\",\"compile\":null,\"outputTruncated\":false,\"blocked\":null,"
		"\"isolation\":{},\"language\":\"python\",\"version\":null,\"notices\":[]}");
}

TEST(everything_that_there_can_be)
{
	char *blocked[] = { (char[]){ "socket(AF_INET)" }, NULL };
	char *of_request[] = { (char[]){ "about the request" }, (char[]){ "both" }, NULL };
	char *of_result[] = { (char[]){ "both" }, (char[]){ "about the run" }, NULL };
	char *collect[] = { (char[]){ "a" }, NULL };
	struct cx_file files[] = { { .name = (char[]){ "out/a.png" }, .content = BYTES("\x89PNG") } };
	struct cx_request req = {
		.combined = true,
		.id = (char[]){ "job \"7\"" },
		.collect = { collect, 1 },
		.notices = { of_request, 2 },
		.cancel_fd = -1,
	};
	struct cx_result res = {
		.status = CX_MEMORY_LIMIT,
		.output = BYTES("o"),
		.error = BYTES("e"),
		.combined = BYTES("oe"),
		.output_truncated = true,
		.exit_code = -1,
		.signal = 9,
		.wall_us = 1,
		.cpu_us = 60000000,
		.memory_bytes = 134217728,
		.memory_source = "cgroup v2",
		.limit = { .limit = CX_LIMIT_MEMORY, .value = 134217728, .source = "cgroup oom_kill" },
		.compile = { .ran = true,
			     .cached = true,
			     .wall_us = 1500000,
			     .output = BYTES("warning: w\n") },
		.isolation = { .on = 1u << CX_LAYER_RLIMITS | 1u << CX_LAYER_NO_NEW_PRIVS |
				     1u << CX_LAYER_LANDLOCK | 1u << CX_LAYER_SECCOMP,
			       .version = { [CX_LAYER_LANDLOCK] = 7, [CX_LAYER_UID] = 2 } },
		.blocked = { blocked, 1 },
		.blocked_seen = true,
		.files = files,
		.files_len = 1,
		.language = (char[]){ "cpp" },
		.version = (char[]){ "12.2.0" },
		.notices = { of_result, 2 },
	};
	check_result(
		&req, &res,
		"{\"output\":\"o\",\"error\":\"e\",\"executionTime\":0.000001,\"status\":\"memory_limit\","
		"\"exitCode\":null,\"signal\":\"SIGKILL\","
		"\"limit\":{\"name\":\"memory\",\"value\":134217728,\"source\":\"cgroup oom_kill\"},"
		"\"cpuTime\":60.0,\"memoryUsed\":134217728,\"memorySource\":\"cgroup v2\","
		"\"compile\":{\"output\":\"warning: w\\n\",\"time\":1.5,\"cached\":true},"
		"\"outputTruncated\":true,\"combined\":\"oe\",\"blocked\":[\"socket(AF_INET)\"],"
		"\"isolation\":{\"rlimits\":true,\"no_new_privs\":true,\"landlock\":7,"
		"\"seccomp\":true},"
		"\"files\":[{\"name\":\"out/a.png\",\"content\":\"iVBORw==\"}],"
		"\"language\":\"cpp\",\"version\":\"12.2.0\",\"id\":\"job \\\"7\\\"\","
		"\"notices\":[\"about the request\",\"both\",\"about the run\"]}");
}

TEST(limits_are_in_seconds_bytes_and_counts)
{
	static const struct {
		enum cx_limit limit;
		uint64_t value;
		const char *expected;
	} rows[] = {
		{ CX_LIMIT_WALL, 50000, "\"limit\":{\"name\":\"wall\",\"value\":0.05,\"source\":\"s\"}" },
		{ CX_LIMIT_CPU, 5000000, "\"limit\":{\"name\":\"cpu\",\"value\":5.0,\"source\":\"s\"}" },
		{ CX_LIMIT_OUTPUT, 1048576,
		  "\"limit\":{\"name\":\"output\",\"value\":1048576,\"source\":\"s\"}" },
		{ CX_LIMIT_PROCESSES, 64,
		  "\"limit\":{\"name\":\"processes\",\"value\":64,\"source\":\"s\"}" },
		{ CX_LIMIT_FILE_SIZE, 1, "\"limit\":{\"name\":\"fileSize\",\"value\":1,\"source\":\"s\"}" },
		{ CX_LIMIT_DISK, 2, "\"limit\":{\"name\":\"disk\",\"value\":2,\"source\":\"s\"}" },
		{ CX_LIMIT_COMPILE_TIME, 15000000,
		  "\"limit\":{\"name\":\"compileTime\",\"value\":15.0,\"source\":\"s\"}" },
		{ CX_LIMIT_COMPILE_MEMORY, 3,
		  "\"limit\":{\"name\":\"compileMemory\",\"value\":3,\"source\":\"s\"}" },
	};
	struct cx_request req = { .cancel_fd = -1 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cx_result res = {
			.limit = { .limit = rows[i].limit, .value = rows[i].value, .source = "s" }
		};
		check_field(&req, &res, rows[i].expected);
	}
}

TEST(every_status_has_its_name)
{
	static const char *const names[] = { "success", "compile_error", "runtime_error",
					     "timeout", "memory_limit",	 "output_limit" };
	for (int status = CX_SUCCESS; status <= CX_OUTPUT_LIMIT; status++)
		CHECK_EQ_STR(cx_status_name((enum cx_status)status), names[status]);
}

TEST(signals_have_names_also_where_the_c_library_has_none)
{
	char buf[16];
	CHECK_EQ_STR(cx_signal_name(11, buf), "SIGSEGV");
	CHECK_EQ_STR(cx_signal_name(9, buf), "SIGKILL");
	CHECK_EQ_STR(cx_signal_name(31, buf), "SIGSYS");
	CHECK_EQ_STR(cx_signal_name(42, buf), "SIG42");
}

TEST(output_that_is_not_utf8_is_repaired)
{
	struct cx_request req = { .cancel_fd = -1 };
	struct cx_result res = { .output = BYTES("a\xFF\xC3\xA9\0\x1B[0m\"\\/\x7F\xF0\x9F\x98\xE2\x82") };
	check_field(&req, &res,
		    "{\"output\":\"a\xEF\xBF\xBD\xC3\xA9\\u0000\\u001b[0m\\\"\\\\/"
		    "\x7F\xEF\xBF\xBD\xEF\xBF\xBD\",");
}

TEST(base64_keeps_every_byte)
{
	struct cx_request req = { .encoding = CX_ENCODING_BASE64, .combined = true, .cancel_fd = -1 };
	struct cx_result res = {
		.output = BYTES("\xFF\0"),
		.error = BYTES("e"),
		.combined = BYTES("\xFF\0e"),
		.compile = { .ran = true, .output = BYTES("text") },
	};
	check_field(&req, &res, "{\"output\":\"/wA=\",\"error\":\"ZQ==\",");
	check_field(&req, &res, "\"combined\":\"/wBl\",");
	check_field(&req, &res, "\"compile\":{\"output\":\"text\",");
}

TEST(optional_fields_are_there_when_they_were_asked_for)
{
	char *collect[] = { (char[]){ "a" }, NULL };
	struct cx_request req = { .combined = true, .collect = { collect, 1 }, .cancel_fd = -1 };
	struct cx_result res = { .blocked_seen = true, .exit_code = 255 };
	check_field(&req, &res, "\"combined\":\"\"");
	check_field(&req, &res, "\"files\":[]");
	check_field(&req, &res, "\"blocked\":[]");
	check_field(&req, &res, "\"exitCode\":255");
}

TEST(seconds_are_short_and_never_a_whole_number)
{
	static const struct {
		uint64_t us;
		const char *text;
	} rows[] = {
		{ 0, "0.0" },	       { 1, "0.000001" },
		{ 10, "0.00001" },     { 100000, "0.1" },
		{ 300000, "0.3" },     { 1000000, "1.0" },
		{ 10000000, "10.0" },  { 1234567, "1.234567" },
		{ 60050000, "60.05" }, { 3600000001, "3600.000001" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cx_writer w = { 0 };
		struct cx_bytes json = { 0 };
		cx_writer_seconds(&w, rows[i].us);
		CHECK_EQ_INT(cx_writer_finish(&w, &json, &err), 0);
		check_json(&json, rows[i].text);
	}
}

TEST(a_validation_lists_errors_and_warnings)
{
	struct cx_diagnostic items[] = {
		{ .line = 3,
		  .column = 5,
		  .message = (char[]){ "unused \"x\"" },
		  .code = (char[]){ "-Wunused" } },
		{ .error = true,
		  .line = 1,
		  .column = 2,
		  .end_line = 1,
		  .end_column = 9,
		  .message = (char[]){ "no" },
		  .file = (char[]){ "a.h" } },
		{ .error = true, .message = (char[]){ "somewhere" } },
	};
	struct cx_request req = { .cancel_fd = -1, .id = (char[]){ "i" } };
	struct cx_validation val = { .items = items,
				     .len = 3,
				     .wall_us = 250000,
				     .language = (char[]){ "c" },
				     .version = (char[]){ "12" } };
	struct cx_bytes json = { 0 };
	CHECK_EQ_INT(cx_validation_format(&req, &val, &json, &err), 0);
	check_json(
		&json,
		"{\"isValid\":false,\"errors\":["
		"{\"line\":1,\"column\":2,\"endLine\":1,\"endColumn\":9,\"message\":\"no\",\"file\":\"a.h\"},"
		"{\"line\":null,\"column\":null,\"message\":\"somewhere\"}],\"warnings\":["
		"{\"line\":3,\"column\":5,\"message\":\"unused \\\"x\\\"\",\"code\":\"-Wunused\"}],"
		"\"language\":\"c\",\"version\":\"12\",\"time\":0.25,\"id\":\"i\",\"notices\":[]}");
}

TEST(an_error_says_status_message_and_field)
{
	struct cx_bytes json = { 0 };
	struct cx_error failure;
	cx_fail_field(&failure, "timeout", "75 is over the maximum of 60 seconds");
	CHECK_EQ_INT(cx_error_format(&failure, "x", &json, &err), 0);
	check_json(
		&json,
		"{\"status\":\"invalid_request\",\"error\":\"timeout: 75 is over the maximum of 60 seconds\","
		"\"field\":\"timeout\",\"id\":\"x\"}");
	cx_fail(&failure, CX_EBUSY, "all slots are taken");
	CHECK_EQ_INT(cx_error_format(&failure, NULL, &json, &err), 0);
	check_json(&json, "{\"status\":\"busy\",\"error\":\"all slots are taken\"}");
}

TEST(a_message_that_was_cut_inside_a_character_is_still_valid)
{
	struct cx_bytes json = { 0 };
	struct cx_error failure;
	cx_fail(&failure, CX_EINPUT, "%s", "x\xE2\x82");
	CHECK_EQ_INT(cx_error_format(&failure, NULL, &json, &err), 0);
	check_json(&json, "{\"status\":\"invalid_request\",\"error\":\"x\xEF\xBF\xBD\"}");
}

int main(void)
{
	RUN(a_plain_success_has_every_field_in_its_order);
	RUN(everything_that_there_can_be);
	RUN(limits_are_in_seconds_bytes_and_counts);
	RUN(every_status_has_its_name);
	RUN(signals_have_names_also_where_the_c_library_has_none);
	RUN(output_that_is_not_utf8_is_repaired);
	RUN(base64_keeps_every_byte);
	RUN(optional_fields_are_there_when_they_were_asked_for);
	RUN(seconds_are_short_and_never_a_whole_number);
	RUN(a_validation_lists_errors_and_warnings);
	RUN(an_error_says_status_message_and_field);
	RUN(a_message_that_was_cut_inside_a_character_is_still_valid);
	return check_done();
}
