/* Counting over processes, and how Prometheus gets it. */
#include "frame/metrics.h"

#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static const struct metric table[] = {
	{ "runs_total", METRIC_COUNTER, "Runs.", { "language", "status" } },
	{ "busy", METRIC_GAUGE, "Busy.", { NULL, NULL } },
	{ "run_duration_seconds", METRIC_SECONDS, "Time.", { "language", NULL } },
	{ 0 },
};

static struct metrics *metrics;
static char text[16 * 1024];

static void print(void)
{
	struct cx_bytes bytes = { 0 };
	struct cx_error err;
	CHECK_EQ_INT(metrics_format(metrics, &bytes, &err), 0);
	snprintf(text, sizeof(text), "%s", bytes.data ? bytes.data : "");
	cx_bytes_done(&bytes);
}

TEST(counters_count_by_their_labels)
{
	metrics_add(metrics, "runs_total", "python", "success", 1);
	metrics_add(metrics, "runs_total", "python", "success", 2);
	metrics_add(metrics, "runs_total", "python", "timeout", 1);
	metrics_add(metrics, "nobody_knows_total", "x", "y", 1);
	print();
	CHECK_CONTAINS(text, "# TYPE runs_total counter\n");
	CHECK_CONTAINS(text, "runs_total{language=\"python\",status=\"success\"} 3\n");
	CHECK_CONTAINS(text, "runs_total{language=\"python\",status=\"timeout\"} 1\n");
	CHECK(!strstr(text, "nobody"));
}

TEST(a_gauge_is_what_it_was_set_to)
{
	metrics_set(metrics, "busy", NULL, NULL, 7);
	metrics_set(metrics, "busy", NULL, NULL, 3);
	print();
	CHECK_CONTAINS(text, "\nbusy 3\n");
}

TEST(a_histogram_adds_up_its_buckets)
{
	metrics_observe(metrics, "run_duration_seconds", "python", NULL, 1000);
	metrics_observe(metrics, "run_duration_seconds", "python", NULL, 1001);
	metrics_observe(metrics, "run_duration_seconds", "python", NULL, 3600u * 1000 * 1000);
	print();
	CHECK_CONTAINS(text, "run_duration_seconds_bucket{language=\"python\",le=\"0.001\"} 1\n");
	CHECK_CONTAINS(text, "run_duration_seconds_bucket{language=\"python\",le=\"0.005\"} 2\n");
	CHECK_CONTAINS(text, "run_duration_seconds_bucket{language=\"python\",le=\"60\"} 2\n");
	CHECK_CONTAINS(text, "run_duration_seconds_bucket{language=\"python\",le=\"+Inf\"} 3\n");
	CHECK_CONTAINS(text, "run_duration_seconds_sum{language=\"python\"} 3600.002001\n");
	CHECK_CONTAINS(text, "run_duration_seconds_count{language=\"python\"} 3\n");
}

TEST(a_label_cannot_break_out_of_its_quotes)
{
	metrics_add(metrics, "runs_total", "a\"b\\c\nd", "success", 1);
	print();
	CHECK_CONTAINS(text, "runs_total{language=\"a_b_c_d\",status=\"success\"} 1\n");
}

TEST(processes_count_together_and_no_series_is_there_twice)
{
	enum { PROCESSES = 8, TIMES = 500 };
	for (int i = 0; i < PROCESSES; i++) {
		if (fork() != 0)
			continue;
		for (int n = 0; n < TIMES; n++) {
			char label[16];
			snprintf(label, sizeof(label), "l%d", n % 50);
			metrics_add(metrics, "runs_total", label, "together", 1);
		}
		_exit(0);
	}
	while (wait(NULL) > 0)
		;
	print();
	for (int n = 0; n < 50; n++) {
		char line[80];
		snprintf(line, sizeof(line), "runs_total{language=\"l%d\",status=\"together\"} %d\n", n,
			 PROCESSES * TIMES / 50);
		CHECK_CONTAINS(text, line);
	}
}

TEST(too_many_labels_are_not_counted_and_harm_nobody)
{
	for (int n = 0; n < 2000; n++) {
		char label[16];
		snprintf(label, sizeof(label), "m%d", n);
		metrics_add(metrics, "runs_total", label, "many", 1);
	}
	metrics_add(metrics, "runs_total", "python", "success", 1);
	print();
	CHECK_CONTAINS(text, "runs_total{language=\"python\",status=\"success\"} 4\n");
}

int main(void)
{
	struct cx_error err;
	metrics = metrics_open(table, &err);
	if (!metrics)
		return 1;
	RUN(counters_count_by_their_labels);
	RUN(a_gauge_is_what_it_was_set_to);
	RUN(a_histogram_adds_up_its_buckets);
	RUN(a_label_cannot_break_out_of_its_quotes);
	RUN(processes_count_together_and_no_series_is_there_twice);
	RUN(too_many_labels_are_not_counted_and_harm_nobody);
	return check_done();
}
