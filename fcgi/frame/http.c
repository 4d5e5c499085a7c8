#include "http.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <time.h>

#include "board.h"
#include "codex/request.h"

static const char *find_param(char **params, const char *name)
{
	size_t len = strlen(name);
	for (char **param = params; *param; param++)
		if (!strncmp(*param, name, len) && (*param)[len] == '=')
			return *param + len + 1;
	return NULL;
}

const char *http_param(const struct http_request *req, const char *name)
{
	return find_param(req->params, name);
}

/* ---- request ---- */

static const char id_characters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:";

static void choose_id(struct http_request *req)
{
	const char *given = http_param(req, "HTTP_X_REQUEST_ID");
	size_t len = given ? strlen(given) : 0;
	if (len && len <= HTTP_MAX_ID && strspn(given, id_characters) == len) {
		memcpy(req->id, given, len + 1);
		return;
	}
	unsigned char random[16] = { 0 };
	if (getrandom(random, sizeof(random), GRND_NONBLOCK) != sizeof(random))
		memcpy(random, &req->received_us, sizeof(req->received_us));
	for (size_t i = 0; i < sizeof(random); i++)
		snprintf(req->id + 2 * i, 3, "%02x", random[i]);
}

/* W3C Trace Context: 00-(32 hex)-(16 hex)-(2 hex), in lower case. */
static bool is_trace(const char *text)
{
	static const char form[] = "hh-hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh-hhhhhhhhhhhhhhhh-hh";
	if (!text || strlen(text) != sizeof(form) - 1)
		return false;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == '-' ? text[i] != '-' : !strchr("0123456789abcdef", text[i]))
			return false;
	return true;
}

/* nginx and plain CGI each have their own name for it. */
static const char *find_path(char **params)
{
	static const char *const names[] = { "PATH_INFO", "DOCUMENT_URI", "SCRIPT_NAME" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *path = find_param(params, names[i]);
		if (path && *path)
			return path;
	}
	return "/";
}

/* QUEUED_AT is nginx's $msec when it handed the request over: seconds since 1970, with milliseconds. */
static uint64_t waited_us(const struct http_request *req)
{
	const char *text = http_param(req, "QUEUED_AT");
	double queued_at = text ? strtod(text, NULL) : 0;
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	double waited = (double)now.tv_sec + (double)now.tv_nsec / 1e9 - queued_at;
	/* A clock that was set meanwhile tells nothing. */
	return queued_at > 0 && waited > 0 && waited < 3600 ? (uint64_t)(waited * 1e6) : 0;
}

void http_request_read(struct http_request *ret, char **params, const struct http_source *source, int gone_fd)
{
	const char *method = find_param(params, "REQUEST_METHOD");
	const char *trace = find_param(params, "HTTP_TRACEPARENT");
	*ret = (struct http_request){
		.method = method ? method : "",
		.path = find_path(params),
		.path_tail = "",
		.params = params,
		.trace = is_trace(trace) ? trace : NULL,
		.gone_fd = gone_fd,
		.received_us = board_now_us(),
		.source = *source,
	};
	ret->queued_us = waited_us(ret);
	choose_id(ret);
}

void http_request_done(struct http_request *req)
{
	cx_bytes_done(&req->body);
}

bool http_is_gone(const struct http_request *req)
{
	struct pollfd event = { .fd = req->gone_fd, .events = POLLRDHUP };
	return req->gone_fd >= 0 && poll(&event, 1, 0) > 0;
}

bool http_is_piston(const struct http_request *req)
{
	static const char below[] = "/api/v2/";
	return req->path && !strncmp(req->path, below, sizeof(below) - 1);
}

bool http_is_json(const char *content_type)
{
	static const char json[] = "application/json";
	if (!content_type || strncasecmp(content_type, json, sizeof(json) - 1) != 0)
		return false;
	const char *rest = content_type + sizeof(json) - 1;
	rest += strspn(rest, " \t");
	return *rest == '\0' || *rest == ';';
}

/* ---- body ---- */

static int too_large(struct cx_error *err)
{
	return cx_fail(err, CX_ETOOLARGE, "the body is over the maximum of %d bytes", CX_MAX_BODY);
}

/* *ret_known false: the length is not announced. */
static int announced_length(const struct http_request *req, size_t *ret_len, bool *ret_known,
			    struct cx_error *err)
{
	const char *text = http_param(req, "CONTENT_LENGTH");
	*ret_len = 0;
	*ret_known = text && *text;
	if (!*ret_known)
		return 0;
	if (strspn(text, "0123456789") != strlen(text))
		return cx_fail(err, CX_EINPUT, "Content-Length is \"%.40s\": it must be a number", text);
	if (strlen(text) > 18 || strtoull(text, NULL, 10) > CX_MAX_BODY)
		return too_large(err);
	*ret_len = (size_t)strtoull(text, NULL, 10);
	return 0;
}

static int grow(struct cx_bytes *body, size_t *capacity)
{
	size_t larger = *capacity ? *capacity * 2 : 16 * 1024;
	char *data = realloc(body->data, larger + 1);
	if (!data)
		return -1;
	body->data = data;
	*capacity = larger;
	return 0;
}

/* Until its end: what is behind the announced length is a lie too. */
static int read_source(struct http_request *req, size_t capacity, struct cx_error *err)
{
	struct cx_bytes *body = &req->body;
	for (;;) {
		if (body->len == capacity && grow(body, &capacity) < 0)
			return cx_fail_oom(err);
		ssize_t n =
			req->source.read(req->source.handle, body->data + body->len, capacity - body->len);
		if (n < 0)
			return cx_fail(err, CX_EINPUT, "the request ended in the middle of its body");
		if (n == 0)
			break;
		body->len += (size_t)n;
		if (body->len > CX_MAX_BODY)
			return too_large(err);
	}
	body->data[body->len] = '\0';
	return 0;
}

int http_body_read(struct http_request *req, struct cx_error *err)
{
	size_t announced;
	bool known;
	if (announced_length(req, &announced, &known, err) < 0)
		return -1;
	/* One byte more than announced, so that the end is seen without growing. */
	size_t capacity = known ? announced + 1 : 0;
	if (known && !(req->body.data = malloc(capacity + 1)))
		return cx_fail_oom(err);
	if (read_source(req, capacity, err) < 0)
		return -1;
	if (known && req->body.len != announced)
		return cx_fail(err, CX_EINPUT, "Content-Length says %zu bytes, and %zu came", announced,
			       req->body.len);
	return 0;
}
