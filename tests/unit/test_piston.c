/* Requests of Piston's API: what they become, and how wrong ones are refused. */
#include "codex/piston.h"

#include "check.h"

static struct cx_error err;
static char *range;

static int parse(const char *json, struct cx_request *req)
{
	err = (struct cx_error){ 0 };
	memset(req, 0x55, sizeof(*req));
	free(range);
	range = NULL;
	return cx_piston_parse(json, strlen(json), &cx_limit_bounds_builtin, req, &range, &err);
}

#define cleanup_request __attribute__((cleanup(cx_request_done)))

/* What a request with one more field than it needs becomes. */
static int parse_with(const char *field, struct cx_request *req)
{
	char json[512];
	snprintf(json, sizeof(json),
		 "{\"language\":\"js\",\"version\":\"*\",\"files\":[{\"content\":\"1\"}]%s%s}",
		 *field ? "," : "", field);
	return parse(json, req);
}

static void check_refused(const char *json, const char *field, const char *message)
{
	struct cx_request req;
	CHECK_EQ_INT(parse(json, &req), -1);
	CHECK_EQ_STR(err.msg, message);
	CHECK_EQ_STR(err.field, field);
	CHECK_EQ_INT(err.code, CX_EINPUT);
	CHECK(!req.files && !req.language && !req.args.len && !range);
}

static void check_field_refused(const char *text, const char *field, const char *message)
{
	char json[512];
	snprintf(json, sizeof(json),
		 "{\"language\":\"js\",\"version\":\"*\",\"files\":[{\"content\":\"1\"}],%s}", text);
	check_refused(json, field, message);
}

TEST(a_whole_request_is_read)
{
	cleanup_request struct cx_request req;
	CHECK_EQ_INT(
		parse("{\"language\":\"js\",\"version\":\"20.x\",\"files\":[{\"name\":\"my_cool_code.js\","
		      "\"content\":\"console.log(process.argv)\"}],\"stdin\":\"a\\nb\",\"args\":[\"1\",\"2\"]"
		      ","
		      "\"compile_timeout\":10000,\"run_timeout\":3000,\"compile_cpu_time\":10000,"
		      "\"run_cpu_time\":2500,\"compile_memory_limit\":-1,\"run_memory_limit\":268435456}",
		      &req),
		0);
	CHECK_EQ_STR(req.language, "js");
	CHECK_EQ_STR(range, "20.x");
	CHECK_EQ_INT(req.files_len, 1);
	CHECK_EQ_STR(req.files[0].name, "my_cool_code.js");
	CHECK_EQ_STR(req.files[0].content.data, "console.log(process.argv)");
	CHECK_EQ_STR(req.input.data, "a\nb");
	CHECK_EQ_INT(req.args.len, 2);
	CHECK_EQ_STR(req.args.items[1], "2");
	CHECK_EQ_INT(req.limits.wall_us, 3000000);
	CHECK_EQ_INT(req.limits.cpu_us, 2500000);
	CHECK_EQ_INT(req.limits.memory_bytes, 268435456);
	CHECK(req.combined);
	CHECK_EQ_INT(req.cancel_fd, -1);
}

TEST(what_is_not_given_has_its_default)
{
	cleanup_request struct cx_request req;
	CHECK_EQ_INT(parse_with("\"stdin\":null,\"args\":null,\"run_timeout\":null", &req), 0);
	CHECK_EQ_INT(req.input.len, 0);
	CHECK_EQ_INT(req.args.len, 0);
	CHECK_EQ_INT(req.limits.wall_us, cx_limit_bounds_builtin.def.wall_us);
	CHECK_EQ_INT(req.limits.memory_bytes, cx_limit_bounds_builtin.max.memory_bytes);
	CHECK_EQ_INT(req.limits.output_bytes, cx_limit_bounds_builtin.def.output_bytes);
	CHECK_EQ_INT(req.limits.cpu_us,
		     cx_limit_default_cpu_us(&cx_limit_bounds_builtin, cx_limit_bounds_builtin.def.wall_us));
}

TEST(a_memory_limit_of_minus_1_asks_for_the_maximum)
{
	cleanup_request struct cx_request req;
	CHECK_EQ_INT(parse_with("\"run_memory_limit\":-1,\"compile_memory_limit\":-1", &req), 0);
	CHECK_EQ_INT(req.limits.memory_bytes, cx_limit_bounds_builtin.max.memory_bytes);
}

