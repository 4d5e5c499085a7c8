#include "export.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "board.h"
#include "log.h"

enum {
	BATCH = 512,
	COMPLAINT_US = 60 * 1000 * 1000, /* once a minute at most */
	PATIENCE_SECONDS = 3,
};

static volatile sig_atomic_t retired;

static void on_retire(int sig)
{
	(void)sig;
	retired = 1;
}

static void hear_master(const struct exporter *exporter)
{
	struct sigaction retire = { .sa_handler = on_retire };
	sigset_t all;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	sigaction(SIGTERM, &retire, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != exporter->master)
		_exit(0);
}

/* ---- one batch ---- */

/* A file in memory, readable from its beginning by who inherits it; -1 on failure. */
static int in_memory(const char *data, size_t len)
{
	int fd = memfd_create("codex-run spans", 0);
	if (fd >= 0 && write(fd, data, len) == (ssize_t)len && lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/* "a=b,c=d" as header lines. They may be secrets, which a command line would show. */
static int header_file(const char *headers)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	if (!out)
		return -1;
	fputs("Content-Type: application/json\n", out);
	for (const char *at = headers ? headers : ""; *at;) {
		size_t item = strcspn(at, ","), name = strcspn(at, "=,");
		if (name < item)
			fprintf(out, "%.*s: %.*s\n", (int)name, at, (int)(item - name - 1), at + name + 1);
		at += item + (at[item] == ',');
	}
	int fd = fclose(out) == 0 ? in_memory(text, len) : -1;
	free(text);
	return fd;
}

/* curl knows TLS, proxies and names; it is told nothing but by descriptors and its own words. */
_Noreturn static void run_curl(const char *endpoint, int headers_fd, int body_fd)
{
	char url[2048], headers[32], body[32], patience[16];
	sigset_t none;
	size_t len = strlen(endpoint);
	snprintf(url, sizeof(url), "%s%sv1/traces", endpoint, len && endpoint[len - 1] == '/' ? "" : "/");
	snprintf(headers, sizeof(headers), "@/dev/fd/%d", headers_fd);
	snprintf(body, sizeof(body), "@/dev/fd/%d", body_fd);
	snprintf(patience, sizeof(patience), "%d", PATIENCE_SECONDS);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	int null = open("/dev/null", O_RDWR);
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	execlp("curl", "curl", "--disable", "--silent", "--fail", "--globoff", "--max-time", patience,
	       "--header", headers, "--data-binary", body, "--", url, (char *)NULL);
	_exit(127);
}

/* curl's exit status; 127: there is none. */
static int post(const struct exporter *exporter, const struct cx_bytes *body)
{
	int status = -1;
	int headers_fd = header_file(exporter->headers);
	int body_fd = in_memory(body->data, body->len);
	pid_t child = headers_fd >= 0 && body_fd >= 0 ? fork() : -1;
	if (child == 0)
		run_curl(exporter->endpoint, headers_fd, body_fd);
	if (child > 0)
		while (waitpid(child, &status, 0) < 0 && errno == EINTR)
			;
	if (headers_fd >= 0)
		close(headers_fd);
	if (body_fd >= 0)
		close(body_fd);
	return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 126;
}

static void complain(const struct exporter *exporter, int status, size_t len)
{
	static uint64_t last_us;
	uint64_t now = board_now_us();
	if (last_us && now - last_us < COMPLAINT_US)
		return;
	last_us = now;
	if (status == 127)
		log_line(LOG_LEVEL_WARNING,
			 "spans are dropped: there is no curl to send them with: apt-get install curl");
	else
		log_line(LOG_LEVEL_WARNING,
			 "%zu spans are dropped: curl could not send them to %s (its exit status is %d): is "
			 "there a collector?",
			 len, exporter->endpoint, status);
}

/* False when there was nothing. */
static bool send_batch(const struct exporter *exporter, struct cx_span *spans)
{
	struct cx_bytes body = { 0 };
	struct cx_error err;
	size_t len = trace_take(exporter->queue, spans, BATCH);
	if (!len)
		return false;
	if (cx_spans_format(exporter->service, spans, len, &body, &err) < 0) {
		log_line(LOG_LEVEL_ERROR, "%zu spans are dropped: %s", len, err.msg);
		return true;
	}
	int status = post(exporter, &body);
	cx_bytes_done(&body);
	if (status == 0) {
		metrics_add(exporter->metrics, "codex_spans_sent_total", NULL, NULL, len);
	} else {
		metrics_add(exporter->metrics, "codex_spans_dropped_total", NULL, NULL, len);
		complain(exporter, status, len);
	}
	return true;
}

static void count_dropped(const struct exporter *exporter, uint64_t *known)
{
	uint64_t dropped = trace_dropped(exporter->queue);
	metrics_add(exporter->metrics, "codex_spans_dropped_total", NULL, NULL, dropped - *known);
	*known = dropped;
}

_Noreturn void export_main(const struct exporter *exporter)
{
	static struct cx_span spans[BATCH];
	const struct timespec second = { .tv_sec = 1 };
	uint64_t dropped = 0;
	sigset_t but_retire;
	hear_master(exporter);
	sigfillset(&but_retire);
	sigdelset(&but_retire, SIGTERM);
	while (!retired) {
		ppoll(NULL, 0, &second, &but_retire);
		send_batch(exporter, spans);
		count_dropped(exporter, &dropped);
	}
	/* All workers have ended. A collector that does not answer delays the end by one patience. */
	send_batch(exporter, spans);
	_exit(0);
}
