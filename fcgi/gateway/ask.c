/* Answers that the instances give together. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codex/gateway.h"
#include "codex/piston.h"
#include "gateway.h"

enum {
	DEADLINE_MS = 1000, /* a service that is slower is as good as away */
	INFO_DEADLINE_MS = 5000,
	CACHED_US = 1000000,
};

static int copy(const struct gateway_cached *cached, struct http_answer *ret, struct cx_error *err)
{
	char *data = malloc(cached->body.len + 1);
	if (!data)
		return cx_fail_oom(err);
	memcpy(data, cached->body.data, cached->body.len + 1);
	ret->body = (struct cx_bytes){ data, cached->body.len };
	ret->status = cached->http_status;
	if (ret->status == 503)
		http_answer_header(ret, "Retry-After", "2");
	return 0;
}

static int keep(struct gateway_cached *cached, struct cx_bytes *body, int http_status,
		struct http_answer *ret, struct cx_error *err)
{
	cx_bytes_done(&cached->body);
	*cached = (struct gateway_cached){ *body, http_status, board_now_us() + CACHED_US };
	*body = (struct cx_bytes){ 0 };
	return copy(cached, ret, err);
}

static bool is_fresh(const struct gateway_cached *cached)
{
	return cached->body.data && board_now_us() < cached->until_us;
}

/* One call for each URL of the services from `first` on; a service's calls are one group. NULL: no memory. */
static struct watch_call *make_calls(const struct service *first, size_t len, const char *path,
				     size_t *ret_len)
{
	size_t total = 0;
	for (size_t i = 0; i < len; i++)
		total += first[i].urls_len;
	struct watch_call *calls = calloc(total + 1, sizeof(*calls));
	*ret_len = 0;
	for (size_t i = 0; calls && i < len; i++)
		for (size_t k = 0; k < first[i].urls_len; k++)
			calls[(*ret_len)++] = (struct watch_call){ .base = first[i].urls[k].text,
								   .path = path,
								   .group = (unsigned)i };
	return calls;
}

static int ask(struct gateway *gateway, const struct http_request *req, struct watch_call *calls, size_t len,
	       unsigned deadline_ms, bool one_per_group, struct cx_error *err)
{
	struct watch_headers headers = { gateway->upstream_token, req->id, req->trace };
	if (!gateway->watch)
		gateway->watch = watch_open(err);
	if (!gateway->watch)
		return -1;
	return watch_ask(gateway->watch, calls, len, &headers, deadline_ms, one_per_group, err);
}

/* ---- health ---- */

static void take_instances(const struct watch_call *calls, size_t len, struct cx_instance_health *ret)
{
	for (size_t i = 0; i < len; i++)
		ret[i] = (struct cx_instance_health){
			.http_status = calls[i].http_status,
			.error = calls[i].error[0] ? calls[i].error : NULL,
			.body = calls[i].body,
			.time_us = calls[i].time_us,
		};
}

static int format_health(const struct gateway *gateway, const struct watch_call *calls, size_t len,
			 struct cx_bytes *ret_json, bool *ret_any, struct cx_error *err)
{
	const struct services *services = &gateway->services;
	struct cx_service_health told[SERVICES_MAX];
	struct cx_instance_health *instances = calloc(len + 1, sizeof(*instances));
	size_t at = 0;
	if (!instances)
		return cx_fail_oom(err);
	take_instances(calls, len, instances);
	for (size_t i = 0; i < services->len; i++) {
		const struct service *service = &services->items[i];
		told[i] = (struct cx_service_health){ service->name, service->languages, instances + at,
						      service->urls_len };
		at += service->urls_len;
	}
	int formatted = cx_services_health_format(told, services->len, ret_json, ret_any, err);
	free(instances);
	return formatted;
}

int gateway_services_health(const struct site_exchange *exchange, struct http_answer *ret,
			    struct cx_error *err)
{
	struct gateway *gateway = exchange->app;
	struct cx_bytes json = { 0 };
	bool any = false;
	size_t len = 0;
	if (is_fresh(&gateway->health))
		return copy(&gateway->health, ret, err);
	struct watch_call *calls =
		make_calls(gateway->services.items, gateway->services.len, "/health", &len);
	int done = calls ? ask(gateway, exchange->request, calls, len, DEADLINE_MS, false, err)
			 : cx_fail_oom(err);
	if (done == 0)
		done = format_health(gateway, calls, len, &json, &any, err);
	if (calls)
		watch_calls_done(calls, len);
	free(calls);
	return done == 0 ? keep(&gateway->health, &json, any ? 200 : 503, ret, err) : -1;
}

