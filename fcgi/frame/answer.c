/* Answers: bodies of refusals, and the head of every answer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codex/piston.h"
#include "codex/service.h"
#include "http.h"

void http_answer_header(struct http_answer *answer, const char *name, const char *value)
{
	size_t room = sizeof(answer->headers) - answer->headers_len;
	/* A line break in a value would begin another header. */
	if (strpbrk(value, "\r\n"))
		return;
	int len = snprintf(answer->headers + answer->headers_len, room, "%s: %s\r\n", name, value);
	if (len > 0 && (size_t)len < room)
		answer->headers_len += (size_t)len;
	else
		answer->headers[answer->headers_len] = '\0';
}

static int format_failure(const struct http_request *req, const struct cx_failure *failure,
			  struct cx_bytes *ret_json, struct cx_error *err)
{
	return http_is_piston(req) ? cx_piston_error_format(failure->error, ret_json, err)
				   : cx_failure_format(failure, ret_json, err);
}

void http_answer_failure(struct http_answer *answer, const struct http_request *req, int http_status,
			 const char *status, const char *field, const char *message)
{
	struct cx_failure failure = { .status = status,
				      .error = message,
				      .field = field,
				      .id = answer->failure_id,
				      .request_id = req->id };
	struct cx_error err;
	struct cx_bytes body = { 0 };
	cx_bytes_done(&answer->body);
	/* Without memory there is no body; the status says enough. */
	if (format_failure(req, &failure, &body, &err) == 0)
		answer->body = body;
	answer->type = NULL;
	answer->status = http_status;
	answer->verdict = status;
	if (http_status == 503 || http_status == 429)
		http_answer_header(answer, "Retry-After", "2");
	if (http_status == 401)
		http_answer_header(answer, "WWW-Authenticate", "Bearer");
}

void http_answer_error(struct http_answer *answer, const struct http_request *req,
		       const struct cx_error *failure)
{
	answer->gone = failure->code == CX_ECANCELLED;
	http_answer_failure(answer, req, cx_errc_http(failure->code), cx_errc_status(failure->code),
			    failure->field, failure->msg);
}

static const char *reason_phrase(int status)
{
	static const struct {
		int status;
		const char *phrase;
	} phrases[] = {
		{ 200, "OK" },
		{ 204, "No Content" },
		{ 400, "Bad Request" },
		{ 401, "Unauthorized" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 413, "Payload Too Large" },
		{ 415, "Unsupported Media Type" },
		{ 429, "Too Many Requests" },
		{ 500, "Internal Server Error" },
		{ 502, "Bad Gateway" },
		{ 503, "Service Unavailable" },
		{ 504, "Gateway Timeout" },
	};
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
		if (phrases[i].status == status)
			return phrases[i].phrase;
	return "Status";
}

size_t http_answer_head(const struct http_answer *answer, const struct http_request *req, char *buf,
			size_t size)
{
	int len = snprintf(buf, size, "Status: %d %s\r\n", answer->status, reason_phrase(answer->status));
	if (answer->carried) {
		len += snprintf(buf + len, size - (size_t)len, "%s\r\n", answer->headers);
		return (size_t)len < size ? (size_t)len : size - 1;
	}
	if (answer->status != 204)
		len += snprintf(buf + len, size - (size_t)len, "Content-Type: %s\r\nContent-Length: %zu\r\n",
				answer->type ? answer->type : "application/json", answer->body.len);
	len += snprintf(
		buf + len, size - (size_t)len,
		"X-Request-Id: %s\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n%s\r\n",
		req->id, answer->headers);
	return (size_t)len < size ? (size_t)len : size - 1;
}

bool http_answer_has_body(const struct http_answer *answer, const struct http_request *req)
{
	return answer->body.len && strcmp(req->method, "HEAD") != 0;
}

void http_answer_done(struct http_answer *answer)
{
	cx_bytes_done(&answer->body);
}
