/*
 * Counters, gauges and histograms in memory that all processes of a service share; printed as Prometheus reads them.
 * Each metric is one row of a table; its label values appear as they are used, in a bounded number.
 */
#ifndef FRAME_METRICS_H
#define FRAME_METRICS_H

#include <stdint.h>

#include "codex/bytes.h"
#include "codex/error.h"

enum metric_kind { METRIC_COUNTER, METRIC_GAUGE, METRIC_SECONDS /* a histogram */ };

struct metric {
	const char *name; /* with its unit, and _total for counters */
	enum metric_kind kind;
	const char *help;
	const char *labels[2]; /* names; NULL: none */
};

struct metrics;

/* @table  ends with a row without a name, and lives as long as the metrics. NULL: *err says why. */
struct metrics *metrics_open(const struct metric *table, struct cx_error *err);

/* Label values are copied; NULL where the metric has none. A metric that is not in the table is ignored. */
void metrics_add(struct metrics *metrics, const char *name, const char *label1, const char *label2,
		 uint64_t n);
void metrics_set(struct metrics *metrics, const char *name, const char *label1, const char *label2,
		 uint64_t value);
void metrics_observe(struct metrics *metrics, const char *name, const char *label1, const char *label2,
		     uint64_t us);

/* The text of all metrics, owned by the caller. */
int metrics_format(const struct metrics *metrics, struct cx_bytes *ret, struct cx_error *err);

#endif
