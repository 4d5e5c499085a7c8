#include "sockets.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { SOCKET_FLAGS = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC };

static int check_directory(const char *dir, struct cx_error *err)
{
	struct stat st;
	if (mkdir(dir, 0700) < 0 && errno != EEXIST)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "cannot make the directory of the sockets, %s",
				     dir);
	if (lstat(dir, &st) < 0)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "%s", dir);
	if (!S_ISDIR(st.st_mode) || st.st_uid != geteuid() || (st.st_mode & 077))
		return cx_fail(err, CX_EUNAVAILABLE,
			       "%s must be a directory of ours that nobody else may enter (chmod 700 it)",
			       dir);
	return 0;
}

/* A master that was just killed may have workers that are still dying, and they hold its lock. */
static int lock(int fd)
{
	enum { TRIES = 30, TRY_US = 100 * 1000 };
	for (int i = 0; i < TRIES; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return 0;
		if (errno != EWOULDBLOCK)
			return -1;
		usleep(TRY_US);
	}
	return -1;
}

int sockets_lock(const char *dir, struct cx_error *err)
{
	char path[256];
	if (check_directory(dir, err) < 0)
		return -1;
	snprintf(path, sizeof(path), "%s/master.lock", dir);
	int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "cannot open %s", path);
	if (lock(fd) == 0)
		return fd;
	cx_fail(err, CX_EUNAVAILABLE,
		"another service uses %s: give each its own CODEX_STATE_DIR, or end the other one", dir);
	close(fd);
	return -1;
}

static int set_path(struct sockaddr_un *address, const char *dir, const char *name, struct cx_error *err)
{
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	int len = snprintf(address->sun_path, sizeof(address->sun_path), "%s/%s.sock", dir, name);
	if (len < 0 || (size_t)len >= sizeof(address->sun_path))
		return cx_fail(err, CX_EINPUT,
			       "the path of the socket %s/%s.sock is over %zu bytes: set CODEX_SOCKET_DIR to "
			       "a shorter one",
			       dir, name, sizeof(address->sun_path) - 1);
	return 0;
}

int sockets_listen(const char *dir, const char *name, unsigned backlog, struct cx_error *err)
{
	struct sockaddr_un address;
	if (set_path(&address, dir, name, err) < 0)
		return -1;
	int fd = socket(AF_UNIX, SOCKET_FLAGS, 0);
	if (fd < 0)
		return cx_fail_errno(err, CX_EINTERNAL, "socket");
	unlink(address.sun_path); /* we have the lock: whose it was is dead */
	mode_t before = umask(0177);
	int bound = bind(fd, (struct sockaddr *)&address, sizeof(address));
	umask(before);
	if (bound == 0 && listen(fd, (int)backlog) == 0)
		return fd;
	cx_fail_errno(err, CX_EUNAVAILABLE, "cannot listen at %s", address.sun_path);
	close(fd);
	return -1;
}

void sockets_remove(const char *dir, const char *name)
{
	struct sockaddr_un address;
	struct cx_error ignored;
	if (set_path(&address, dir, name, &ignored) == 0)
		unlink(address.sun_path);
}

/* "127.0.0.1:9000" or "[::1]:9000"; nothing but loopback: FastCGI has no tokens and no encryption. */
static bool parse_address(const char *text, struct sockaddr_storage *ret, socklen_t *ret_len)
{
	const char *colon = strrchr(text, ':');
	char *end;
	unsigned long port = colon ? strtoul(colon + 1, &end, 10) : 0;
	size_t host_len = colon ? (size_t)(colon - text) : 0;
	memset(ret, 0, sizeof(*ret));
	if (!port || port > 65535 || *end)
		return false;
	if (host_len == 5 && !strncmp(text, "[::1]", 5)) {
		struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)ret;
		*in6 = (struct sockaddr_in6){ .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port) };
		in6->sin6_addr = in6addr_loopback;
		*ret_len = sizeof(*in6);
		return true;
	}
	char host[16];
	struct sockaddr_in *in = (struct sockaddr_in *)ret;
	snprintf(host, sizeof(host), "%.*s", (int)host_len, text);
	*in = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	*ret_len = sizeof(*in);
	return host_len < sizeof(host) && inet_pton(AF_INET, host, &in->sin_addr) == 1 &&
	       ntohl(in->sin_addr.s_addr) >> 24 == 127;
}

int sockets_listen_tcp(const char *text, unsigned backlog, struct cx_error *err)
{
	struct sockaddr_storage address;
	socklen_t len;
	int on = 1;
	if (!parse_address(text, &address, &len))
		return cx_fail(err, CX_EINPUT,
			       "CODEX_LISTEN is \"%.64s\": it must be a loopback address with a port, "
			       "127.0.0.1:9000 or [::1]:9000",
			       text);
	int fd = socket(address.ss_family, SOCKET_FLAGS, 0);
	if (fd < 0)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&address, len) == 0 && listen(fd, (int)backlog) == 0)
		return fd;
	if (errno == EADDRINUSE)
		cx_fail(err, CX_EUNAVAILABLE, "CODEX_LISTEN: %s is in use by another program", text);
	else
		cx_fail_errno(err, CX_EUNAVAILABLE, "cannot listen at %s", text);
	close(fd);
	return -1;
}

int sockets_inherited(void)
{
	int listening = 0;
	socklen_t len = sizeof(listening);
	if (getsockopt(STDIN_FILENO, SOL_SOCKET, SO_ACCEPTCONN, &listening, &len) < 0 || !listening)
		return -1;
	int fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	if (fd >= 0)
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	return fd;
}
