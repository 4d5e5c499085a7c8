#include "stage/verdict.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "base/buffer.h"
#include "base/number.h"

/* `%s` is the limit's value with its unit. A compiler's limits are no request's to move. */
static const struct sentence {
	enum cx_limit limit;
	double scale;
	const char *unit;
	const char *of_run;
	const char *of_compiler;
} sentences[] = {
	{ CX_LIMIT_WALL, 1e6, " s", "the run took longer than %s (timeout)", NULL },
	{ CX_LIMIT_CPU, 1e6, " s", "the run used more than %s of CPU time (limits.cpuTime)", NULL },
	{ CX_LIMIT_MEMORY, 1024 * 1024, " MB", "the run needed more than %s of memory (limits.memoryMB)",
	  NULL },
	{ CX_LIMIT_OUTPUT, 1024, " KB",
	  "the run wrote more than %s to one stream; what fitted is kept (limits.outputKB)",
	  "the compiler wrote more than the %s of text that are kept" },
	{ CX_LIMIT_PROCESSES, 1, "",
	  "the run was at its limit of %s processes and threads (limits.processes)",
	  "the compiler was at its limit of %s processes and threads" },
	{ CX_LIMIT_FILE_SIZE, 1024 * 1024, " MB", "a file of the run reached the limit of %s (limits.fileMB)",
	  "a file that the compiler wrote reached the limit of %s" },
	{ CX_LIMIT_DISK, 1024 * 1024, " MB",
	  "the run's files took more than %s, or lay too deep (limits.diskMB)",
	  "the compiler's files took more than the %s that it has" },
	{ CX_LIMIT_COMPILE_TIME, 1e6, " s", NULL, "the compiler took longer than the %s that it has" },
	{ CX_LIMIT_COMPILE_MEMORY, 1024 * 1024, " MB", NULL,
	  "the compiler needed more than the %s of memory that it has" },
};

static void write_sentence(const struct cx_limit_hit *hit, bool of_compiler, char *buf, size_t size)
{
	*buf = '\0';
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
		const struct sentence *sentence = &sentences[i];
		const char *text = of_compiler ? sentence->of_compiler : sentence->of_run;
		if (sentence->limit != hit->limit || !text)
			continue;
		char number[32], value[64];
		snprintf(value, sizeof(value), "%s%s",
			 cx_number_format((double)hit->value / sentence->scale, number), sentence->unit);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(buf, size, text, value);
#pragma GCC diagnostic pop
		return;
	}
}

void cx_verdict_sentence(const struct cx_limit_hit *hit, char *buf, size_t size)
{
	write_sentence(hit, false, buf, size);
}

void cx_verdict_sentence_of_compiler(const struct cx_limit_hit *hit, char *buf, size_t size)
{
	write_sentence(hit, true, buf, size);
}

void cx_verdict_of_compiler(struct cx_limit_hit *hit)
{
	if (hit->limit == CX_LIMIT_WALL || hit->limit == CX_LIMIT_CPU)
		hit->limit = CX_LIMIT_COMPILE_TIME;
	else if (hit->limit == CX_LIMIT_MEMORY)
		hit->limit = CX_LIMIT_COMPILE_MEMORY;
}

static enum cx_status status_of_limit(enum cx_limit limit)
{
	switch (limit) {
	case CX_LIMIT_WALL:
	case CX_LIMIT_CPU:
		return CX_TIMEOUT;
	case CX_LIMIT_MEMORY:
		return CX_MEMORY_LIMIT;
	case CX_LIMIT_OUTPUT:
		return CX_OUTPUT_LIMIT;
	default:
		return CX_RUNTIME_ERROR;
	}
}

bool cx_verdict_limit_decides(enum cx_limit limit, bool ended_well)
{
	bool refuses_only = limit == CX_LIMIT_FILE_SIZE || limit == CX_LIMIT_PROCESSES;
	return limit != CX_LIMIT_NONE && !(ended_well && refuses_only);
}

