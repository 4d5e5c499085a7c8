#include "metrics.h"

#include <inttypes.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"

enum { MAX_SERIES = 512, MAX_LABEL = 48, BUCKETS = 14 };

/* Upper bounds in µs; one more bucket takes the rest. */
static const uint64_t bounds_us[BUCKETS - 1] = {
	1000,	5000,	 10000,	  25000,   50000,    100000,   250000,
	500000, 1000000, 2500000, 5000000, 15000000, 60000000,
};

enum series_state { SERIES_FREE, SERIES_CLAIMED, SERIES_READY };

/* One metric with one set of label values. */
struct series {
	_Atomic int state;
	uint32_t row; /* of the table */
	char label[2][MAX_LABEL];
	_Atomic uint64_t value; /* of a histogram: the sum in µs */
	_Atomic uint64_t bucket[BUCKETS];
};

struct metrics {
	const struct metric *table;
	struct series series[MAX_SERIES];
};

struct metrics *metrics_open(const struct metric *table, struct cx_error *err)
{
	struct metrics *metrics = board_share(sizeof(*metrics), err);
	if (metrics)
		metrics->table = table;
	return metrics;
}

/* Whoever claimed it writes a few bytes and is done; if it was killed in between, the place is lost. */
static bool is_ready(struct series *series)
{
	for (int i = 0; i < 1000; i++) {
		if (atomic_load(&series->state) == SERIES_READY)
			return true;
		sched_yield();
	}
	return false;
}

static void keep_label(char label[MAX_LABEL], const char *value)
{
	size_t len = value ? strnlen(value, MAX_LABEL - 1) : 0;
	for (size_t i = 0; i < len;
	     i++) /* what would need an escape in Prometheus' text is no label of ours */
		label[i] = (unsigned char)value[i] < 0x20 || strchr("\"\\", value[i]) ? '_' : value[i];
	label[len] = '\0';
}

static struct series *find(struct metrics *metrics, const char *name, const char *label1, const char *label2)
{
	struct series wanted = { 0 };
	const struct metric *table = metrics->table;
	while (table[wanted.row].name && strcmp(table[wanted.row].name, name) != 0)
		wanted.row++;
	if (!table[wanted.row].name)
		return NULL;
	keep_label(wanted.label[0], label1);
	keep_label(wanted.label[1], label2);
	for (int i = 0; i < MAX_SERIES; i++) {
		struct series *series = &metrics->series[i];
		int state = SERIES_FREE;
		if (atomic_compare_exchange_strong(&series->state, &state, SERIES_CLAIMED)) {
			series->row = wanted.row;
			memcpy(series->label, wanted.label, sizeof(series->label));
			atomic_store(&series->state, SERIES_READY);
			return series;
		}
		if ((state == SERIES_READY || is_ready(series)) && series->row == wanted.row &&
		    !memcmp(series->label, wanted.label, sizeof(series->label)))
			return series;
	}
	return NULL;
}

void metrics_add(struct metrics *metrics, const char *name, const char *label1, const char *label2,
		 uint64_t n)
{
	struct series *series = metrics ? find(metrics, name, label1, label2) : NULL;
	if (series)
		atomic_fetch_add(&series->value, n);
}

void metrics_set(struct metrics *metrics, const char *name, const char *label1, const char *label2,
		 uint64_t value)
{
	struct series *series = metrics ? find(metrics, name, label1, label2) : NULL;
	if (series)
		atomic_store(&series->value, value);
}

void metrics_observe(struct metrics *metrics, const char *name, const char *label1, const char *label2,
		     uint64_t us)
{
	struct series *series = metrics ? find(metrics, name, label1, label2) : NULL;
	int bucket = 0;
	if (!series)
		return;
	while (bucket < BUCKETS - 1 && us > bounds_us[bucket])
		bucket++;
	atomic_fetch_add(&series->bucket[bucket], 1);
	atomic_fetch_add(&series->value, us);
}

/* `{route="/execute",le="0.1"}`; nothing at all without labels. */
static void print_labels(FILE *out, const struct metric *metric, const struct series *series, const char *le)
{
	const char *before = "{";
	for (int i = 0; i < 2 && metric->labels[i]; i++) {
		fprintf(out, "%s%s=\"%s\"", before, metric->labels[i], series->label[i]);
		before = ",";
	}
	if (le) {
		fprintf(out, "%sle=\"%s\"", before, le);
		before = ",";
	}
	if (*before == ',')
		fputs("}", out);
}

static void print_histogram(FILE *out, const struct metric *metric, const struct series *series)
{
	uint64_t count = 0;
	for (int i = 0; i < BUCKETS; i++) {
		char le[24] = "+Inf";
		if (i < BUCKETS - 1)
			snprintf(le, sizeof(le), "%g", (double)bounds_us[i] / 1e6);
		count += atomic_load(&series->bucket[i]);
		fprintf(out, "%s_bucket", metric->name);
		print_labels(out, metric, series, le);
		fprintf(out, " %" PRIu64 "\n", count);
	}
	fprintf(out, "%s_sum", metric->name);
	print_labels(out, metric, series, NULL);
	fprintf(out, " %.6f\n%s_count", (double)atomic_load(&series->value) / 1e6, metric->name);
	print_labels(out, metric, series, NULL);
	fprintf(out, " %" PRIu64 "\n", count);
}

static void print_series(FILE *out, const struct metric *metric, const struct series *series)
{
	if (metric->kind == METRIC_SECONDS) {
		print_histogram(out, metric, series);
		return;
	}
	fputs(metric->name, out);
	print_labels(out, metric, series, NULL);
	fprintf(out, " %" PRIu64 "\n", atomic_load(&series->value));
}

int metrics_format(const struct metrics *metrics, struct cx_bytes *ret, struct cx_error *err)
{
	static const char *const kinds[] = { "counter", "gauge", "histogram" };
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	if (!out)
		return cx_fail_oom(err);
	for (uint32_t row = 0; metrics->table[row].name; row++) {
		const struct metric *metric = &metrics->table[row];
		fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", metric->name, metric->help, metric->name,
			kinds[metric->kind]);
		for (int i = 0; i < MAX_SERIES; i++)
			if (atomic_load(&metrics->series[i].state) == SERIES_READY &&
			    metrics->series[i].row == row)
				print_series(out, metric, &metrics->series[i]);
	}
	if (fclose(out) != 0) {
		free(text);
		return cx_fail_oom(err);
	}
	*ret = (struct cx_bytes){ text, len };
	return 0;
}
