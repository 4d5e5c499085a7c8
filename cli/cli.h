/* What the subcommands share. */
#ifndef CODEX_CLI_H
#define CODEX_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "codex/codec.h"
#include "codex/context.h"

/* What the command exits with; cx_errc_exit() has the same numbers for errors of ours. */
enum {
	EXIT_OUTCOME = 1,   /* the guest failed: see the result's status */
	EXIT_USAGE = 2,	    /* the request or the command line is wrong */
	EXIT_INTERNAL = 70, /* codex-run itself failed */
};

/* One row of the table in main.c: argv[0] is the subcommand's name. Returns the exit status. */
struct command {
	const char *name;
	int (*handler)(int argc, char **argv);
	const char *help; /* one line */
};

int cmd_run(int argc, char **argv);
int cmd_validate(int argc, char **argv);
int cmd_batch(int argc, char **argv);
int cmd_grade(int argc, char **argv);
int cmd_languages(int argc, char **argv);
int cmd_info(int argc, char **argv);
int cmd_variables(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_prepare(int argc, char **argv);

#define cleanup_bytes	__attribute__((cleanup(cx_bytes_done)))
#define cleanup_context __attribute__((cleanup(context_freep)))

static inline void context_freep(struct cx_context **ctx)
{
	cx_context_free(*ctx);
}

#endif