static void judge(const struct cx_language *lang, const struct cx_limits *limits,
		  const struct cx_outcome *outcome, struct cx_result *res)
{
	int status = outcome->wait_status;
	bool clean = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	res->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	res->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	res->limit = outcome->hit;
	if (cx_verdict_limit_decides(outcome->hit.limit, clean))
		res->status = status_of_limit(outcome->hit.limit);
	else if (clean)
		res->status = CX_SUCCESS;
	else
		res->status = CX_RUNTIME_ERROR;
	if (res->status == CX_RUNTIME_ERROR && !outcome->ended_by_us &&
	    cx_language_shows_sign(&lang->memory_signs, res->exit_code, res->signal, &outcome->error)) {
		/* It ended itself when the data segment, or the heap that it was told of, was full. */
		res->status = CX_MEMORY_LIMIT;
		res->limit = (struct cx_limit_hit){ CX_LIMIT_MEMORY, limits->memory_bytes, "runtime" };
	}
}

/* Behind the program's own stderr, on a line of its own. */
static int add_sentence(struct cx_bytes *text, const char *sentence)
{
	struct cx_buffer buf = { 0 };
	bool line_open = text->len && text->data[text->len - 1] != '\n';
	if (cx_buffer_append(&buf, text->data, text->len) < 0 ||
	    cx_buffer_printf(&buf, "%scodex-run: %s\n", line_open ? "\n" : "", sentence) < 0) {
		cx_buffer_done(&buf);
		return -1;
	}
	cx_bytes_done(text);
	*text = cx_buffer_steal(&buf);
	return 0;
}

/* What a refused call means to whoever wrote the program; the first one that has a sentence is told. */
static const char *sentence_on_refusals(const struct cx_strings *blocked)
{
	static const struct {
		const char *start;
		const char *sentence;
	} known[] = {
		{ "socket(AF_", "network access is not allowed here" },
		{ "mount", "mounting is not allowed here" },
		{ "ptrace", "looking into other processes is not allowed here" },
		{ "sh", "shared memory of System V is not allowed here" },
	};
	for (size_t i = 0; i < blocked->len; i++)
		for (size_t j = 0; j < sizeof(known) / sizeof(known[0]); j++)
			if (!strncmp(blocked->items[i], known[j].start, strlen(known[j].start)))
				return known[j].sentence;
	return NULL;
}

int cx_verdict_refusals(const struct cx_language *lang, const struct cx_refusals *refusals,
			struct cx_result *res, struct cx_error *err)
{
	res->blocked_seen = refusals->seen;
	for (unsigned i = 0; i < refusals->len; i++)
		if (!cx_strings_contain(&lang->probes, refusals->names[i]) &&
		    cx_strings_add(&res->blocked, refusals->names[i]) < 0)
			return cx_fail_oom(err);
	return 0;
}

/* What of ours ended the run, or stood in its way, behind what it said itself. */
static int add_sentences(struct cx_result *res)
{
	char sentence[200];
	if (res->status == CX_SUCCESS)
		return 0;
	const char *refused = sentence_on_refusals(&res->blocked);
	if (refused && add_sentence(&res->error, refused) < 0)
		return -1;
	cx_verdict_sentence(&res->limit, sentence, sizeof(sentence));
	return *sentence ? add_sentence(&res->error, sentence) : 0;
}

static void take(struct cx_bytes *to, struct cx_bytes *from)
{
	*to = *from;
	*from = (struct cx_bytes){ 0 };
}

int cx_verdict_of_run(const struct cx_language *lang, const struct cx_limits *limits,
		      struct cx_outcome *outcome, struct cx_result *res, struct cx_error *err)
{
	judge(lang, limits, outcome, res);
	res->output_truncated = outcome->truncated;
	res->wall_us = outcome->wall_us;
	res->cpu_us = outcome->cpu_us;
	res->memory_bytes = outcome->memory_bytes;
	res->memory_source = outcome->memory_source;
	take(&res->output, &outcome->output);
	take(&res->error, &outcome->error);
	take(&res->combined, &outcome->combined);
	if (cx_verdict_refusals(lang, &outcome->refusals, res, err) < 0)
		return -1;
	return add_sentences(res) < 0 ? cx_fail_oom(err) : 0;
}
