/*
 * Records that no web server would send, straight into a worker's socket: the worker comes back for the next one,
 * and what reaches the routes is what was sent.
 */
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "codex/request.h"
#include "frame/fastcgi.h"
#include "frame/log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__asan_default_options(void);

/* libfcgi forgets a few bytes of a request that breaks off in its parameters. */
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

static int handle(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	(void)ret;
	(void)err;
	if (exchange->request->body.len > CX_MAX_BODY)
		abort();
	return 0;
}

static const struct site_route routes[] = {
	{ "POST", "/execute", SITE_OPEN, handle },
	{ "GET", "/health", SITE_OPEN, handle },
	{ 0 },
};

/* An abstract address that the kernel chooses. */
static int listen_somewhere(struct sockaddr_un *ret, socklen_t *ret_len)
{
	struct cx_error err;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	sa_family_t any = AF_UNIX;
	*ret_len = sizeof(*ret);
	if (fd < 0 || bind(fd, (struct sockaddr *)&any, sizeof(any)) < 0 || listen(fd, 8) < 0 ||
	    getsockname(fd, (struct sockaddr *)ret, ret_len) < 0 || fastcgi_init(&err) < 0)
		abort();
	signal(SIGPIPE, SIG_IGN);
	log_open("");
	return fd;
}

/*
 * The library asks malloc() for whatever length a parameter announces, up to 4 GB. The kernel does not mind, and the
 * sanitizer takes seconds: no length of more than 64 KB here. A byte with its high bit set begins a long length.
 */
static uint8_t *shorten(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size + 2);
	memcpy(copy, data, size);
	for (size_t i = 0; i < size; i++)
		if (copy[i] & 0x80) {
			copy[i] = 0x80;
			copy[i + 1] = 0;
		}
	return copy;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct sockaddr_un address;
	static socklen_t len;
	static int listen_fd = -1;
	static const struct auth auth = { .anonymous = true };
	static const struct site site = { .routes = routes, .auth = &auth };
	if (listen_fd < 0)
		listen_fd = listen_somewhere(&address, &len);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	uint8_t *records = shorten(data, size);
	/* All of it must fit the socket's buffer: we read the answer only when it is complete. */
	if (fd < 0 || size > 64 * 1024 || connect(fd, (struct sockaddr *)&address, len) < 0 ||
	    write(fd, records, size) != (ssize_t)size)
		abort();
	shutdown(fd, SHUT_WR);
	fastcgi_serve(listen_fd, 1, &site);
	close(fd);
	free(records);
	return 0;
}
