#include "fastcgi.h"

#include <fcgiapp.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>

int fastcgi_init(struct cx_error *err)
{
	return FCGX_Init() == 0 ? 0 : cx_fail(err, CX_EINTERNAL, "libfcgi does not start");
}

/* ---- the watchdog: libfcgi's blocking calls give up when a signal interrupts them ---- */

static void on_alarm(int sig)
{
	(void)sig;
}

static void watch(unsigned seconds)
{
	struct sigaction action = { .sa_handler = on_alarm }; /* no SA_RESTART: that is the point */
	/* Again and again: the first one may come between two calls. */
	struct itimerval timer = { .it_value = { .tv_sec = seconds }, .it_interval = { .tv_usec = 100000 } };
	sigset_t alarm_only;
	sigemptyset(&alarm_only);
	sigaddset(&alarm_only, SIGALRM);
	sigaction(SIGALRM, &action, NULL);
	sigprocmask(SIG_UNBLOCK, &alarm_only, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
}

static void unwatch(void)
{
	struct itimerval never = { 0 };
	sigset_t alarm_only;
	sigemptyset(&alarm_only);
	sigaddset(&alarm_only, SIGALRM);
	setitimer(ITIMER_REAL, &never, NULL);
	sigprocmask(SIG_BLOCK, &alarm_only, NULL);
}

/* ---- one request ---- */

struct body {
	FCGX_Request *fcgi;
	unsigned read_seconds;
	bool ended; /* all that was sent has been read */
};

static ssize_t read_body(void *handle, char *buf, size_t size)
{
	struct body *body = handle;
	watch(body->read_seconds);
	int n = FCGX_GetStr(buf, size > INT_MAX ? INT_MAX : (int)size, body->fcgi->in);
	int error = FCGX_GetError(body->fcgi->in);
	unwatch();
	body->ended = n == 0 && !error;
	return n == 0 && error ? -1 : n;
}

static void write_answer(FCGX_Request *fcgi, const struct http_request *req, const struct http_answer *answer)
{
	char head[2048];
	size_t len = http_answer_head(answer, req, head, sizeof(head));
	FCGX_PutStr(head, (int)len, fcgi->out);
	if (http_answer_has_body(answer, req))
		FCGX_PutStr(answer->body.data, (int)answer->body.len, fcgi->out);
}

static void serve(FCGX_Request *fcgi, unsigned read_seconds, const struct site *site)
{
	struct body body = { fcgi, read_seconds, false };
	struct http_source source = { read_body, &body };
	struct http_request req;
	struct http_answer answer;
	/* nginx closes the connection when its client goes away; that is why this descriptor tells. */
	http_request_read(&req, fcgi->envp, &source, fcgi->ipcFd);
	site_answer(site, &req, &answer);
	watch(read_seconds);
	if (!answer.gone)
		write_answer(fcgi, &req, &answer);
	/* Closing with something unread would take the answer away from nginx; else there is nothing to linger for. */
	if (body.ended)
		FCGX_Detach(fcgi);
	http_answer_done(&answer);
	http_request_done(&req);
}

bool fastcgi_serve(int listen_fd, unsigned read_seconds, const struct site *site)
{
	FCGX_Request fcgi;
	if (FCGX_InitRequest(&fcgi, listen_fd, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
		return false;
	watch(read_seconds);
	bool accepted = FCGX_Accept_r(&fcgi) == 0;
	unwatch();
	if (accepted)
		serve(&fcgi, read_seconds, site);
	/* Flushes, and unless detached lingers until nginx has closed its side. */
	watch(read_seconds);
	FCGX_Finish_r(&fcgi);
	/* Whatever the other side asked for: a worker that waited for it could serve nobody else. */
	FCGX_Free(&fcgi, 1);
	unwatch();
	return accepted;
}
