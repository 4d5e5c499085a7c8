#include "base/buffer.h"
#include "codec/response_tests.h"
#include "codec/writer.h"
#include "codex/codec.h"

/* The last fields of every answer to a request. */
static void write_origin(struct cx_writer *w, const char *language, const char *version)
{
	cx_writer_key(w, "language");
	cx_writer_text(w, language);
	cx_writer_key(w, "version");
	cx_writer_text(w, version);
}

static void write_id(struct cx_writer *w, const char *id)
{
	if (!id)
		return;
	cx_writer_key(w, "id");
	cx_writer_text(w, id);
}

/* Sentences about the request first, then those about the run. */
static void write_notices(struct cx_writer *w, const struct cx_strings *of_request,
			  const struct cx_strings *of_result)
{
	cx_writer_key(w, "notices");
	cx_writer_array(w);
	for (size_t i = 0; i < of_request->len; i++)
		if (!cx_strings_contain(of_result, of_request->items[i]))
			cx_writer_text(w, of_request->items[i]);
	for (size_t i = 0; i < of_result->len; i++)
		cx_writer_text(w, of_result->items[i]);
	cx_writer_close(w);
}

void cx_response_write_stream(struct cx_writer *w, const char *key, const struct cx_bytes *bytes,
			      enum cx_encoding encoding)
{
	cx_writer_key(w, key);
	if (encoding == CX_ENCODING_BASE64)
		cx_writer_base64(w, bytes);
	else
		cx_writer_bytes(w, bytes);
}

static bool is_time(enum cx_limit limit)
{
	return limit == CX_LIMIT_WALL || limit == CX_LIMIT_CPU || limit == CX_LIMIT_COMPILE_TIME;
}

void cx_response_write_limit(struct cx_writer *w, const struct cx_limit_hit *hit)
{
	cx_writer_key(w, "limit");
	if (hit->limit == CX_LIMIT_NONE) {
		cx_writer_null(w);
		return;
	}
	cx_writer_object(w);
	cx_writer_key(w, "name");
	cx_writer_text(w, cx_limit_name(hit->limit));
	cx_writer_key(w, "value");
	if (is_time(hit->limit))
		cx_writer_seconds(w, hit->value);
	else
		cx_writer_uint(w, hit->value);
	cx_writer_key(w, "source");
	cx_writer_text(w, hit->source);
	cx_writer_close(w);
}

/* How the run ended. */
static void write_verdict(struct cx_writer *w, const struct cx_result *res)
{
	char name[16];
	cx_writer_key(w, "executionTime");
	cx_writer_seconds(w, res->wall_us);
	cx_writer_key(w, "status");
	cx_writer_text(w, cx_status_name(res->status));
	cx_writer_key(w, "exitCode");
	if (res->exit_code < 0)
		cx_writer_null(w);
	else
		cx_writer_int(w, res->exit_code);
	cx_writer_key(w, "signal");
	cx_writer_text(w, res->signal ? cx_signal_name(res->signal, name) : NULL);
	cx_response_write_limit(w, &res->limit);
}

static void write_usage(struct cx_writer *w, const struct cx_result *res)
{
	cx_writer_key(w, "cpuTime");
	cx_writer_seconds(w, res->cpu_us);
	cx_writer_key(w, "memoryUsed");
	cx_writer_uint(w, res->memory_bytes);
	cx_writer_key(w, "memorySource");
	cx_writer_text(w, res->memory_source);
}

static void write_compile(struct cx_writer *w, const struct cx_compile_result *compile)
{
	cx_writer_key(w, "compile");
	if (!compile->ran) {
		cx_writer_null(w);
		return;
	}
	cx_writer_object(w);
	cx_writer_key(w, "output");
	cx_writer_bytes(w, &compile->output);
	cx_writer_key(w, "time");
	cx_writer_seconds(w, compile->wall_us);
	cx_writer_key(w, "cached");
	cx_writer_bool(w, compile->cached);
	if (compile->warm) {
		cx_writer_key(w, "warm");
		cx_writer_bool(w, true);
	}
	cx_writer_close(w);
}

/* The layers that were on: their version, or true where there is none. */
static void write_isolation(struct cx_writer *w, const struct cx_layer_set *layers)
{
	cx_writer_key(w, "isolation");
	cx_writer_object(w);
	for (int i = 0; i < CX_LAYER_COUNT; i++) {
		if (!(layers->on & 1u << i))
			continue;
		cx_writer_key(w, cx_layer_name((enum cx_layer)i));
		if (layers->version[i] > 0)
			cx_writer_int(w, layers->version[i]);
		else
			cx_writer_bool(w, true);
	}
	cx_writer_close(w);
}

static void write_timings(struct cx_writer *w, const struct cx_timings *timings)
{

	cx_writer_key(w, "timings");
	cx_writer_object(w);
	/* Without the last lap, which is this. */
	for (int i = 0; i < CX_TIME_ANSWER; i++) {
		cx_writer_key(w, cx_time_name((enum cx_time)i));
		cx_writer_seconds(w, timings->us[i]);
	}
	cx_writer_close(w);
}

