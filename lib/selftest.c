#include "codex/selftest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/fd.h"
#include "context_internal.h"
#include "sandbox/layers.h"
#include "stage/job.h"
#include "stage/workspace.h"

enum {
	MB = 1024 * 1024,
	MAX_PROGRAM = 64 * MB,
};

static const struct trial {
	const char *name;
	const char *tries;
	enum cx_layer layer; /* whose remedy helps */
	enum cx_limit limit; /* what ends it; NONE: it ends by itself and says "held" */
} trials[CX_SELFTEST_TRIALS] = {
	{ "files", "read and write files of the host", CX_LAYER_LANDLOCK, CX_LIMIT_NONE },
	{ "processes", "signal and trace processes that are not its own", CX_LAYER_UID, CX_LIMIT_NONE },
	{ "network", "open sockets of every family", CX_LAYER_SECCOMP, CX_LIMIT_NONE },
	{ "kernel", "use interfaces of the kernel that nobody needs", CX_LAYER_SECCOMP, CX_LIMIT_NONE },
	{ "privileges", "find capabilities, or a way to them", CX_LAYER_NO_NEW_PRIVS, CX_LIMIT_NONE },
	{ "descriptors", "use descriptors and variables of ours", CX_LAYER_RLIMITS, CX_LIMIT_NONE },
	{ "daemon", "outlive the run", CX_LAYER_NAMESPACES, CX_LIMIT_NONE },
	{ "forks", "have more processes than it may", CX_LAYER_RLIMITS, CX_LIMIT_PROCESSES },
	{ "time", "sleep for ever", CX_LAYER_RLIMITS, CX_LIMIT_WALL },
	{ "memory", "take more memory than it may", CX_LAYER_CGROUP, CX_LIMIT_MEMORY },
	{ "output", "write without end", CX_LAYER_RLIMITS, CX_LIMIT_OUTPUT },
};

static struct cx_limits limits_of(const struct trial *trial)
{
	return (struct cx_limits){
		.wall_us = trial->limit == CX_LIMIT_WALL ? 300 * 1000 : 10 * 1000000,
		.cpu_us = 10 * 1000000,
		.memory_bytes = 32 * MB,
		.output_bytes = 64 * 1024,
		.processes = 16,
		.file_bytes = MB,
		.disk_bytes = MAX_PROGRAM,
	};
}

static int bring_program(const struct cx_job *job, const char *program, struct cx_error *err)
{
	cleanup_buffer struct cx_buffer bytes = { 0 };
	cleanup_fd int from = open(program, O_RDONLY | O_CLOEXEC);
	if (from < 0 || cx_read_all(from, MAX_PROGRAM, &bytes) < 0)
		return cx_fail_errno(err, CX_EINTERNAL, "read %s", program);
	struct cx_bytes content = { bytes.data, bytes.len };
	if (cx_workspace_write(&job->slot, CX_SLOT_WORK, "guest", &content, err) < 0)
		return -1;
	if (fchmodat(job->slot.dirs[CX_SLOT_WORK], "guest", 0755, 0) < 0)
		return cx_fail_errno(err, CX_ESANDBOX, "make the guest executable");
	return 0;
}

static void judge(const struct trial *trial, const struct cx_outcome *outcome, struct cx_trial *ret)
{
	const char *said = outcome->output.data ? outcome->output.data : "";
	*ret = (struct cx_trial){ .name = trial->name, .tries = trial->tries };
	ret->held = !strcmp(said, "held\n") && outcome->wait_status == 0;
	if (trial->limit != CX_LIMIT_NONE)
		ret->held = ret->held || outcome->hit.limit == trial->limit;
	if (ret->held)
		snprintf(ret->detail, sizeof(ret->detail), "%s", outcome->hit.source);
	else
		snprintf(ret->detail, sizeof(ret->detail), "%.60s%s%.100s", *said ? said : "no answer",
			 "; what would help: ", cx_layers[trial->layer].help);
	for (char *newline; (newline = strchr(ret->detail, '\n'));)
		*newline = ' ';
}

static int run_trial(struct cx_job *job, const struct trial *trial, struct cx_trial *ret,
		     struct cx_error *err)
{
	static const struct cx_stage_rule rule = { .memory = { .overhead_bytes = UINT64_MAX } };
	char *words[] = { "{work}/guest", "self-test-guest", (char *)trial->name, NULL };
	struct cx_strings argv = { words, 3 };
	struct cx_limits limits = limits_of(trial);
	struct cx_step step = { .rule = &rule, .argv = &argv, .limits = &limits };
	struct cx_outcome outcome;
	if (cx_job_step(job, &step, &outcome, err) < 0)
		return cx_fail_wrap(err, "self-test '%s'", trial->name);
	judge(trial, &outcome, ret);
	cx_outcome_done(&outcome);
	return 0;
}

int cx_selftest(struct cx_context *ctx, const char *program, struct cx_trial *ret, struct cx_error *err)
{
	static const struct cx_language no_language = { .name = "self-test" };
	struct cx_request req = { .cancel_fd = -1 };
	struct cx_job job;
	if (cx_host_check_floor(&ctx->host, err) < 0 ||
	    cx_job_open(&ctx->host, &no_language, &req, &job, err) < 0)
		return -1;
	int done = bring_program(&job, program, err);
	for (int i = 0; done == 0 && i < CX_SELFTEST_TRIALS; i++)
		done = run_trial(&job, &trials[i], &ret[i], err);
	cx_job_close(&job);
	return done;
}

static const char *answer_name(int answer)
{
	if (answer == CX_ALLOW)
		return "allow";
	return answer == CX_PRETEND ? "pretend" : strerrorname_np(answer);
}

bool cx_policy_next(const struct cx_context *ctx, size_t *at, struct cx_policy_row *ret)
{
	const struct cx_filter *filter = ctx->host.filter;
	for (; filter && *at < cx_syscall_rules_len; (*at)++) {
		const struct cx_syscall_rule *rule = &cx_syscall_rules[*at];
		if (cx_syscall_numbers[*at] < 0 || !cx_syscall_rule_applies(rule, filter->variant))
			continue;
		*ret = (struct cx_policy_row){ rule->name, rule->when, answer_name(rule->answer),
					       rule->report, rule->reason };
		(*at)++;
		return true;
	}
	return false;
}
