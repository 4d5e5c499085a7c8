/*
 * A process beside the workers that compiles beforehand what many sources begin with: first what is common, then what
 * requests were missing. It is nice to the workers, takes no slot from them, and serves nothing.
 */
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "executor.h"
#include "frame/cgi.h"
#include "frame/log.h"

/* The master ends it by its phase, as its guardian must come to an end, too. */
static void rest(const struct executor *executor, pid_t master)
{
	enum { LOOK_US = 100 * 1000, LOOKS = 20 };
	for (int i = 0; i < LOOKS; i++) {
		if (getppid() != master || atomic_load(&executor->base->board->phase) == BOARD_DRAINING)
			_exit(0);
		usleep(LOOK_US);
	}
}

static bool prepare_language(const struct executor *executor, const struct cx_language *lang)
{
	bool made = false;
	struct cx_error err = { 0 };
	if (cx_context_prepare(executor->ctx, lang, true, &made, &err) == 0)
		return made;
	log_line(LOG_LEVEL_WARNING, "%s: nothing is compiled beforehand: %s", cx_language_name(lang),
		 err.msg);
	_exit(0);
}

static _Noreturn void live(const struct executor *executor, pid_t master)
{
	const struct cx_languages *languages = cx_context_languages(executor->ctx);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpriority(PRIO_PROCESS, 0, 19);
	for (;;) {
		bool made = false;
		for (size_t i = 0; i < executor->serves.len; i++)
			made |= prepare_language(executor,
						 cx_languages_find(languages, executor->serves.items[i]));
		for (size_t i = 0; i < cx_languages_count(languages) && !executor->serves.len; i++)
			made |= prepare_language(executor, cx_languages_at(languages, i));
		if (!made)
			rest(executor, master);
		else if (getppid() != master || atomic_load(&executor->base->board->phase) == BOARD_DRAINING)
			_exit(0);
	}
}

void preparer_start(struct executor *executor)
{
	pid_t master = getpid();
	if (cgi_is_wanted())
		return;
	executor->preparer = fork();
	if (executor->preparer == 0)
		live(executor, master);
	if (executor->preparer < 0)
		log_line(LOG_LEVEL_WARNING, "cannot fork the process that compiles beforehand");
}

void preparer_stop(struct executor *executor)
{
	if (executor->preparer > 0)
		kill(executor->preparer, SIGKILL);
	executor->preparer = 0;
}
