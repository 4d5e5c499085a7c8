#include "cgi.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

bool cgi_is_wanted(void)
{
	int listening = 0;
	socklen_t len = sizeof(listening);
	if (getsockopt(STDIN_FILENO, SOL_SOCKET, SO_ACCEPTCONN, &listening, &len) == 0 && listening)
		return false;
	return getenv("GATEWAY_INTERFACE") && getenv("REQUEST_METHOD");
}

/* What is left of the body. RFC 3875: no end of file need follow it, so its length is all that there is to go by. */
struct body {
	size_t left;
};

static ssize_t read_body(void *handle, char *buf, size_t size)
{
	struct body *body = handle;
	if (size > body->left)
		size = body->left;
	if (!size)
		return 0;
	ssize_t n;
	do
		n = read(STDIN_FILENO, buf, size);
	while (n < 0 && errno == EINTR);
	if (n > 0)
		body->left -= (size_t)n;
	return n;
}

static size_t announced(void)
{
	const char *text = getenv("CONTENT_LENGTH");
	return text ? strtoull(text, NULL, 10) : 0;
}

static int write_all(const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(STDOUT_FILENO, data, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

/* A pipe or socket tells when its reader has gone; a file would be readable all the time. */
static int gone_fd(void)
{
	struct stat st;
	return fstat(STDOUT_FILENO, &st) == 0 && (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode))
		       ? STDOUT_FILENO
		       : -1;
}

void cgi_fail(void)
{
	static const char answer[] =
		"Status: 500 Internal Server Error\r\nContent-Type: application/json\r\n\r\n"
		"{\"status\":\"internal_error\",\"error\":\"the service could not start\"}";
	(void)write_all(answer, sizeof(answer) - 1);
}

int cgi_serve(const struct site *site)
{
	char head[2048];
	struct body body = { announced() };
	struct http_source source = { read_body, &body };
	struct http_request req;
	struct http_answer answer;
	http_request_read(&req, environ, &source, gone_fd());
	site_answer(site, &req, &answer);
	size_t len = http_answer_head(&answer, &req, head, sizeof(head));
	int status =
		answer.gone || write_all(head, len) < 0 ||
		(http_answer_has_body(&answer, &req) && write_all(answer.body.data, answer.body.len) < 0);
	http_answer_done(&answer);
	http_request_done(&req);
	return status;
}
