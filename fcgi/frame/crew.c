#include "crew.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log.h"

enum { SECOND_US = 1000 * 1000 };

int crew_add(struct crew *crew, unsigned pool, unsigned workers, struct cx_error *err)
{
	if (crew->len + workers > BOARD_WORKERS)
		return cx_fail(err, CX_EINPUT, "more than %d workers: lower CODEX_SLOTS", BOARD_WORKERS);
	for (unsigned i = 0; i < workers; i++)
		crew->places[crew->len++] = (struct crew_place){ .pool = pool, .due_us = 1 };
	return 0;
}

void crew_fill(struct crew *crew, unsigned pool, crew_start *start, void *server)
{
	uint64_t now = board_now_us();
	for (unsigned i = 0; i < crew->len && !crew->closed; i++) {
		struct crew_place *place = &crew->places[i];
		if (place->pool != pool || place->pid || place->due_us > now)
			continue;
		pid_t pid = fork();
		if (pid == 0)
			start(server, i);
		if (pid < 0) {
			log_line(LOG_LEVEL_ERROR, "cannot fork a worker: %s; trying again", strerror(errno));
			place->due_us = now + SECOND_US;
			continue;
		}
		place->pid = pid;
		place->started_us = now;
		place->retiring = false;
	}
}

uint64_t crew_due_us(const struct crew *crew)
{
	uint64_t due = 0;
	for (unsigned i = 0; i < crew->len && !crew->closed; i++)
		if (!crew->places[i].pid && (!due || crew->places[i].due_us < due))
			due = crew->places[i].due_us;
	return due;
}

/* A worker that dies once is replaced at once; one that keeps dying, ever later. */
static void schedule(struct crew_place *place, bool failed)
{
	uint64_t now = board_now_us();
	if (now - place->started_us > 10 * SECOND_US)
		place->failures = 0;
	if (!failed) {
		place->due_us = now;
		return;
	}
	place->due_us = now + (place->failures ? SECOND_US / 10 << place->failures : 0);
	if (place->failures < 6)
		place->failures++;
}

static void tell_death(pid_t pid, int wait_status, const struct crew_place *place)
{
	if (WIFSIGNALED(wait_status))
		log_line(LOG_LEVEL_ERROR, "worker %d was killed by signal %d and is replaced", (int)pid,
			 WTERMSIG(wait_status));
	else
		log_line(LOG_LEVEL_ERROR, "worker %d ended with status %d and is replaced", (int)pid,
			 WEXITSTATUS(wait_status));
	if (place->failures > 1)
		log_line(LOG_LEVEL_WARNING, "this worker has died %u times in a row", place->failures);
}

bool crew_bury(struct crew *crew, pid_t pid, int wait_status, struct board *board)
{
	for (unsigned i = 0; i < crew->len; i++) {
		struct crew_place *place = &crew->places[i];
		if (place->pid != pid)
			continue;
		bool failed = !place->retiring || !WIFEXITED(wait_status) || WEXITSTATUS(wait_status) != 0;
		place->pid = 0;
		atomic_store(&board->workers[i].busy_since_us, 0);
		atomic_store(&board->workers[i].parked, 0);
		schedule(place, failed);
		if (failed && !crew->closed) {
			tell_death(pid, wait_status, place);
			atomic_fetch_add(&board->restarts, 1);
		}
		return true;
	}
	return false;
}

bool crew_kill_stopped(const struct crew *crew, pid_t pid, int wait_status)
{
	for (unsigned i = 0; i < crew->len; i++) {
		if (crew->places[i].pid != pid)
			continue;
		log_line(LOG_LEVEL_ERROR, "worker %d was stopped by signal %d and is killed", (int)pid,
			 WSTOPSIG(wait_status));
		kill(pid, SIGKILL);
		return true;
	}
	return false;
}

void crew_retire(struct crew *crew, unsigned pool)
{
	for (unsigned i = 0; i < crew->len; i++) {
		struct crew_place *place = &crew->places[i];
		if (place->pool != pool || !place->pid)
			continue;
		place->retiring = true;
		kill(place->pid, SIGTERM);
	}
}

void crew_kill(struct crew *crew, unsigned pool, const struct board *board, uint64_t since_us)
{
	for (unsigned i = 0; i < crew->len; i++) {
		const struct crew_place *place = &crew->places[i];
		uint64_t busy_since = atomic_load(&board->workers[i].busy_since_us);
		if (place->pool != pool || !place->pid)
			continue;
		if (since_us == UINT64_MAX || (busy_since && busy_since < since_us)) {
			log_line(LOG_LEVEL_ERROR, "worker %d does not come to an end and is killed",
				 (int)place->pid);
			kill(place->pid, SIGKILL);
		}
	}
}

unsigned crew_alive(const struct crew *crew, unsigned pool)
{
	unsigned alive = 0;
	for (unsigned i = 0; i < crew->len; i++)
		alive += crew->places[i].pool == pool && crew->places[i].pid;
	return alive;
}
