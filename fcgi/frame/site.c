#include "site.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "codex/service.h"
#include "log.h"

/* ---- routes ---- */

/* How a route's path fits; *ret_tail is what its "*" stands for. */
static bool path_fits(const char *pattern, const char *path, const char **ret_tail)
{
	size_t len = strlen(pattern);
	*ret_tail = "";
	if (pattern[len - 1] != '*')
		return !strcmp(pattern, path);
	*ret_tail = path + len - 1;
	return !strncmp(pattern, path, len - 1) && **ret_tail && !strchr(*ret_tail, '/');
}

static bool method_fits(const struct site_route *route, const char *method)
{
	return !strcmp(route->method, method) || (!strcmp(route->method, "GET") && !strcmp(method, "HEAD"));
}

/* The route for path and method; NULL, and *ret_allow lists the methods that the path has: "" for none. */
static const struct site_route *find_route(const struct site *site, struct http_request *req,
					   char ret_allow[64])
{
	const char *tail;
	ret_allow[0] = '\0';
	for (const struct site_route *route = site->routes; route->path; route++) {
		if (!path_fits(route->path, req->path, &tail))
			continue;
		req->path_tail = tail;
		if (method_fits(route, req->method))
			return route;
		size_t used = strlen(ret_allow);
		snprintf(ret_allow + used, 64 - used, "%s%s", used ? ", " : "",
			 strcmp(route->method, "GET") ? route->method : "GET, HEAD");
	}
	return NULL;
}

/* ---- steps that can refuse; each returns false after having answered ---- */

static bool check_route(const struct site *site, struct http_request *req, const struct site_route **ret,
			struct http_answer *answer)
{
	char allow[64], message[160];
	*ret = find_route(site, req, allow);
	if (*ret)
		return true;
	if (!allow[0]) {
		http_answer_failure(answer, req, 404, "invalid_request", NULL,
				    "there is nothing at this path");
		return false;
	}
	http_answer_header(answer, "Allow", allow);
	/* The question that a browser asks before it sends what it was asked to. */
	if (site->cors_origin && !strcmp(req->method, "OPTIONS")) {
		http_answer_header(answer, "Access-Control-Allow-Methods", allow);
		http_answer_header(answer, "Access-Control-Allow-Headers",
				   "Authorization, Content-Type, X-Request-Id, traceparent");
		http_answer_header(answer, "Access-Control-Max-Age", "600");
		answer->status = 204;
		return false;
	}
	snprintf(message, sizeof(message), "this path takes %s only", allow);
	http_answer_failure(answer, req, 405, "invalid_request", NULL, message);
	return false;
}

static bool check_caller(const struct site *site, const struct http_request *req, enum site_access access,
			 enum auth_caller *ret_caller, struct http_answer *answer)
{
	*ret_caller = auth_check(site->auth, http_param(req, "HTTP_AUTHORIZATION"));
	bool has_token = *ret_caller == AUTH_TOKEN || *ret_caller == AUTH_GATEWAY;
	bool anonymous = *ret_caller == AUTH_ANONYMOUS;
	if (access == SITE_OPEN || has_token || (anonymous && access != SITE_WATCHER))
		return true;
	if (access != SITE_CALLER && auth_is_loopback(http_param(req, "REMOTE_ADDR")) &&
	    auth_is_loopback(http_param(req, "SERVER_ADDR")))
		return true;
	http_answer_failure(answer, req, 401, "unauthorized", NULL,
			    *ret_caller == AUTH_REFUSED_WRONG
				    ? "the token is not one of this service"
				    : "a token is needed: Authorization: Bearer TOKEN");
	return false;
}

/* Clients of Piston send JSON and call it text, as fetch() does when nobody says better, or nothing. */
static bool type_fits(const struct http_request *req)
{
	const char *type = http_param(req, "CONTENT_TYPE");
	return http_is_json(type) ||
	       (http_is_piston(req) &&
		(!type || !*type || !strncasecmp(type, "text/plain", strlen("text/plain"))));
}

static bool check_body(const struct site *site, struct http_request *req, struct http_answer *answer)
{
	struct cx_error err = { 0 };
	/* Who has waited longer than the operator wants to let anyone wait has given up, or should. */
	if (site->queue_us && req->queued_us > site->queue_us) {
		http_answer_failure(answer, req, 503, "busy", NULL, "the service is full: try again later");
		return false;
	}
	if (!type_fits(req)) {
		http_answer_failure(answer, req, 415, "invalid_request", NULL,
				    "the body must be JSON: Content-Type: application/json");
		return false;
	}
	if (http_body_read(req, &err) == 0)
		return true;
	http_answer_error(answer, req, &err);
	return false;
}