/* ---- info ---- */

/* The first that says 200; else the first that says anything; else NULL. */
static struct watch_call *best_of(struct watch_call *calls, size_t len)
{
	struct watch_call *best = NULL;
	for (size_t i = 0; i < len; i++) {
		if (calls[i].http_status == 200)
			return &calls[i];
		if (calls[i].http_status && !best)
			best = &calls[i];
	}
	return best;
}

static int pass_on(struct watch_call *calls, size_t len, const struct service *service,
		   struct http_answer *ret, struct cx_error *err)
{
	struct watch_call *best = best_of(calls, len);
	if (!best)
		return cx_fail(err, CX_EUNAVAILABLE, "no instance of %s answers", service->name);
	/* Our own token is not the caller's affair. */
	if (best->http_status == 401)
		return cx_fail(err, CX_EUNAVAILABLE, "%s refuses the gateway's token", service->name);
	if (!best->body.data || !cx_json_is_object(best->body.data, best->body.len))
		return cx_fail(err, CX_EUNAVAILABLE, "the answer of %s is no JSON", service->name);
	ret->status = best->http_status;
	ret->body = best->body;
	best->body = (struct cx_bytes){ 0 };
	return 0;
}

int gateway_service_info(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	struct gateway *gateway = exchange->app;
	const struct http_request *req = exchange->request;
	const struct service *service = services_find(&gateway->services, req->path_tail);
	size_t len = 0;
	if (!service) {
		http_answer_failure(ret, req, 404, "invalid_request", "language",
				    "no service has this language; GET /api/microservices/health lists them");
		return 0;
	}
	if (!service->urls_len)
		return cx_fail(err, CX_EUNAVAILABLE, "there is no %s here: its operator has to set %s",
			       service->name, service->variable);
	struct watch_call *calls = make_calls(service, 1, "/info", &len);
	int done = calls ? ask(gateway, req, calls, len, INFO_DEADLINE_MS, true, err) : cx_fail_oom(err);
	if (done == 0)
		done = pass_on(calls, len, service, ret, err);
	if (calls)
		watch_calls_done(calls, len);
	free(calls);
	return done;
}

/* ---- runtimes ---- */

/* One list per service: of the first instance that gave one. */
static size_t take_lists(const struct watch_call *calls, size_t len, struct cx_bytes *ret)
{
	size_t count = 0;
	for (size_t i = 0; i < len; i++) {
		bool taken = false;
		for (size_t k = 0; k < i; k++)
			taken |= calls[k].group == calls[i].group && calls[k].http_status == 200;
		if (!taken && calls[i].http_status == 200)
			ret[count++] = calls[i].body;
	}
	return count;
}

static int merge(const struct watch_call *calls, size_t len, struct cx_bytes *ret_json, struct cx_error *err)
{
	struct cx_bytes *lists = calloc(len + 1, sizeof(*lists));
	if (!lists)
		return cx_fail_oom(err);
	size_t count = take_lists(calls, len, lists);
	int merged = count || !len ? cx_piston_runtimes_merge(lists, count, ret_json, err)
				   : cx_fail(err, CX_EUNAVAILABLE, "no service answers");
	if (merged < 0 && err->code == CX_EINPUT)
		err->code = CX_EUNAVAILABLE;
	free(lists);
	return merged;
}

int gateway_runtimes(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	struct gateway *gateway = exchange->app;
	struct cx_bytes json = { 0 };
	size_t len = 0;
	if (is_fresh(&gateway->runtimes))
		return copy(&gateway->runtimes, ret, err);
	struct watch_call *calls =
		make_calls(gateway->services.items, gateway->services.len, "/api/v2/runtimes", &len);
	int done = calls ? ask(gateway, exchange->request, calls, len, DEADLINE_MS, true, err)
			 : cx_fail_oom(err);
	if (done == 0)
		done = merge(calls, len, &json, err);
	if (calls)
		watch_calls_done(calls, len);
	free(calls);
	return done == 0 ? keep(&gateway->runtimes, &json, 200, ret, err) : -1;
}
