/* A process of its own that sends spans to a collector, by OTLP over HTTP: nobody ever waits for it. */
#ifndef FRAME_EXPORT_H
#define FRAME_EXPORT_H

#include <sys/types.h>

#include "metrics.h"
#include "trace.h"

struct exporter {
	struct trace_queue *queue;
	struct metrics *metrics; /* codex_spans_sent_total, codex_spans_dropped_total */
	const char *service;
	const char *endpoint; /* OTEL_EXPORTER_OTLP_ENDPOINT */
	const char *headers;  /* OTEL_EXPORTER_OTLP_HEADERS: name=value, commas between; NULL: none */
	pid_t master;
};

/* In the child that the master forked: until SIGTERM, and then what is left is sent. */
_Noreturn void export_main(const struct exporter *exporter);

#endif