/* ---- the way ---- */

static const struct site_route *pass(const struct site *site, struct http_request *req,
				     struct http_answer *ret)
{
	const struct site_route *route;
	struct cx_error err = { 0 };
	struct site_exchange exchange = { .request = req, .site = site, .app = site->app };
	if (!check_route(site, req, &route, ret))
		return NULL;
	if (!check_caller(site, req, route->access, &exchange.caller, ret))
		return route;
	if (!strcmp(route->method, "POST")) {
		if (site->board && atomic_load(&site->board->phase) == BOARD_DRAINING) {
			/* A gateway has other instances to ask: to be hung up on tells it to. */
			ret->gone = http_param(req, "HTTP_X_CODEX_GATEWAY") != NULL;
			http_answer_failure(ret, req, 503, "busy", NULL,
					    "the service is stopping: try again");
			return route;
		}
		if (!check_body(site, req, ret))
			return route;
	}
	if (http_is_gone(req))
		cx_fail(&err, CX_ECANCELLED, "the client has gone");
	else if (route->handle(&exchange, ret, &err) == 0)
		return route;
	http_answer_error(ret, req, &err);
	return route;
}

static void write_log(const struct site *site, const struct http_request *req, const char *route,
		      const struct http_answer *answer, uint64_t took_us)
{
	char status[12], message[160];
	int code = answer->gone ? 499 : answer->status;
	snprintf(status, sizeof(status), "%d", code);
	metrics_add(site->metrics, "codex_http_requests_total", route, status, 1);
	metrics_observe(site->metrics, "codex_http_request_duration_seconds", route, NULL, took_us);
	if (req->source.read && !strcmp(req->method, "POST"))
		metrics_observe(site->metrics, "codex_queue_duration_seconds", NULL, NULL, req->queued_us);
	snprintf(message, sizeof(message), "%.10s %.100s: %d", req->method, req->path, code);
	struct cx_log_field fields[] = {
		{ .name = "requestId", .text = req->id },
		{ .name = "traceparent", .text = req->trace },
		{ .name = "method", .text = req->method },
		{ .name = "route", .text = route },
		{ .name = "httpStatus", .kind = CX_LOG_COUNT, .number = (uint64_t)code },
		{ .name = "language", .text = answer->language },
		{ .name = "status", .text = answer->verdict },
		{ .name = "bytesIn", .kind = CX_LOG_COUNT, .number = req->body.len },
		{ .name = "bytesOut", .kind = CX_LOG_COUNT, .number = answer->body.len },
		{ .name = "queueTime", .kind = CX_LOG_SECONDS, .number = req->queued_us },
		{ .name = "duration", .kind = CX_LOG_SECONDS, .number = took_us },
	};
	log_fields(code >= 500 && code != 503 ? LOG_LEVEL_ERROR : LOG_LEVEL_INFO, message, fields,
		   sizeof(fields) / sizeof(fields[0]));
}

static void record(const struct site *site, const struct http_request *req, const char *route,
		   const struct http_answer *answer, uint64_t took_us)
{
	struct cx_span span = { .serves = true, .http_status = (unsigned)answer->status };
	uint64_t end_us = trace_now_us();
	if (!req->context.recorded)
		return;
	snprintf(span.name, sizeof(span.name), "%s %s", req->method, route);
	snprintf(span.request_id, sizeof(span.request_id), "%s", req->id);
	snprintf(span.language, sizeof(span.language), "%s", answer->language ? answer->language : "");
	snprintf(span.status, sizeof(span.status), "%s", answer->verdict ? answer->verdict : "");
	span.failed = answer->status >= 500 && answer->status != 503;
	trace_record(site->traces, &req->context, &span, end_us, took_us + req->queued_us);
	struct cx_span queue = { .name = "queue" };
	trace_record(site->traces, &req->context, &queue, end_us - took_us, req->queued_us);
}

void site_answer(const struct site *site, struct http_request *req, struct http_answer *ret)
{
	*ret = (struct http_answer){ .status = 200 };
	if (site->cors_origin) {
		http_answer_header(ret, "Access-Control-Allow-Origin", site->cors_origin);
		http_answer_header(ret, "Access-Control-Expose-Headers", "X-Request-Id, Retry-After");
		http_answer_header(ret, "Vary", "Origin");
	}
	/* Who only looks is not traced. */
	trace_begin(strcmp(req->method, "POST") ? NULL : site->traces, req->trace, &req->context);
	const struct site_route *route = pass(site, req, ret);
	uint64_t took_us = board_now_us() - req->received_us;
	write_log(site, req, route ? route->path : "other", ret, took_us);
	record(site, req, route ? route->path : "other", ret, took_us);
}
