/*
 * codex-run run. Two callers: a program, which sends a request as JSON and gets a result as JSON,
 * and a person, who names a file and gets the program's output and a verdict.
 */
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "codex/execute.h"
#include "output.h"
#include "run_options.h"
#include "run_request.h"
#include "streams.h"
#include "verdict.h"

/* What has been opened for one run; everything in it is released before a signal is passed on. */
struct run {
	struct cx_ahead *ahead;
	struct cx_context *ctx;
	struct cx_limit_bounds bounds;
	struct cx_request req;
	struct cx_result res;
	struct cx_timings clock;
	int signal_fd;
};

static int read_request(const struct run_options *options, struct run *run, struct cx_error *err)
{
	cleanup_bytes struct cx_bytes body = { 0 };
	if (isatty(STDIN_FILENO))
		return cx_fail(err, CX_EINPUT,
			       "a JSON request is expected on stdin: codex-run < request.json, "
			       "or name a file: codex-run run prog.py (see codex-run run --help)");
	if (read_all(STDIN_FILENO, CX_MAX_BODY, run->signal_fd, "the request", &body, err) < 0)
		return -1;
	if (cx_request_parse(body.data, body.len, &run->bounds, &run->req, err) < 0)
		return -1;
	if (!run->req.language && options->language && !(run->req.language = strdup(options->language)))
		return cx_fail_oom(err);
	return 0;
}

static int read_program(const struct run_options *options, struct run *run, struct cx_error *err)
{
	if (run_request_build(options, cx_context_languages(run->ctx), &run->bounds, &run->req, err) < 0)
		return -1;
	if (isatty(STDIN_FILENO) && !options->quiet)
		complain("reading the program's input from the terminal; it ends with Ctrl-D");
	return read_all(STDIN_FILENO, CX_MAX_INPUT, run->signal_fd, "the program's input", &run->req.input,
			err);
}

/*
 * A request comes before the context, which then needs to know its language alone; its tests may have checkers in
 * others. The name of a file says its language only to those who know all.
 */
static int open_context(const struct run_options *options, struct run *run, struct cx_error *err)
{
	const char *language = options->language;
	if (!options->file) {
		if (read_request(options, run, err) < 0)
			return -1;
		language = run->req.tests_len ? NULL : run->req.language;
	}
	cx_timings_lap(&run->clock, CX_TIME_REQUEST);
	if (cx_context_open_for(language, &run->ctx, err) < 0)
		return -1;
	cx_context_take_ahead(run->ctx, run->ahead);
	run->ahead = NULL;
	return 0;
}

static int execute(const struct run_options *options, struct run *run, struct cx_error *err)
{
	if (cx_context_read_bounds(&run->bounds, err) < 0)
		return -1;
	run_options_move_bounds(options, &run->bounds);
	if (open_context(options, run, err) < 0)
		return -1;
	cx_timings_lap(&run->clock, CX_TIME_CONTEXT);
	if (options->file && read_program(options, run, err) < 0)
		return -1;
	cx_timings_lap(&run->clock, CX_TIME_REQUEST);
	run->req.cancel_fd = run->signal_fd;
	if (cx_execute(run->ctx, &run->req, &run->res, err) < 0)
		return -1;
	run->res.timings.us[CX_TIME_CONTEXT] = run->clock.us[CX_TIME_CONTEXT];
	run->res.timings.us[CX_TIME_REQUEST] = run->clock.us[CX_TIME_REQUEST];
	run->res.timings.shown = options->timings;
	return 0;
}

static int answer_program(const struct run *run, struct cx_error *err)
{
	cleanup_bytes struct cx_bytes json = { 0 };
	if (cx_result_format(&run->req, &run->res, &json, err) < 0)
		return -1;
	return output_json(&json, err);
}

static int answer(const struct run_options *options, struct run *run, struct cx_error *err)
{
	if (!options->file || options->json)
		return answer_program(run, err);
	if (verdict_print(&run->res, options->quiet, err) < 0)
		return -1;
	cx_timings_lap(&run->res.timings, CX_TIME_ANSWER);
	if (options->timings)
		verdict_print_timings(&run->res.timings);
	return 0;
}

static int run_with(const struct run_options *options)
{
	struct run run = { .req = { .cancel_fd = -1 }, .signal_fd = signals_open() };
	struct cx_error err = { 0 };
	int status;
	cx_timings_start(&run.clock);
	run.ahead = cx_ahead_start();
	if (execute(options, &run, &err) < 0 || answer(options, &run, &err) < 0)
		status = err.code == CX_ECANCELLED
				 ? cx_errc_exit(err.code)
				 : output_failure(&err, run.req.id, !options->file || options->json);
	else
		status = run.res.status == CX_SUCCESS && (!run.res.tests_len || run.res.passed)
				 ? 0
				 : EXIT_OUTCOME;
	cx_result_done(&run.res);
	cx_request_done(&run.req);
	cx_ahead_stop(run.ahead);
	cx_context_free(run.ctx);
	signals_raise(run.signal_fd);
	return status;
}

int cmd_run(int argc, char **argv)
{
	struct run_options options;
	struct cx_error err;
	int status = run_options_parse(argc, argv, &options, &err);
	if (status < 0)
		status = output_failure(&err, NULL, !options.file || options.json);
	else if (status > 0)
		status = 0;
	else
		status = run_with(&options);
	run_options_done(&options);
	return status;
}
