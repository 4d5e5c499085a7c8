#include "worker.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "fastcgi.h"
#include "log.h"

static volatile sig_atomic_t retired; /* the master's SIGTERM has come */

static void on_retire(int sig)
{
	(void)sig;
	retired = 1;
}

/* All signals stay blocked but in the one place where we wait: no request is ever cut off by one. */
static void hear_master(const struct worker *worker)
{
	struct sigaction retire = { .sa_handler = on_retire };
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigset_t all;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	sigaction(SIGTERM, &retire, NULL);
	sigaction(SIGPIPE, &ignore, NULL); /* a guest, or nginx, may stop reading */
	/* A service without a master has nobody to replace its workers, and is to be started anew as a whole. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != worker->master)
		_exit(0);
}

/* Each connection wakes one worker, not all. */
static int open_queue(int listen_fd)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLEXCLUSIVE };
	int queue = epoll_create1(EPOLL_CLOEXEC);
	if (queue < 0 || epoll_ctl(queue, EPOLL_CTL_ADD, listen_fd, &event) < 0) {
		log_line(LOG_LEVEL_ERROR, "a worker cannot wait for requests (errno %d)", errno);
		_exit(70);
	}
	return queue;
}

static bool serve(const struct worker *worker)
{
	atomic_store(&worker->mine->busy_since_us, board_now_us());
	bool served = fastcgi_serve(worker->listen_fd, worker->read_seconds, worker->site);
	atomic_store(&worker->mine->busy_since_us, 0);
	return served;
}

/* How long to wait for a request, in ms; -1: for ever. */
static int rest(const struct worker *worker)
{
	const uint64_t longest_us = 3600ULL * 1000 * 1000;
	if (!worker->rests || !worker->site->rest)
		return -1;
	unsigned parked = 0;
	uint64_t us = worker->site->rest(worker->site->app, &parked);
	atomic_store(&worker->mine->parked, parked);
	return us > longest_us ? -1 : (int)(us / 1000) + 1;
}

/* A wait that finds a connection leaves a signal that has come as well for the next time, and so on. */
static bool is_retired(void)
{
	sigset_t pending;
	return retired || (sigpending(&pending) == 0 && sigismember(&pending, SIGTERM) == 1);
}

_Noreturn void worker_main(const struct worker *worker)
{
	struct cx_error err;
	struct epoll_event event;
	sigset_t but_retire;
	hear_master(worker);
	if (fastcgi_init(&err) < 0) {
		log_line(LOG_LEVEL_ERROR, "%s", err.msg);
		_exit(70);
	}
	sigfillset(&but_retire);
	sigdelset(&but_retire, SIGTERM);
	int queue = open_queue(worker->listen_fd);
	for (int timeout_ms = rest(worker); !is_retired(); timeout_ms = rest(worker))
		if (epoll_pwait(queue, &event, 1, timeout_ms, &but_retire) > 0)
			serve(worker);
	/* Nobody comes after us: what waits gets its refusal now. */
	if (atomic_load(&worker->site->board->phase) == BOARD_DRAINING)
		while (serve(worker))
			;
	_exit(0);
}
