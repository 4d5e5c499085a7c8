/*
 * A request and its answer, whatever carries them: FastCGI (fastcgi.c), plain CGI (cgi.c), a test.
 *
 *   transport → http_request_read() → site_answer(): route, method, size, caller, type, body, handler → transport
 *
 * Nothing of the body is read before all that can be refused without it has been.
 */
#ifndef FRAME_HTTP_H
#define FRAME_HTTP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "codex/bytes.h"
#include "codex/error.h"
#include "codex/request.h"
#include "trace.h"

enum { HTTP_MAX_ID = 128, HTTP_MAX_HEADERS = 1024 };

/* Where a body comes from: read up to `size` bytes, 0 at its end, -1 when the transport broke. */
struct http_source {
	ssize_t (*read)(void *handle, char *buf, size_t size);
	void *handle;
};

struct http_request {
	const char *method;
	const char *path;      /* decoded, without the query */
	const char *path_tail; /* what a route's "*" stands for; "" elsewhere */
	char **params;	       /* NAME=value, as CGI has them; ends with NULL */
	char id[HTTP_MAX_ID + 1];
	const char *trace; /* traceparent, valid; NULL: none */
	struct trace_context context;
	struct cx_bytes body;
	int gone_fd;	      /* readable or hung up when the client has gone; -1: nobody can tell */
	uint64_t received_us; /* monotonic: taken over by us */
	uint64_t queued_us;   /* how long it had waited for us by then */
	struct http_source source;
};

/* What a handler answers; `status` is 200 unless it says otherwise. */
struct http_answer {
	int status;
	const char *type; /* static; NULL: application/json */
	struct cx_bytes body;
	char headers[HTTP_MAX_HEADERS]; /* further ones, each with CRLF behind it */
	size_t headers_len;
	char failure_id[CX_MAX_ID + 1]; /* the request's own, which a failure echoes too; "": none */
	/* For the log and the metrics; static, or as long-lived as the program. NULL: none */
	const char *language;
	const char *verdict;
	bool carried; /* nginx fetches the answer elsewhere: the headers say where, and are all that it is told */
	bool gone; /* the client has gone: there is nobody to answer */
};

/* A CGI variable (CONTENT_TYPE, HTTP_AUTHORIZATION …), or NULL. */
const char *http_param(const struct http_request *req, const char *name);

/*
 * Understand the parameters: method, path, id (the client's when it is fit for a log, else a new one), trace.
 * @params  must live as long as the request
 */
void http_request_read(struct http_request *ret, char **params, const struct http_source *source,
		       int gone_fd);
void http_request_done(struct http_request *req);

/*
 * Read the body: at most CX_MAX_BODY, and exactly as long as Content-Length says where there is one.
 * CX_ETOOLARGE before a byte is read, where that is known; else CX_EINPUT.
 */
int http_body_read(struct http_request *req, struct cx_error *err);

/* True when the media type is application/json, whatever its parameters. */
bool http_is_json(const char *content_type);

/* Of Piston's API, by its path: its failures are {message}, and a body may be called text. */
bool http_is_piston(const struct http_request *req);

/* Has the client hung up? Does not wait. */
bool http_is_gone(const struct http_request *req);

/* "name: value" more in the answer. What does not fit is left out. */
void http_answer_header(struct http_answer *answer, const char *name, const char *value);

/* {status, error, field?, requestId} as the answer's body, with the HTTP status and, where one may try again, Retry-After. */
void http_answer_failure(struct http_answer *answer, const struct http_request *req, int http_status,
			 const char *status, const char *field, const char *message);
void http_answer_error(struct http_answer *answer, const struct http_request *req,
		       const struct cx_error *failure);

/* The head of the answer as CGI has it, "Status: 200 OK" first and an empty line last. Returns its length. */
size_t http_answer_head(const struct http_answer *answer, const struct http_request *req, char *buf,
			size_t size);

/* False where HTTP wants the head alone. */
bool http_answer_has_body(const struct http_answer *answer, const struct http_request *req);
void http_answer_done(struct http_answer *answer);

#endif
