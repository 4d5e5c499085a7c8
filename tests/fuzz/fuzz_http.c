/*
 * Parameters and body of a request as no web server would send them. Whatever comes, there is an answer: a head that
 * is one head, and a body that is JSON; and a handler sees no more than was announced.
 *
 * Input: parameters, each ended by NUL, an empty one, then the body.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "codec/scan.h"
#include "codex/request.h"
#include "frame/log.h"
#include "frame/site.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_PARAMS = 40 };

struct rest {
	const char *data;
	size_t len;
};

/* In uneven pieces, as sockets have them. */
static ssize_t read_rest(void *handle, char *buf, size_t size)
{
	struct rest *rest = handle;
	size_t n = rest->len % 7 + 1;
	n = n < size ? n : size;
	n = n < rest->len ? n : rest->len;
	memcpy(buf, rest->data, n);
	rest->data += n;
	rest->len -= n;
	return (ssize_t)n;
}

static int handle(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	const struct http_request *req = exchange->request;
	const char *announced = http_param(req, "CONTENT_LENGTH");
	if (req->body.len > CX_MAX_BODY || (req->body.data && req->body.data[req->body.len] != '\0'))
		abort();
	if (!strcmp(req->method, "POST") && announced && *announced &&
	    strtoull(announced, NULL, 10) != req->body.len)
		abort();
	http_answer_header(ret, "X-Tail", req->path_tail);
	return req->body.len % 2 ? cx_fail(err, CX_EINPUT, "odd: %.40s", req->path) : 0;
}

static const struct site_route routes[] = {
	{ "POST", "/execute", SITE_CALLER, handle },
	{ "POST", "/open", SITE_OPEN, handle },
	{ "GET", "/info/*", SITE_WATCHER, handle },
	{ 0 },
};

static void check(const struct http_request *req, const struct http_answer *answer)
{
	char head[2048];
	struct cx_error err;
	size_t len = http_answer_head(answer, req, head, sizeof(head));
	/* One head: the empty line is its end, and every line of it has a colon. */
	if (strlen(head) != len || strstr(head, "\r\n\r\n") != head + len - 4)
		abort();
	for (const char *line = head; *line != '\r';) {
		const char *end = strstr(line, "\r\n");
		if (!memchr(line, ':', (size_t)(end - line)) || memchr(line, '\n', (size_t)(end - line)))
			abort();
		line = end + 2;
	}
	if (answer->body.len && cx_scan(answer->body.data, answer->body.len, 16, &err) < 0)
		abort();
	if (answer->status != 200 && answer->status != 204 && !answer->body.len)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char *tokens[] = { "secret", NULL };
	static const struct auth auth = { .tokens = { tokens, 1 } };
	const struct site site = { .routes = routes, .auth = &auth, .cors_origin = size % 2 ? "*" : NULL };
	log_open("");
	char *copy = malloc(size + 1);
	char *params[MAX_PARAMS + 1];
	size_t count = 0, at = 0;
	memcpy(copy, data, size);
	copy[size] = '\0';
	while (at < size && copy[at] && count < MAX_PARAMS) {
		params[count++] = copy + at;
		at += strlen(copy + at) + 1;
	}
	params[count] = NULL;
	at += at < size;
	struct rest rest = { copy + (at < size ? at : size), at < size ? size - at : 0 };
	struct http_source source = { read_rest, &rest };
	struct http_request req;
	struct http_answer answer;
	http_request_read(&req, params, &source, -1);
	site_answer(&site, &req, &answer);
	check(&req, &answer);
	http_answer_done(&answer);
	http_request_done(&req);
	free(copy);
	return 0;
}
