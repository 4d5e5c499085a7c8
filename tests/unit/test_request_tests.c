/* `tests` in a request: defaults, checkers, and what is refused. */
#include "base/buffer.h"

#include "request.h"

#define parse_text(json, req) parse(json, strlen(json), req)

TEST(a_test_has_defaults)
{
	cleanup_request struct cx_request req;
	CHECK_EQ_INT(parse_text("{\"code\":\"x\",\"timeout\":2,\"inputData\":\"common\",\"tests\":[{},{"
				"\"name\":\"n\","
				"\"inputData\":\"i\",\"expectedOutput\":\"\",\"timeout\":1,\"points\":2.5,"
				"\"hidden\":true}]}",
				&req),
		     0);
	CHECK_EQ_INT(req.tests_len, 2);
	CHECK(!req.tests[0].name && !req.tests[0].has_expected && !req.tests[0].hidden);
	CHECK_EQ_STR(req.tests[0].input.data, "common");
	CHECK_EQ_INT(req.tests[0].wall_us, 2000000);
	CHECK(req.tests[0].points == 1);
	CHECK_EQ_INT(req.checkers[req.tests[0].checker].type, CX_CHECK_LINES);
	CHECK_EQ_STR(req.tests[1].name, "n");
	CHECK_EQ_STR(req.tests[1].input.data, "i");
	CHECK(req.tests[1].has_expected && req.tests[1].expected.len == 0 && req.tests[1].hidden);
	CHECK_EQ_INT(req.tests[1].wall_us, 1000000);
	CHECK(req.tests[1].points == 2.5);
	CHECK_EQ_INT(cx_request_tests_wall_us(&req), 3000000);
	CHECK_EQ_INT(req.notices.len, 0);
}

TEST(what_has_no_effect_together_with_tests_is_told)
{
	cleanup_request struct cx_request req;
	CHECK_EQ_INT(
		parse_text("{\"code\":\"x\",\"combined\":true,\"collect\":[\"a.png\"],\"tests\":[{}]}", &req),
		0);
	CHECK_EQ_INT(req.notices.len, 2);
	CHECK_EQ_STR(req.notices.items[0], "collect has no effect together with tests, and was ignored");
	CHECK_EQ_STR(req.notices.items[1], "combined has no effect together with tests, and was ignored");
	cx_request_done(&req);
	CHECK_EQ_INT(parse_text("{\"code\":\"x\",\"combined\":true,\"collect\":[\"a.png\"]}", &req), 0);
	CHECK_EQ_INT(req.notices.len, 0);
}

TEST(cpu_time_follows_the_timeout_of_a_test_unless_the_request_gives_it)
{
	cleanup_request struct cx_request req;
	CHECK_EQ_INT(parse_text("{\"code\":\"x\",\"tests\":[{\"timeout\":1}]}", &req), 0);
	CHECK_EQ_INT(req.tests[0].cpu_us, cx_limit_default_cpu_us(&cx_limit_bounds_builtin, 1000000));
	cx_request_done(&req);
	CHECK_EQ_INT(
		parse_text("{\"code\":\"x\",\"limits\":{\"cpuTime\":7},\"tests\":[{\"timeout\":1}]}", &req),
		0);
	CHECK_EQ_INT(req.tests[0].cpu_us, 7000000);
}

TEST(checkers_by_name_and_as_objects)
{
	cleanup_request struct cx_request req;
	CHECK_EQ_INT(
		parse_text("{\"code\":\"x\",\"checker\":\"exact\",\"tests\":[{},{\"checker\":\"tokens\"},"
			   "{\"checker\":{\"type\":\"float\",\"absolute\":0.5}},{\"checker\":\"float\"},"
			   "{\"checker\":{\"language\":\"python\",\"files\":[{\"name\":\"c.py\",\"content\":"
			   "\"y\"}]}}]}",
			   &req),
		0);
	const struct cx_checker *checkers = req.checkers;
	CHECK_EQ_INT(checkers[req.tests[0].checker].type, CX_CHECK_EXACT);
	CHECK_EQ_INT(checkers[req.tests[1].checker].type, CX_CHECK_TOKENS);
	CHECK_EQ_INT(checkers[req.tests[2].checker].type, CX_CHECK_FLOAT);
	CHECK(checkers[req.tests[2].checker].absolute == 0.5 && checkers[req.tests[2].checker].relative == 0);
	CHECK(checkers[req.tests[3].checker].absolute == 1e-6 &&
	      checkers[req.tests[3].checker].relative == 1e-6);
	CHECK_EQ_INT(checkers[req.tests[4].checker].type, CX_CHECK_CUSTOM);
	CHECK_EQ_STR(checkers[req.tests[4].checker].language, "python");
	CHECK_EQ_STR(checkers[req.tests[4].checker].files[0].name, "c.py");
}

