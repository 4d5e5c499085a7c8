#include "codex/service.h"

#include "codec/writer.h"

static void write_if_any(struct cx_writer *w, const char *key, const char *text)
{
	if (!text || !*text)
		return;
	cx_writer_key(w, key);
	cx_writer_text(w, text);
}

int cx_failure_format(const struct cx_failure *failure, struct cx_bytes *ret_json, struct cx_error *err)
{
	struct cx_writer w = { 0 };
	cx_writer_object(&w);
	write_if_any(&w, "status", failure->status);
	write_if_any(&w, "error", failure->error);
	write_if_any(&w, "field", failure->field);
	write_if_any(&w, "id", failure->id);
	write_if_any(&w, "requestId", failure->request_id);
	cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}

static void write_language(struct cx_writer *w, const struct cx_health_language *lang)
{
	cx_writer_object(w);
	cx_writer_key(w, "name");
	cx_writer_text(w, lang->name);
	cx_writer_key(w, "version");
	cx_writer_text(w, lang->version);
	cx_writer_key(w, "available");
	cx_writer_bool(w, lang->reason == NULL);
	write_if_any(w, "reason", lang->reason);
	cx_writer_close(w);
}

int cx_health_format(const struct cx_health *health, struct cx_bytes *ret_json, struct cx_error *err)
{
	struct cx_writer w = { 0 };
	cx_writer_object(&w);
	write_if_any(&w, "status", health->status);
	write_if_any(&w, "reason", health->reason);
	write_if_any(&w, "service", health->service);
	cx_writer_key(&w, "language");
	cx_writer_text(&w, health->languages_len ? health->languages[0].name : NULL);
	cx_writer_key(&w, "version");
	cx_writer_text(&w, health->languages_len ? health->languages[0].version : NULL);
	cx_writer_key(&w, "languages");
	cx_writer_array(&w);
	for (size_t i = 0; i < health->languages_len; i++)
		write_language(&w, &health->languages[i]);
	cx_writer_close(&w);
	cx_writer_key(&w, "slots");
	cx_writer_object(&w);
	cx_writer_key(&w, "total");
	cx_writer_uint(&w, health->slots);
	cx_writer_key(&w, "busy");
	cx_writer_uint(&w, health->slots_busy);
	cx_writer_close(&w);
	cx_writer_key(&w, "uptime");
	cx_writer_seconds(&w, health->uptime_us);
	cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}

int cx_log_format(const struct cx_log_field *fields, size_t len, struct cx_bytes *ret_json,
		  struct cx_error *err)
{
	struct cx_writer w = { 0 };
	cx_writer_object(&w);
	for (size_t i = 0; i < len; i++) {
		const struct cx_log_field *field = &fields[i];
		if (field->kind == CX_LOG_TEXT && !field->text)
			continue;
		cx_writer_key(&w, field->name);
		if (field->kind == CX_LOG_TEXT)
			cx_writer_text(&w, field->text);
		else if (field->kind == CX_LOG_COUNT)
			cx_writer_uint(&w, field->number);
		else
			cx_writer_seconds(&w, field->number);
	}
	cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}
