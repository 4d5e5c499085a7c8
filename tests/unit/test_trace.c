/* Spans: which trace they belong to, the queue that never waits, and how a collector gets them. */
#include "frame/trace.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static const char sampled[] = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
static const char not_sampled[] = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-00";

static struct trace_queue *open_queue(void)
{
	struct cx_error err;
	struct trace_queue *queue = trace_open(&err);
	CHECK(queue != NULL);
	return queue;
}

TEST(without_a_collector_nothing_is_traced)
{
	struct trace_context context;
	trace_begin(NULL, sampled, &context);
	CHECK(!context.recorded);
}

TEST(a_caller_decides_whether_its_trace_is_recorded)
{
	struct trace_queue *queue = open_queue();
	struct trace_context context;
	trace_begin(queue, not_sampled, &context);
	CHECK(!context.recorded);
	trace_begin(queue, sampled, &context);
	CHECK(context.recorded);
	CHECK_EQ_STR(context.trace_id, "0123456789abcdef0123456789abcdef");
	CHECK_EQ_STR(context.parent_id, "0123456789abcdef");
	CHECK_EQ_INT(strlen(context.span_id), 16);
	CHECK(strcmp(context.span_id, context.parent_id) != 0);
}

TEST(who_brings_no_trace_begins_one)
{
	struct trace_queue *queue = open_queue();
	struct trace_context one, two;
	char parent[TRACE_PARENT];
	trace_begin(queue, NULL, &one);
	trace_begin(queue, NULL, &two);
	CHECK(one.recorded && !*one.parent_id);
	CHECK_EQ_INT(strlen(one.trace_id), 32);
	CHECK(strcmp(one.trace_id, two.trace_id) != 0);
	trace_parent(&one, parent);
	CHECK_EQ_INT(strlen(parent), 55);
	trace_begin(queue, parent, &two);
	CHECK_EQ_STR(two.trace_id, one.trace_id);
	CHECK_EQ_STR(two.parent_id, one.span_id);
}

TEST(parts_are_below_the_request_whatever_process_they_are_from)
{
	struct trace_queue *queue = open_queue();
	struct trace_context context;
	struct cx_span server = { .name = "POST /execute", .serves = true }, run = { .name = "run" }, got[3];
	trace_begin(queue, sampled, &context);
	pid_t child = fork();
	if (child == 0) {
		trace_record(queue, &context, &run, 5000, 1000);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	trace_record(queue, &context, &server, 6000, 3000);
	CHECK_EQ_INT(trace_take(queue, got, 3), 2);
	CHECK_EQ_STR(got[0].name, "run");
	CHECK_EQ_STR(got[0].parent_id, context.span_id);
	CHECK_EQ_INT(strlen(got[0].span_id), 16);
	CHECK_EQ_INT(got[0].begin_us, 4000);
	CHECK_EQ_STR(got[1].span_id, context.span_id);
	CHECK_EQ_STR(got[1].parent_id, "0123456789abcdef");
	CHECK_EQ_INT(got[1].begin_us, 3000);
	CHECK_EQ_INT(trace_take(queue, got, 3), 0);
}

TEST(what_does_not_fit_is_dropped_and_counted)
{
	static struct cx_span got[4096];
	struct trace_queue *queue = open_queue();
	struct trace_context context;
	struct cx_span run = { .name = "run" };
	trace_begin(queue, sampled, &context);
	for (int i = 0; i < 3000; i++)
		trace_record(queue, &context, &run, 5000, 1000);
	size_t taken = trace_take(queue, got, 4096);
	CHECK_EQ_INT(taken, 2048);
	CHECK_EQ_INT(trace_dropped(queue), 3000 - 2048);
	trace_record(queue, &context, &run, 5000, 1000);
	CHECK_EQ_INT(trace_take(queue, got, 4096), 1);
}

TEST(a_collector_gets_them_as_json)
{
	struct cx_span spans[2] = {
		{ .trace_id = "0123456789abcdef0123456789abcdef",
		  .span_id = "1111111111111111",
		  .parent_id = "0123456789abcdef",
		  .name = "POST /execute",
		  .serves = true,
		  .failed = true,
		  .begin_us = 1700000000000001,
		  .end_us = 1700000000500001,
		  .request_id = "r\"1",
		  .language = "python",
		  .status = "success",
		  .http_status = 500 },
		{ .trace_id = "0123456789abcdef0123456789abcdef",
		  .span_id = "2222222222222222",
		  .name = "run" },
	};
	struct cx_bytes json = { 0 };
	struct cx_error err;
	CHECK_EQ_INT(cx_spans_format("python-executor", spans, 2, &json, &err), 0);
	CHECK_CONTAINS(
		json.data,
		"{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{"
		"\"stringValue\":\"python-executor\"}}");
	CHECK_CONTAINS(
		json.data,
		"{\"traceId\":\"0123456789abcdef0123456789abcdef\",\"spanId\":\"1111111111111111\","
		"\"parentSpanId\":\"0123456789abcdef\",\"name\":\"POST /execute\",\"kind\":2,"
		"\"startTimeUnixNano\":\"1700000000000001000\",\"endTimeUnixNano\":\"1700000000500001000\"");
	CHECK_CONTAINS(json.data, "{\"key\":\"codex.request_id\",\"value\":{\"stringValue\":\"r\\\"1\"}}");
	CHECK_CONTAINS(json.data,
		       "{\"key\":\"http.response.status_code\",\"value\":{\"intValue\":\"500\"}}]");
	CHECK_CONTAINS(json.data, "\"status\":{\"code\":2}}");
	CHECK_CONTAINS(json.data, "\"spanId\":\"2222222222222222\",\"name\":\"run\",\"kind\":1,");
	cx_bytes_done(&json);
}

int main(void)
{
	RUN(without_a_collector_nothing_is_traced);
	RUN(a_caller_decides_whether_its_trace_is_recorded);
	RUN(who_brings_no_trace_begins_one);
	RUN(parts_are_below_the_request_whatever_process_they_are_from);
	RUN(what_does_not_fit_is_dropped_and_counted);
	RUN(a_collector_gets_them_as_json);
	return check_done();
}
