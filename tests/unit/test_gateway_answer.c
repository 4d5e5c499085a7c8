/* What a gateway says of the services behind it. */
#include "codex/gateway.h"

#include "codec/scan.h"
#include "codex/piston.h"

#include "check.h"

#define BYTES(text)                                               \
	(struct cx_bytes)                                         \
	{                                                         \
		.data = (char[]){ text }, .len = sizeof(text) - 1 \
	}

static struct cx_error err;

static const char *const python[] = { "python", NULL };
static const char *const node[] = { "javascript", "typescript", NULL };

static bool any;

static void check_health(const struct cx_service_health *services, size_t len, const char *expected)
{
	struct cx_bytes json = { 0 };
	CHECK_EQ_INT(cx_services_health_format(services, len, &json, &any, &err), 0);
	CHECK_EQ_STR(json.data, expected);
	CHECK_EQ_INT(cx_scan(json.data, json.len, 16, &err), 0);
	cx_bytes_done(&json);
}

static void check_health_part(const struct cx_instance_health *instances, size_t len, const char *part)
{
	struct cx_service_health service = { "python-executor", python, instances, len };
	struct cx_bytes json = { 0 };
	CHECK_EQ_INT(cx_services_health_format(&service, 1, &json, &any, &err), 0);
	CHECK_CONTAINS(json.data, part);
	CHECK_EQ_INT(cx_scan(json.data, json.len, 16, &err), 0);
	cx_bytes_done(&json);
}

TEST(all_services_are_told_with_what_their_instances_said)
{
	struct cx_instance_health up[] = { { 200, NULL, BYTES("{\"status\":\"healthy\"}"), 2000 } };
	struct cx_instance_health down[] = { { 0, "connection refused", { NULL, 0 }, 100 } };
	struct cx_service_health services[] = { { "python-executor", python, up, 1 },
						{ "nodejs-executor", node, down, 1 },
						{ "go-executor", (const char *const[]){ "go", NULL }, NULL,
						  0 } };
	check_health(
		services, 3,
		"{\"status\":\"degraded\",\"healthy\":1,\"total\":2,\"services\":{"
		"\"python-executor\":{\"status\":\"healthy\",\"languages\":[\"python\"],\"instances\":["
		"{\"status\":\"healthy\",\"time\":0.002,\"error\":null,\"health\":{\"status\":\"healthy\"}}]}"
		","
		"\"nodejs-executor\":{\"status\":\"unavailable\",\"languages\":[\"javascript\","
		"\"typescript\"],"
		"\"instances\":[{\"status\":\"unreachable\",\"time\":0.0001,\"error\":\"connection refused\","
		"\"health\":null}]},"
		"\"go-executor\":{\"status\":\"unconfigured\",\"languages\":[\"go\"],\"instances\":[]}}}");
	CHECK(any);
}

TEST(a_service_is_degraded_as_long_as_one_instance_works)
{
	struct cx_instance_health two[] = { { 200, NULL, BYTES("{}"), 1 },
					    { 0, "timed out", { NULL, 0 }, 1 } };
	check_health_part(two, 2, "{\"status\":\"degraded\",\"healthy\":0,\"total\":1");
	CHECK(any);
	two[0].http_status = 503;
	check_health_part(two, 2, "{\"status\":\"unavailable\",\"healthy\":0,\"total\":1");
	CHECK(!any);
}

TEST(an_instance_that_cannot_work_says_why_in_its_own_word)
{
	struct cx_instance_health one[] = { { 503, NULL, BYTES("{\"status\":\"draining\"}"), 1 } };
	check_health_part(one, 1, "[{\"status\":\"draining\",");
	one[0].body = BYTES("{\"status\":\"healthy\"}");
	check_health_part(one, 1, "[{\"status\":\"unavailable\",");
}

TEST(an_answer_that_is_no_json_is_not_passed_on)
{
	struct cx_instance_health one[] = { { 502, NULL, BYTES("<html>"), 1 } };
	check_health_part(one, 1,
			  "{\"status\":\"unavailable\",\"time\":0.000001,\"error\":null,\"health\":null}");
	one[0].body = BYTES("{\"a\":1},\"forged\":{}");
	check_health_part(one, 1, "\"health\":null");
	one[0].body = BYTES("[1]");
	check_health_part(one, 1, "\"health\":null");
}

TEST(without_any_service_nothing_is_wrong)
{
	check_health(NULL, 0, "{\"status\":\"healthy\",\"healthy\":0,\"total\":0,\"services\":{}}");
	CHECK(any);
}

TEST(lists_of_runtimes_become_one)
{
	struct cx_bytes lists[] = {
		BYTES("[{\"language\":\"go\",\"aliases\":[\"golang\"]}]"), BYTES("[]"),
		BYTES(" [ {\"language\":\"c++\"}, {\"language\":\"go\",\"aliases\":[\"golang\"]} ]\n")
	};
	struct cx_bytes json = { 0 };
	CHECK_EQ_INT(cx_piston_runtimes_merge(lists, 3, &json, &err), 0);
	CHECK_EQ_STR(json.data, "[{\"language\":\"go\",\"aliases\":[\"golang\"]},{\"language\":\"c++\"}]");
	cx_bytes_done(&json);
	CHECK_EQ_INT(cx_piston_runtimes_merge(NULL, 0, &json, &err), 0);
	CHECK_EQ_STR(json.data, "[]");
	cx_bytes_done(&json);
}

TEST(a_list_that_is_none_is_refused)
{
	struct cx_bytes lists[] = { BYTES("{\"message\":\"busy\"}") };
	struct cx_bytes json = { 0 };
	CHECK_EQ_INT(cx_piston_runtimes_merge(lists, 1, &json, &err), -1);
	lists[0] = BYTES("[{\"a\":1,\"a\":2}]");
	CHECK_EQ_INT(cx_piston_runtimes_merge(lists, 1, &json, &err), -1);
	lists[0] = (struct cx_bytes){ 0 };
	CHECK_EQ_INT(cx_piston_runtimes_merge(lists, 1, &json, &err), -1);
	CHECK(!json.data);
}

int main(void)
{
	RUN(all_services_are_told_with_what_their_instances_said);
	RUN(a_service_is_degraded_as_long_as_one_instance_works);
	RUN(an_instance_that_cannot_work_says_why_in_its_own_word);
	RUN(an_answer_that_is_no_json_is_not_passed_on);
	RUN(without_any_service_nothing_is_wrong);
	RUN(lists_of_runtimes_become_one);
	RUN(a_list_that_is_none_is_refused);
	return check_done();
}
