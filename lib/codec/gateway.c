#include "codex/gateway.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "codec/scan.h"
#include "codec/writer.h"
#include "codex/piston.h"

enum { DEPTH = 16 };

enum state { HEALTHY, DEGRADED, UNAVAILABLE };

static const char *const state_names[] = { "healthy", "degraded", "unavailable" };

static enum state state_of(size_t healthy, size_t total)
{
	if (healthy == total)
		return HEALTHY;
	return healthy ? DEGRADED : UNAVAILABLE;
}

static bool begins_with(const char *json, size_t len, char c)
{
	size_t at = 0;
	while (at < len && json[at] && strchr(" \t\r\n", json[at]))
		at++;
	return at < len && json[at] == c;
}

bool cx_json_is_object(const char *json, size_t len)
{
	struct cx_error err;
	return begins_with(json, len, '{') && cx_scan(json, len, DEPTH, &err) == 0;
}

/* Its own word for how it is, when it has one; else what its answer amounts to. Owned by the caller. */
static char *instance_status(const struct cx_instance_health *instance)
{
	cleanup_free char *own = NULL;
	struct cx_error err;
	bool there = false;
	size_t len = 0;
	if (instance->http_status == 200)
		return strdup("healthy");
	if (!instance->http_status)
		return strdup("unreachable");
	if (cx_scan_member(instance->body.data, instance->body.len, DEPTH, "status", &there, &own, &len,
			   &err) == 0 &&
	    own && len && len < 40 && strlen(own) == len && strcmp(own, "healthy") != 0)
		return steal_pointer(&own);
	return strdup("unavailable");
}

static void write_instance(struct cx_writer *w, const struct cx_instance_health *instance)
{
	cleanup_free char *status = instance_status(instance);
	if (!status)
		w->out_of_memory = true;
	cx_writer_object(w);
	cx_writer_key(w, "status");
	cx_writer_text(w, status);
	cx_writer_key(w, "time");
	cx_writer_seconds(w, instance->time_us);
	cx_writer_key(w, "error");
	cx_writer_text(w, instance->error);
	cx_writer_key(w, "health");
	if (cx_json_is_object(instance->body.data ? instance->body.data : "", instance->body.len))
		cx_writer_json(w, &instance->body);
	else
		cx_writer_null(w);
	cx_writer_close(w);
}

static void write_names(struct cx_writer *w, const char *const *names)
{
	cx_writer_array(w);
	for (size_t i = 0; names[i]; i++)
		cx_writer_text(w, names[i]);
	cx_writer_close(w);
}

static size_t count_healthy(const struct cx_service_health *service)
{
	size_t healthy = 0;
	for (size_t i = 0; i < service->instances_len; i++)
		healthy += service->instances[i].http_status == 200;
	return healthy;
}

static void write_service(struct cx_writer *w, const struct cx_service_health *service)
{
	cx_writer_key(w, service->name);
	cx_writer_object(w);
	cx_writer_key(w, "status");
	cx_writer_text(w, service->instances_len
				  ? state_names[state_of(count_healthy(service), service->instances_len)]
				  : "unconfigured");
	cx_writer_key(w, "languages");
	write_names(w, service->languages);
	cx_writer_key(w, "instances");
	cx_writer_array(w);
	for (size_t i = 0; i < service->instances_len; i++)
		write_instance(w, &service->instances[i]);
	cx_writer_close(w);
	cx_writer_close(w);
}

int cx_services_health_format(const struct cx_service_health *services, size_t len, struct cx_bytes *ret_json,
			      bool *ret_any, struct cx_error *err)
{
	struct cx_writer w = { 0 };
	size_t total = 0, whole = 0, working = 0;
	for (size_t i = 0; i < len; i++) {
		size_t healthy = count_healthy(&services[i]);
		total += services[i].instances_len > 0;
		working += healthy > 0;
		whole += healthy > 0 && healthy == services[i].instances_len;
	}
	enum state state = whole == total ? HEALTHY : working ? DEGRADED : UNAVAILABLE;
	cx_writer_object(&w);
	cx_writer_key(&w, "status");
	cx_writer_text(&w, state_names[state]);
	cx_writer_key(&w, "healthy");
	cx_writer_uint(&w, whole);
	cx_writer_key(&w, "total");
	cx_writer_uint(&w, total);
	cx_writer_key(&w, "services");
	cx_writer_object(&w);
	for (size_t i = 0; i < len; i++)
		write_service(&w, &services[i]);
	cx_writer_close(&w);
	cx_writer_close(&w);
	*ret_any = working || !total;
	return cx_writer_finish(&w, ret_json, err);
}

int cx_gateway_info_format(const char *service, const struct cx_gateway_service *services, size_t len,
			   struct cx_bytes *ret_json, struct cx_error *err)
{
	struct cx_writer w = { 0 };
	cx_writer_object(&w);
	cx_writer_key(&w, "service");
	cx_writer_text(&w, service);
	cx_writer_key(&w, "version");
	cx_writer_text(&w, CODEX_VERSION);
	cx_writer_key(&w, "services");
	cx_writer_object(&w);
	for (size_t i = 0; i < len; i++) {
		cx_writer_key(&w, services[i].name);
		cx_writer_object(&w);
		cx_writer_key(&w, "languages");
		write_names(&w, services[i].names);
		cx_writer_key(&w, "variable");
		cx_writer_text(&w, services[i].variable);
		cx_writer_key(&w, "instances");
		cx_writer_uint(&w, services[i].instances);
		cx_writer_close(&w);
	}
	cx_writer_close(&w);
	cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}

/* ---- runtimes ---- */

static void put_object(struct json_object **object)
{
	json_object_put(*object);
}

static bool has(struct json_object *list, struct json_object *item)
{
	for (size_t i = 0; i < json_object_array_length(list); i++)
		if (json_object_equal(json_object_array_get_idx(list, i), item))
			return true;
	return false;
}

/* What an instance answered passed no check of ours before. */
static int add_list(struct json_object *into, const struct cx_bytes *list, struct cx_error *err)
{
	__attribute__((cleanup(put_object))) struct json_object *items = NULL;
	if (!list->data || !begins_with(list->data, list->len, '['))
		return cx_fail(err, CX_EINPUT, "a list of runtimes is none");
	if (cx_scan(list->data, list->len, DEPTH, err) < 0)
		return -1;
	items = json_tokener_parse(list->data);
	if (!json_object_is_type(items, json_type_array))
		return cx_fail(err, CX_EINPUT, "a list of runtimes is none");
	for (size_t i = 0; i < json_object_array_length(items); i++) {
		struct json_object *item = json_object_array_get_idx(items, i);
		if (!json_object_is_type(item, json_type_object) || has(into, item))
			continue;
		if (json_object_array_add(into, json_object_get(item)) < 0) {
			json_object_put(item);
			return cx_fail_oom(err);
		}
	}
	return 0;
}

int cx_piston_runtimes_merge(const struct cx_bytes *lists, size_t len, struct cx_bytes *ret_json,
			     struct cx_error *err)
{
	__attribute__((cleanup(put_object))) struct json_object *all = json_object_new_array();
	if (!all)
		return cx_fail_oom(err);
	for (size_t i = 0; i < len; i++)
		if (add_list(all, &lists[i], err) < 0)
			return -1;
	size_t text_len = 0;
	const char *text = json_object_to_json_string_length(
		all, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &text_len);
	if (!text)
		return cx_fail_oom(err);
	*ret_json = cx_bytes_copy(text, text_len);
	return ret_json->data ? 0 : cx_fail_oom(err);
}
