#include <string.h>
#include <sys/wait.h>

#include "base/buffer.h"
#include "base/pattern.h"
#include "stage/stages.h"

static const struct cx_limits version_limits = {
	.wall_us = 20 * 1000000,
	.cpu_us = 20 * 1000000,
	.memory_bytes = 1024ULL * 1024 * 1024,
	.output_bytes = 16 * 1024,
	.processes = 64,
	.file_bytes = 1024 * 1024,
	.disk_bytes = 16 * 1024 * 1024,
};

static char *find_version(const struct cx_language *lang, const struct cx_bytes *text)
{
	struct cx_span spans[2];
	if (!text->len || !cx_pattern_match(lang->version_pattern, text->data, text->len, 0, spans, 2) ||
	    !spans[1].set)
		return NULL;
	return strndup(text->data + spans[1].start, spans[1].len);
}

int cx_stage_version(struct cx_host *host, const struct cx_language *lang, char **ret_version,
		     struct cx_error *err)
{
	static const struct cx_stage_rule rule = { .memory = { .overhead_bytes = UINT64_MAX } };
	struct cx_request req = { .cancel_fd = -1, .limits = version_limits };
	struct cx_job job;
	if (cx_job_open(host, lang, &req, &job, err) < 0)
		return -1;
	struct cx_step step = {
		.rule = &rule,
		.argv = &lang->version_argv,
		.limits = &version_limits,
		.combined = true, /* java -version speaks on stderr */
	};
	struct cx_outcome outcome;
	int stepped = cx_job_step(&job, &step, &outcome, err);
	if (stepped == 0) {
		*ret_version = find_version(lang, &outcome.combined);
		cx_outcome_done(&outcome);
	}
	cx_job_close(&job);
	return stepped;
}
