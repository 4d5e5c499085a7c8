/*
 * A process beside the workers that compiles beforehand what many sources begin with: first what is common, then what
 * requests were missing. It is nice to the workers, takes no slot from them, and serves nothing.
 */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "executor.h"
#include "frame/cgi.h"
#include "frame/log.h"

enum { LOOK_US = 200 * 1000, REST_LOOKS = 10 };

static const struct board *board;
static pid_t master;

/* Whatever it is at: its guardian clears that away, for which the master waits. */
static void look_for_end(int sig)
{
	(void)sig;
	if (getppid() != master || atomic_load(&board->phase) == BOARD_DRAINING)
		_exit(0);
}

static void keep_looking(void)
{
	const struct itimerval often = { { 0, LOOK_US }, { 0, LOOK_US } };
	struct sigaction look = { .sa_handler = look_for_end, .sa_flags = SA_RESTART };
	sigset_t heard;
	sigemptyset(&heard);
	sigaddset(&heard, SIGALRM);
	sigaction(SIGALRM, &look, NULL);
	sigprocmask(SIG_UNBLOCK, &heard, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
}

static bool prepare_language(const struct executor *executor, const struct cx_language *lang, bool common)
{
	bool made = false;
	struct cx_error err = { 0 };
	if (cx_context_prepare(executor->ctx, lang, common, &made, &err) == 0)
		return made;
	log_line(LOG_LEVEL_WARNING, "%s: nothing is compiled beforehand: %s", cx_language_name(lang),
		 err.msg);
	_exit(0);
}

static _Noreturn void live(const struct executor *executor)
{
	const struct cx_languages *languages = cx_context_languages(executor->ctx);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpriority(PRIO_PROCESS, 0, 19);
	keep_looking();
	/* What is common is made once: when it had to make room for something else, that is in more demand. */
	for (bool common = true;;) {
		bool made = false;
		for (size_t i = 0; i < executor->serves.len; i++)
			made |= prepare_language(
				executor, cx_languages_find(languages, executor->serves.items[i]), common);
		for (size_t i = 0; i < cx_languages_count(languages) && !executor->serves.len; i++)
			made |= prepare_language(executor, cx_languages_at(languages, i), common);
		common = common && made;
		for (int looks = made ? REST_LOOKS : 0; looks < REST_LOOKS; looks++)
			pause();
	}
}

void preparer_start(struct executor *executor)
{
	if (cgi_is_wanted())
		return;
	board = executor->base->board;
	master = getpid();
	executor->preparer = fork();
	if (executor->preparer == 0)
		live(executor);
	if (executor->preparer < 0)
		log_line(LOG_LEVEL_WARNING, "cannot fork the process that compiles beforehand");
}

void preparer_stop(struct executor *executor)
{
	if (executor->preparer > 0)
		kill(executor->preparer, SIGKILL);
	executor->preparer = 0;
}
