#include "codex/trace.h"

#include <inttypes.h>
#include <stdio.h>

#include "codec/writer.h"

enum { KIND_INTERNAL = 1, KIND_SERVER = 2, STATUS_ERROR = 2 }; /* the numbers of OTLP */

static void write_field(struct cx_writer *w, const char *key, const char *text)
{
	cx_writer_key(w, key);
	cx_writer_text(w, text);
}

static void write_attribute(struct cx_writer *w, const char *key, const char *text)
{
	if (!*text)
		return;
	cx_writer_object(w);
	write_field(w, "key", key);
	cx_writer_key(w, "value");
	cx_writer_object(w);
	write_field(w, "stringValue", text);
	cx_writer_close(w);
	cx_writer_close(w);
}

/* JSON's numbers are too small for it, so that OTLP has 64 bits as text. */
static void write_time(struct cx_writer *w, const char *key, uint64_t us)
{
	char text[32];
	snprintf(text, sizeof(text), "%" PRIu64 "000", us);
	write_field(w, key, text);
}

static void write_status(struct cx_writer *w, unsigned http_status)
{
	char text[16];
	if (!http_status)
		return;
	snprintf(text, sizeof(text), "%u", http_status);
	cx_writer_object(w);
	write_field(w, "key", "http.response.status_code");
	cx_writer_key(w, "value");
	cx_writer_object(w);
	write_field(w, "intValue", text);
	cx_writer_close(w);
	cx_writer_close(w);
}

static void write_span(struct cx_writer *w, const struct cx_span *span)
{
	cx_writer_object(w);
	write_field(w, "traceId", span->trace_id);
	write_field(w, "spanId", span->span_id);
	if (*span->parent_id)
		write_field(w, "parentSpanId", span->parent_id);
	write_field(w, "name", span->name);
	cx_writer_key(w, "kind");
	cx_writer_uint(w, span->serves ? KIND_SERVER : KIND_INTERNAL);
	write_time(w, "startTimeUnixNano", span->begin_us);
	write_time(w, "endTimeUnixNano", span->end_us);
	cx_writer_key(w, "attributes");
	cx_writer_array(w);
	write_attribute(w, "codex.request_id", span->request_id);
	write_attribute(w, "codex.language", span->language);
	write_attribute(w, "codex.status", span->status);
	write_status(w, span->http_status);
	cx_writer_close(w);
	if (span->failed) {
		cx_writer_key(w, "status");
		cx_writer_object(w);
		cx_writer_key(w, "code");
		cx_writer_uint(w, STATUS_ERROR);
		cx_writer_close(w);
	}
	cx_writer_close(w);
}

static void write_resource(struct cx_writer *w, const char *service)
{
	cx_writer_key(w, "resource");
	cx_writer_object(w);
	cx_writer_key(w, "attributes");
	cx_writer_array(w);
	write_attribute(w, "service.name", service);
	write_attribute(w, "service.version", CODEX_VERSION);
	cx_writer_close(w);
	cx_writer_close(w);
}

int cx_spans_format(const char *service, const struct cx_span *spans, size_t len, struct cx_bytes *ret_json,
		    struct cx_error *err)
{
	struct cx_writer w = { 0 };
	cx_writer_object(&w);
	cx_writer_key(&w, "resourceSpans");
	cx_writer_array(&w);
	cx_writer_object(&w);
	write_resource(&w, service);
	cx_writer_key(&w, "scopeSpans");
	cx_writer_array(&w);
	cx_writer_object(&w);
	cx_writer_key(&w, "scope");
	cx_writer_object(&w);
	write_field(&w, "name", "codex-run");
	cx_writer_close(&w);
	cx_writer_key(&w, "spans");
	cx_writer_array(&w);
	for (size_t i = 0; i < len; i++)
		write_span(&w, &spans[i]);
	while (w.depth)
		cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}