/* What is the same warm and cold has nothing of this: it is told with the timings alone. */
static void write_start(struct cx_writer *w, const struct cx_result *res)
{
	cx_writer_key(w, "start");
	cx_writer_text(w, cx_start_name(res->start));
	if (res->start != CX_START_WARM && res->cold_why) {
		cx_writer_key(w, "notWarm");
		cx_writer_text(w, res->cold_why);
	}
	write_timings(w, &res->timings);
}

static void write_blocked(struct cx_writer *w, const struct cx_result *res)
{
	cx_writer_key(w, "blocked");
	if (res->blocked_seen)
		cx_writer_strings(w, &res->blocked);
	else
		cx_writer_null(w);
}

static void write_files(struct cx_writer *w, const struct cx_result *res)
{
	cx_writer_key(w, "files");
	cx_writer_array(w);
	for (size_t i = 0; i < res->files_len; i++) {
		cx_writer_object(w);
		cx_writer_key(w, "name");
		cx_writer_text(w, res->files[i].name);
		cx_writer_key(w, "content");
		cx_writer_base64(w, &res->files[i].content);
		cx_writer_close(w);
	}
	cx_writer_close(w);
}

int cx_result_format(const struct cx_request *req, const struct cx_result *res, struct cx_bytes *ret_json,
		     struct cx_error *err)
{
	struct cx_writer w = { 0 };
	cx_writer_object(&w);
	cx_response_write_stream(&w, "output", &res->output, req->encoding);
	cx_response_write_stream(&w, "error", &res->error, req->encoding);
	write_verdict(&w, res);
	write_usage(&w, res);
	write_compile(&w, &res->compile);
	cx_writer_key(&w, "outputTruncated");
	cx_writer_bool(&w, res->output_truncated);
	if (req->combined)
		cx_response_write_stream(&w, "combined", &res->combined, req->encoding);
	if (req->tests_len)
		cx_response_write_tests(&w, req, res);
	write_blocked(&w, res);
	write_isolation(&w, &res->isolation);
	if (req->collect.len)
		write_files(&w, res);
	write_origin(&w, res->language, res->version);
	write_id(&w, req->id);
	write_notices(&w, &req->notices, &res->notices);
	if (res->timings.shown)
		write_start(&w, res);
	cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}

/* A position that the tool did not give is null where it is always there, and absent where it is not. */
static void write_position(struct cx_writer *w, const char *key, uint32_t value, bool always)
{
	if (!value && !always)
		return;
	cx_writer_key(w, key);
	if (value)
		cx_writer_uint(w, value);
	else
		cx_writer_null(w);
}

static void write_diagnostic(struct cx_writer *w, const struct cx_diagnostic *item)
{
	cx_writer_object(w);
	write_position(w, "line", item->line, true);
	write_position(w, "column", item->column, true);
	write_position(w, "endLine", item->end_line, false);
	write_position(w, "endColumn", item->end_column, false);
	cx_writer_key(w, "message");
	cx_writer_text(w, item->message ? item->message : "");
	if (item->code) {
		cx_writer_key(w, "code");
		cx_writer_text(w, item->code);
	}
	if (item->file) {
		cx_writer_key(w, "file");
		cx_writer_text(w, item->file);
	}
	cx_writer_close(w);
}

static void write_diagnostics(struct cx_writer *w, const char *key, const struct cx_validation *val,
			      bool error)
{
	cx_writer_key(w, key);
	cx_writer_array(w);
	for (size_t i = 0; i < val->len; i++)
		if (val->items[i].error == error)
			write_diagnostic(w, &val->items[i]);
	cx_writer_close(w);
}

int cx_validation_format(const struct cx_request *req, const struct cx_validation *val,
			 struct cx_bytes *ret_json, struct cx_error *err)
{
	struct cx_writer w = { 0 };
	cx_writer_object(&w);
	cx_writer_key(&w, "isValid");
	cx_writer_bool(&w, val->is_valid);
	write_diagnostics(&w, "errors", val, true);
	write_diagnostics(&w, "warnings", val, false);
	write_origin(&w, val->language, val->version);
	cx_writer_key(&w, "time");
	cx_writer_seconds(&w, val->wall_us);
	write_id(&w, req->id);
	write_notices(&w, &req->notices, &val->notices);
	cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}

int cx_error_format(const struct cx_error *failure, const char *id, struct cx_bytes *ret_json,
		    struct cx_error *err)
{
	struct cx_writer w = { 0 };
	cx_writer_object(&w);
	cx_writer_key(&w, "status");
	cx_writer_text(&w, cx_errc_status(failure->code));
	cx_writer_key(&w, "error");
	cx_writer_text(&w, failure->msg);
	if (failure->field[0]) {
		cx_writer_key(&w, "field");
		cx_writer_text(&w, failure->field);
	}
	write_id(&w, id);
	cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}