TEST(expected_output_has_the_encoding_of_the_request)
{
	cleanup_request struct cx_request req;
	CHECK_EQ_INT(
		parse_text(
			"{\"code\":\"x\",\"encoding\":\"base64\",\"tests\":[{\"expectedOutput\":\"AP8=\"}]}",
			&req),
		0);
	CHECK_EQ_INT(req.tests[0].expected.len, 2);
	CHECK(!memcmp(req.tests[0].expected.data, "\0\xff", 2));
}

TEST(unknown_members_are_told_with_the_nearest_name)
{
	cleanup_request struct cx_request req;
	CHECK_EQ_INT(parse_text("{\"code\":\"x\",\"tests\":[{\"expected\":\"1\"}]}", &req), 0);
	CHECK_EQ_INT(req.notices.len, 1);
	CHECK_CONTAINS(req.notices.items[0], "tests[0].expected");
	CHECK_CONTAINS(req.notices.items[0], "expectedOutput");
}

TEST(what_is_wrong_is_named)
{
	static const struct {
		const char *json, *message, *field;
	} rows[] = {
		{ "{\"code\":\"x\",\"tests\":5}", "tests: must be an array, not a number", "tests" },
		{ "{\"code\":\"x\",\"tests\":[5]}", "tests[0]: must be an object, not a number", "tests[0]" },
		{ "{\"code\":\"x\",\"tests\":[{},{\"timeout\":99}]}",
		  "tests[1].timeout: 99 is over the maximum of 60 seconds", "tests[1].timeout" },
		{ "{\"code\":\"x\",\"tests\":[{\"points\":-1}]}", "tests[0].points: must be from 0 to 1e+09",
		  "tests[0].points" },
		{ "{\"code\":\"x\",\"tests\":[{\"hidden\":1}]}",
		  "tests[0].hidden: must be true or false, not a number", "tests[0].hidden" },
		{ "{\"code\":\"x\",\"tests\":[{\"checker\":\"fuzzy\"}]}",
		  "tests[0].checker: must be exact, lines, tokens, float or custom", "tests[0].checker" },
		{ "{\"code\":\"x\",\"tests\":[{\"checker\":\"custom\"}]}",
		  "tests[0].checker: custom needs an object: {type, language, files}", "tests[0].checker" },
		{ "{\"code\":\"x\",\"tests\":[{\"checker\":{\"type\":\"custom\",\"code\":\"x\"}}]}",
		  "tests[0].checker.language: is missing", "tests[0].checker.language" },
		{ "{\"code\":\"x\",\"tests\":[{\"checker\":{\"language\":\"c\"}}]}",
		  "tests[0].checker.code: is missing", "tests[0].checker.code" },
		{ "{\"code\":\"x\",\"tests\":[{\"checker\":{\"type\":\"float\",\"absolute\":-1}}]}",
		  "tests[0].checker.absolute: must not be less than 0", "tests[0].checker.absolute" },
		{ "{\"code\":\"x\",\"encoding\":\"base64\",\"tests\":[{\"expectedOutput\":\"?\"}]}", NULL,
		  "tests[0].expectedOutput" },
		{ "{\"code\":\"x\",\"stopOnFailure\":0}",
		  "stopOnFailure: must be true or false, not a number", "stopOnFailure" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cx_request req;
		CHECK_EQ_INT(parse_text(rows[i].json, &req), -1);
		CHECK_EQ_INT(err.code, CX_EINPUT);
		CHECK_EQ_STR(err.field, rows[i].field);
		if (rows[i].message)
			CHECK_EQ_STR(err.msg, rows[i].message);
		CHECK(is_empty(&req));
	}
}

TEST(there_are_at_most_100_tests)
{
	struct cx_buffer json = { 0 };
	struct cx_request req;
	cx_buffer_puts(&json, "{\"code\":\"x\",\"tests\":[{}");
	for (int i = 1; i < 100; i++)
		cx_buffer_puts(&json, ",{}");
	cx_buffer_puts(&json, "]}");
	CHECK_EQ_INT(parse(json.data, json.len, &req), 0);
	CHECK_EQ_INT(req.tests_len, 100);
	cx_request_done(&req);
	json.len -= 2;
	cx_buffer_puts(&json, ",{}]}");
	CHECK_EQ_INT(parse(json.data, json.len, &req), -1);
	CHECK_EQ_STR(err.field, "tests");
	cx_buffer_done(&json);
}

int main(void)
{
	RUN(a_test_has_defaults);
	RUN(what_has_no_effect_together_with_tests_is_told);
	RUN(cpu_time_follows_the_timeout_of_a_test_unless_the_request_gives_it);
	RUN(checkers_by_name_and_as_objects);
	RUN(expected_output_has_the_encoding_of_the_request);
	RUN(unknown_members_are_told_with_the_nearest_name);
	RUN(what_is_wrong_is_named);
	RUN(there_are_at_most_100_tests);
	return check_done();
}