TEST(a_limit_of_0_asks_for_nothing)
{
	cleanup_request struct cx_request req;
	CHECK_EQ_INT(parse_with("\"run_timeout\":0,\"run_memory_limit\":0", &req), 0);
	CHECK_EQ_INT(req.limits.wall_us, cx_limit_bounds_builtin.def.wall_us);
	CHECK_EQ_INT(req.limits.memory_bytes, cx_limit_bounds_builtin.max.memory_bytes);
}

TEST(a_limit_at_its_bound_is_taken_and_one_over_it_is_refused)
{
	struct cx_request req;
	CHECK_EQ_INT(parse_with("\"run_timeout\":60000", &req), 0);
	CHECK_EQ_INT(req.limits.wall_us, 60000000);
	cx_request_done(&req);
	CHECK_EQ_INT(parse_with("\"run_memory_limit\":1073741824", &req), 0);
	cx_request_done(&req);
	check_field_refused("\"run_timeout\":60001", "run_timeout",
			    "run_timeout cannot exceed the configured limit of 60000");
	check_field_refused("\"run_memory_limit\":1073741825", "run_memory_limit",
			    "run_memory_limit cannot exceed the configured limit of 1073741824");
	check_field_refused("\"run_cpu_time\":1e300", "run_cpu_time",
			    "run_cpu_time cannot exceed the configured limit of 240000");
	check_field_refused("\"run_timeout\":1", "run_timeout", "run_timeout must be at least 50");
}

TEST(a_limit_that_is_no_number_or_negative_is_refused)
{
	check_field_refused("\"run_timeout\":\"3000\"", "run_timeout",
			    "If specified, run_timeout must be a number");
	check_field_refused("\"compile_memory_limit\":true", "compile_memory_limit",
			    "If specified, compile_memory_limit must be a number");
	check_field_refused("\"run_timeout\":-1", "run_timeout", "run_timeout must be non-negative");
	check_field_refused("\"run_memory_limit\":-2", "run_memory_limit",
			    "run_memory_limit must be non-negative");
	check_field_refused("\"compile_cpu_time\":-0.5", "compile_cpu_time",
			    "compile_cpu_time must be non-negative");
}

/* The compiler's limits are its language's: asking for more is not an error of the client. */
TEST(limits_of_the_compiler_are_not_the_requests_to_raise)
{
	cleanup_request struct cx_request req;
	CHECK_EQ_INT(parse_with("\"compile_timeout\":600000,\"compile_memory_limit\":99999999999", &req), 0);
}

TEST(what_is_missing_is_named_as_piston_names_it)
{
	check_refused("{}", "language", "language is required as a string");
	check_refused("{\"language\":1}", "language", "language is required as a string");
	check_refused("{\"language\":\"\"}", "language", "language is required as a string");
	check_refused("{\"language\":\"js\"}", "version", "version is required as a string");
	check_refused("{\"language\":\"js\",\"version\":3}", "version", "version is required as a string");
	check_refused("{\"language\":\"js\",\"version\":\"*\"}", "files", "files is required as an array");
	check_refused("{\"language\":\"js\",\"version\":\"*\",\"files\":{}}", "files",
		      "files is required as an array");
	check_refused("{\"language\":\"js\",\"version\":\"*\",\"files\":[{\"content\":\"1\"},{}]}",
		      "files[1].content", "files[1].content is required as a string");
	check_refused("{\"language\":\"js\",\"version\":\"*\",\"files\":[7]}", "files[0].content",
		      "files[0].content is required as a string");
	check_refused("{\"language\":\"js\",\"version\":\"*\",\"files\":[{\"content\":[]}]}",
		      "files[0].content", "files[0].content is required as a string");
	check_refused("{\"language\":\"js\",\"version\":\"*\",\"files\":[]}", "files",
		      "files must include at least one utf8 encoded file");
	check_refused("{\"language\":\"js\",\"version\":\"*\",\"files\":[{\"content\":\"MQ==\",\"encoding\":"
		      "\"base64\"}]}",
		      "files", "files must include at least one utf8 encoded file");
}

