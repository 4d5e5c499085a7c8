/* codex-run: the command. Translates a command line into one call of the library. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "output.h"
#include "selftest_guest.h"
#include "streams.h"
#include "suggest.h"

static const struct command commands[] = {
	{ "run", cmd_run, "run a program; a JSON request on stdin, or a file" },
	{ "validate", cmd_validate, "check the sources of a request; nothing of them is run" },
	{ "batch", cmd_batch, "run many requests, one in each line of the input" },
	{ "grade", cmd_grade, "run programs against a folder of tests" },
	{ "languages", cmd_languages, "list the languages and their versions" },
	{ "info", cmd_info, "tell how this installation is set up" },
	{ "variables", cmd_variables, "list the variables of the environment that are read" },
	{ "doctor", cmd_doctor, "tell which layers of the sandbox this host grants" },
	{ "prepare", cmd_prepare, "compile beforehand what many programs begin with" },
	{ 0 },
};

static int print_help(void)
{
	struct cx_error err;
	puts("usage: codex-run < request.json > result.json\n"
	     "       codex-run COMMAND [OPTION…]\n"
	     "\n"
	     "Runs programs that nobody trusts in a sandbox, with limits.\n");
	for (const struct command *command = commands; command->name; command++)
		printf("  %-12s%s\n", command->name, command->help);
	puts("\n"
	     "  --version   print the version and exit\n"
	     "  --help      print this and exit; `codex-run COMMAND --help` has more\n"
	     "\n"
	     "Without a command it is `codex-run run`.");
	return output_flush(&err) < 0 ? output_failure(&err, NULL, false) : 0;
}

static int print_version(void)
{
	struct cx_error err;
	puts("codex-run " CODEX_VERSION);
	return output_flush(&err) < 0 ? output_failure(&err, NULL, false) : 0;
}

static int fail_unknown(const char *name)
{
	struct cx_error err;
	const char *nearest = suggest_name(name, commands, sizeof(*commands));
	if (nearest)
		cx_fail(&err, CX_EINPUT, "unknown command '%.60s'; did you mean '%s'?", name, nearest);
	else
		cx_fail(&err, CX_EINPUT, "unknown command '%.60s'; see codex-run --help", name);
	return output_failure(&err, NULL, !isatty(STDOUT_FILENO));
}

int main(int argc, char **argv)
{
	streams_protect();
	const char *name = argc > 1 ? argv[1] : "";
	if (!strcmp(name, "--help") || !strcmp(name, "-h"))
		return print_help();
	if (!strcmp(name, "--version"))
		return print_version();
	if (!strcmp(name, "self-test-guest"))
		return selftest_guest(argc - 1, argv + 1);
	if (*name == '-' || !*name)
		return cmd_run(argc, argv);
	for (const struct command *command = commands; command->name; command++)
		if (!strcmp(name, command->name))
			return command->handler(argc - 1, argv + 1);
	return fail_unknown(name);
}
