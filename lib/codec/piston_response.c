/* Answers of Piston's API, version 2. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "codec/writer.h"
#include "codex/piston.h"
#include "language/language.h"

/* What Piston says of one stage. */
struct stage {
	const struct cx_bytes *out;
	const struct cx_bytes *error;
	const struct cx_bytes *output; /* both, in order of arrival */
	int code;		       /* -1: none */
	int signal;		       /* 0: none */
	const char *status;	       /* NULL: it went well */
	char message[64];
	bool measured; /* cpu and memory are known */
	uint64_t cpu_us;
	uint64_t wall_us;
	uint64_t memory_bytes;
};

static const struct cx_bytes nothing;

/* Which stream passed its limit: the first one that is as long as it may be. */
static bool is_stdout_over(const struct cx_request *req, const struct cx_result *res)
{
	return res->output.len >= req->limits.output_bytes;
}

static void say(struct stage *stage, const char *status, const char *message)
{
	stage->status = status;
	snprintf(stage->message, sizeof(stage->message), "%s", message);
}

/* TO: a time limit; OL and EL: too much on stdout or stderr; SG: a signal; RE: another end than 0. */
static void judge(const struct cx_request *req, const struct cx_result *res, struct stage *stage)
{
	enum cx_limit limit = res->limit.limit;
	if (limit == CX_LIMIT_WALL)
		say(stage, "TO", "Time limit exceeded (wall clock)");
	else if (limit == CX_LIMIT_CPU || limit == CX_LIMIT_COMPILE_TIME)
		say(stage, "TO", "Time limit exceeded");
	else if (limit == CX_LIMIT_OUTPUT)
		say(stage, is_stdout_over(req, res) ? "OL" : "EL",
		    is_stdout_over(req, res) ? "stdout length exceeded" : "stderr length exceeded");
	else if (res->status == CX_MEMORY_LIMIT || limit == CX_LIMIT_COMPILE_MEMORY)
		say(stage, stage->signal ? "SG" : "RE", "Memory limit exceeded");
	else if (stage->signal)
		say(stage, "SG", "");
	else if (stage->code)
		say(stage, "RE", "");
	/* What a limit of ours ended was ended by SIGKILL, whatever it caught before. */
	if (stage->status && (stage->status[0] == 'T' || stage->status[1] == 'L')) {
		stage->signal = SIGKILL;
		stage->code = -1;
	}
	if (stage->status && !stage->message[0] && stage->signal)
		snprintf(stage->message, sizeof(stage->message), "Caught fatal signal %d", stage->signal);
	else if (stage->status && !stage->message[0])
		snprintf(stage->message, sizeof(stage->message), "Exited with error status %d", stage->code);
}

static void write_stream(struct cx_writer *w, const char *key, const struct cx_bytes *bytes)
{
	cx_writer_key(w, key);
	cx_writer_bytes(w, bytes);
}

/* Whole milliseconds; null when it was not measured. */
static void write_time(struct cx_writer *w, const char *key, bool measured, uint64_t us)
{
	cx_writer_key(w, key);
	if (measured)
		cx_writer_uint(w, (us + 500) / 1000);
	else
		cx_writer_null(w);
}

static void write_stage(struct cx_writer *w, const char *key, const struct stage *stage)
{
	char name[16];
	cx_writer_key(w, key);
	cx_writer_object(w);
	write_stream(w, "stdout", stage->out);
	write_stream(w, "stderr", stage->error);
	write_stream(w, "output", stage->output);
	cx_writer_key(w, "code");
	if (stage->code < 0)
		cx_writer_null(w);
	else
		cx_writer_int(w, stage->code);
	cx_writer_key(w, "signal");
	cx_writer_text(w, stage->signal ? cx_signal_name(stage->signal, name) : NULL);
	cx_writer_key(w, "message");
	cx_writer_text(w, stage->status ? stage->message : NULL);
	cx_writer_key(w, "status");
	cx_writer_text(w, stage->status);
	write_time(w, "cpu_time", stage->measured, stage->cpu_us);
	write_time(w, "wall_time", true, stage->wall_us);
	cx_writer_key(w, "memory");
	if (stage->measured)
		cx_writer_uint(w, stage->memory_bytes);
	else
		cx_writer_null(w);
	cx_writer_close(w);
}

/* Of a compilation that went well only its text and its time are known; of one that did not, how it ended too. */
static struct stage compile_of(const struct cx_request *req, const struct cx_result *res)
{
	bool failed = res->status == CX_COMPILE_ERROR;
	const struct cx_bytes *text = failed ? &res->error : &res->compile.output;
	struct stage stage = {
		.out = &nothing, .error = text, .output = text, .wall_us = res->compile.wall_us
	};
	if (!failed)
		return stage;
	stage.code = res->exit_code;
	stage.signal = res->signal;
	stage.measured = true;
	stage.cpu_us = res->cpu_us;
	stage.memory_bytes = res->memory_bytes;
	judge(req, res, &stage);
	return stage;
}

static struct stage run_of(const struct cx_request *req, const struct cx_result *res)
{
	struct stage stage = {
		.out = &res->output,
		.error = &res->error,
		.output = &res->combined,
		.code = res->exit_code,
		.signal = res->signal,
		.measured = true,
		.cpu_us = res->cpu_us,
		.wall_us = res->wall_us,
		.memory_bytes = res->memory_bytes,
	};
	judge(req, res, &stage);
	return stage;
}

int cx_piston_result_format(const struct cx_request *req, const struct cx_result *res,
			    struct cx_bytes *ret_json, struct cx_error *err)
{
	struct cx_writer w = { 0 };
	struct stage compile = compile_of(req, res), run = run_of(req, res);
	cx_writer_object(&w);
	if (res->compile.ran)
		write_stage(&w, "compile", &compile);
	/* Clients read `run` whatever happened: without one it is how the compilation ended. */
	write_stage(&w, "run", res->status == CX_COMPILE_ERROR ? &compile : &run);
	cx_writer_key(&w, "language");
	cx_writer_text(&w, res->language);
	cx_writer_key(&w, "version");
	cx_writer_text(&w, res->version);
	cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}

static void write_runtime(struct cx_writer *w, struct cx_context *ctx, const struct cx_language *lang)
{
	cleanup_free char *version = NULL;
	struct cx_error cause = { 0 };
	if (cx_context_version(ctx, lang, &version, &cause) < 0)
		return;
	cx_writer_object(w);
	cx_writer_key(w, "language");
	cx_writer_text(w, lang->name);
	cx_writer_key(w, "version");
	cx_writer_text(w, version);
	cx_writer_key(w, "aliases");
	cx_writer_strings(w, &lang->aliases);
	cx_writer_close(w);
}

int cx_piston_runtimes_format(struct cx_context *ctx, struct cx_bytes *ret_json, struct cx_error *err)
{
	const struct cx_languages *languages = cx_context_languages(ctx);
	struct cx_writer w = { 0 };
	cx_writer_array(&w);
	for (size_t i = 0; i < cx_languages_count(languages); i++)
		write_runtime(&w, ctx, cx_languages_at(languages, i));
	cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}

int cx_piston_error_format(const char *message, struct cx_bytes *ret_json, struct cx_error *err)
{
	struct cx_writer w = { 0 };
	cx_writer_object(&w);
	cx_writer_key(&w, "message");
	cx_writer_text(&w, message);
	cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}