TEST(files_come_as_text_base64_or_hex)
{
	cleanup_request struct cx_request req;
	CHECK_EQ_INT(parse("{\"language\":\"js\",\"version\":\"*\",\"files\":["
			   "{\"name\":\"a.bin\",\"content\":\"AP8=\",\"encoding\":\"base64\"},"
			   "{\"name\":\"b.bin\",\"content\":\"00fF\",\"encoding\":\"hex\"},"
			   "{\"content\":\"code\",\"encoding\":\"utf8\"},{\"content\":\"more\"}]}",
			   &req),
		     0);
	CHECK_EQ_INT(req.files_len, 4);
	CHECK_EQ_INT(req.files[0].content.len, 2);
	CHECK(!memcmp(req.files[0].content.data, "\0\xff", 2));
	CHECK_EQ_INT(req.files[1].content.len, 2);
	CHECK(!memcmp(req.files[1].content.data, "\0\xff", 2));
}

TEST(the_first_file_of_text_is_the_main_one_and_unnamed_ones_are_numbered)
{
	cleanup_request struct cx_request req;
	CHECK_EQ_INT(parse("{\"language\":\"js\",\"version\":\"*\",\"files\":["
			   "{\"name\":\"a.bin\",\"content\":\"AP8=\",\"encoding\":\"base64\"},"
			   "{\"content\":\"code\"},{\"name\":\"\",\"content\":\"more\"}]}",
			   &req),
		     0);
	CHECK_EQ_INT(req.main_file, 1);
	CHECK_EQ_STR(req.files[1].name, "file1.code");
	CHECK_EQ_STR(req.files[2].name, "file2.code");
}

TEST(names_that_lead_elsewhere_are_refused)
{
	static const char *const names[] = { "../a.js", "/etc/passwd", "a/../../b", ".hidden", "a//b" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char json[256];
		struct cx_request req;
		snprintf(json, sizeof(json),
			 "{\"language\":\"js\",\"version\":\"*\",\"files\":[{\"name\":\"%s\",\"content\":"
			 "\"1\"}]}",
			 names[i]);
		CHECK_EQ_INT(parse(json, &req), -1);
		CHECK_EQ_STR(err.field, "files[0].name");
	}
}

TEST(sizes_and_encodings_are_bounded_as_ever)
{
	struct cx_request req;
	char *json = NULL;
	CHECK(asprintf(&json, "{\"language\":\"js\",\"version\":\"*\",\"files\":[{\"content\":\"%0*d\"}]}",
		       CX_MAX_CODE + 1, 1) > 0);
	CHECK_EQ_INT(parse(json, &req), -1);
	CHECK_EQ_INT(err.code, CX_ETOOLARGE);
	CHECK_EQ_STR(err.field, "files[0].content");
	free(json);
	check_field_refused("\"args\":[1]", "args[0]", "args[0]: must be a string, not a number");
	check_field_refused("\"stdin\":1", "stdin", "stdin: must be a string, not a number");
	CHECK_EQ_INT(parse("{\"language\":\"js\",\"version\":\"*\",\"files\":[{\"content\":\"x\"},"
			   "{\"name\":\"d\",\"content\":\"zz\",\"encoding\":\"hex\"}]}",
			   &req),
		     -1);
	CHECK_EQ_STR(err.field, "files[1].content");
	CHECK_EQ_INT(parse("{\"language\":\"js\",\"version\":\"*\",\"files\":[{\"content\":\"x\","
			   "\"encoding\":\"utf16\"}]}",
			   &req),
		     -1);
	CHECK_EQ_STR(err.field, "files[0].encoding");
	CHECK_EQ_INT(parse("{\"language\":\"js\",\"language\":\"py\"}", &req), -1);
	CHECK_CONTAINS(err.msg, "twice");
}

int main(void)
{
	RUN(a_whole_request_is_read);
	RUN(what_is_not_given_has_its_default);
	RUN(a_memory_limit_of_minus_1_asks_for_the_maximum);
	RUN(a_limit_of_0_asks_for_nothing);
	RUN(a_limit_at_its_bound_is_taken_and_one_over_it_is_refused);
	RUN(a_limit_that_is_no_number_or_negative_is_refused);
	RUN(limits_of_the_compiler_are_not_the_requests_to_raise);
	RUN(what_is_missing_is_named_as_piston_names_it);
	RUN(files_come_as_text_base64_or_hex);
	RUN(the_first_file_of_text_is_the_main_one_and_unnamed_ones_are_numbered);
	RUN(names_that_lead_elsewhere_are_refused);
	RUN(sizes_and_encodings_are_bounded_as_ever);
	free(range);
	return check_done();
}
