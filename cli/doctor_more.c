#include "doctor_more.h"

#include <stdio.h>
#include <unistd.h>

#include "codex/selftest.h"

/* A listing asks for the exit status once it has told what there is to tell. */
static bool all_held;

static int run_trials(struct cx_context *ctx, struct cx_trial trials[static CX_SELFTEST_TRIALS],
		      struct cx_error *err)
{
	char program[4096];
	ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);
	if (len < 0)
		return cx_fail_errno(err, CX_EINTERNAL, "cannot find this program");
	program[len] = '\0';
	if (cx_selftest(ctx, program, trials, err) < 0)
		return -1;
	all_held = true;
	for (int i = 0; i < CX_SELFTEST_TRIALS; i++)
		all_held = all_held && trials[i].held;
	return 0;
}

static int self_test_json(struct cx_context *ctx, struct cx_bytes *ret_json, struct cx_error *err)
{
	struct cx_trial trials[CX_SELFTEST_TRIALS];
	return run_trials(ctx, trials, err) < 0 ? -1 : cx_selftest_format(trials, ret_json, err);
}

static int self_test_text(struct cx_context *ctx, struct cx_error *err)
{
	struct cx_trial trials[CX_SELFTEST_TRIALS];
	struct table table = { .columns = 4 };
	if (run_trials(ctx, trials, err) < 0)
		return -1;
	table_row(&table, (const char *[]){ "TEST", "RESULT", "A GUEST TRIED TO", "" });
	for (int i = 0; i < CX_SELFTEST_TRIALS; i++)
		table_row(&table, (const char *[]){ trials[i].name, trials[i].held ? "pass" : "FAIL",
						    trials[i].tries, trials[i].detail });
	return table_print(&table, err);
}

static int self_test_status(struct cx_context *ctx)
{
	(void)ctx;
	return all_held ? 0 : EXIT_INTERNAL;
}

const struct listing doctor_self_test = {
	.usage = "codex-run doctor --self-test [--json | --text]",
	.about = "Run a few attacks in the sandbox of this host and tell what came of them. Exit status 0 "
		 "when all\n"
		 "were held, 70 when one was not or the floor of isolation is not met.",
	.json = self_test_json,
	.text = self_test_text,
	.status = self_test_status,
};

static int policy_text(struct cx_context *ctx, struct cx_error *err)
{
	struct cx_policy_row row;
	struct table table = { .columns = 5 };
	table_row(&table, (const char *[]){ "CALL", "ARGUMENTS", "ANSWER", "NAMED", "WHY" });
	for (size_t at = 0; cx_policy_next(ctx, &at, &row);)
		table_row(&table, (const char *[]){ row.call, row.when ? row.when : "", row.answer,
						    row.report ? "yes" : "", row.reason ? row.reason : "" });
	table_row(&table, (const char *[]){ "(any other)", "", "ENOSYS", "yes", "nobody has looked at it" });
	return table_print(&table, err);
}

static int policy_json(struct cx_context *ctx, struct cx_bytes *ret_json, struct cx_error *err)
{
	return cx_policy_format(ctx, ret_json, err);
}

const struct listing doctor_policy = {
	.usage = "codex-run doctor --policy [--json | --text]",
	.about = "Tell what a program may ask of the kernel on this host, and why not more. NAMED: a refusal "
		 "is\n"
		 "named in the result's `blocked`, where the host lets us see it.",
	.json = policy_json,
	.text = policy_text,
};
