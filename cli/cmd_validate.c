/* codex-run validate: check sources; nothing of them is run. A JSON request on stdin, or files for people. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "codex/validate.h"
#include "options.h"
#include "output.h"
#include "run_options.h"
#include "run_request.h"
#include "streams.h"

enum { OPT_FORMAT = 1, OPT_LANGUAGE, OPT_FILE, OPT_OPTION };
enum format { FORMAT_AUTO, FORMAT_JSON, FORMAT_GCC, FORMAT_SARIF };

struct options {
	enum format format;
	struct run_options run; /* language, files, options and the main file */
};

static const struct option_row rows[] = {
	{ "format", 0, "FORMAT",
	  "json, gcc (file:line:column: error: message) or sarif (default: json; of FILE gcc)", OPT_FORMAT },
	{ "language", 'l', "LANG", "the language, by name or alias (default: FILE's ending tells)",
	  OPT_LANGUAGE },
	{ "file", 'f', "PATH", "one more source or data file; may be repeated", OPT_FILE },
	{ "option", 'o', "NAME=VALUE", "a choice of the language, like std=c++20; may be repeated",
	  OPT_OPTION },
	{ 0 },
};

static int read_format(const char *text, enum format *ret, struct cx_error *err)
{
	static const char *const names[] = {
		[FORMAT_JSON] = "json",
		[FORMAT_GCC] = "gcc",
		[FORMAT_SARIF] = "sarif",
	};
	for (int i = FORMAT_JSON; i <= FORMAT_SARIF; i++) {
		if (!strcmp(text, names[i])) {
			*ret = (enum format)i;
			return 0;
		}
	}
	return cx_fail(err, CX_EINPUT, "--format: '%.40s' must be json, gcc or sarif", text);
}

static int handle(void *into, const struct option_row *row, const char *value, struct cx_error *err)
{
	struct options *options = into;
	switch (row->id) {
	case OPT_FORMAT:
		return read_format(value, &options->format, err);
	case OPT_LANGUAGE:
		options->run.language = value;
		return 0;
	case OPT_FILE:
		return run_options_add(&options->run.files, value, err);
	default:
		return run_options_add_choice(&options->run, value, err);
	}
}

/* ---- one validation ---- */

struct check {
	struct cx_context *ctx;
	struct cx_request req;
	struct cx_validation val;
	int signal_fd;
};

static int read_request(const struct options *options, struct check *check, struct cx_error *err)
{
	cleanup_bytes struct cx_bytes body = { 0 };
	if (isatty(STDIN_FILENO))
		return cx_fail(err, CX_EINPUT,
			       "a JSON request is expected on stdin: codex-run validate < request.json, "
			       "or name a file: codex-run validate prog.py");
	if (read_all(STDIN_FILENO, CX_MAX_BODY, check->signal_fd, "the request", &body, err) < 0 ||
	    cx_request_parse(body.data, body.len, cx_context_bounds(check->ctx), &check->req, err) < 0)
		return -1;
	if (!check->req.language && options->run.language &&
	    !(check->req.language = strdup(options->run.language)))
		return cx_fail_oom(err);
	return 0;
}

static int validate(const struct options *options, struct check *check, struct cx_error *err)
{
	int r;
	struct cx_ahead *ahead = cx_ahead_start();
	if (cx_context_open(&check->ctx, err) < 0) {
		cx_ahead_stop(ahead);
		return -1;
	}
	cx_context_take_ahead(check->ctx, ahead);
	if (options->run.file)
		r = run_request_build(&options->run, cx_context_languages(check->ctx),
				      cx_context_bounds(check->ctx), &check->req, err);
	else
		r = read_request(options, check, err);
	if (r < 0)
		return -1;
	check->req.cancel_fd = check->signal_fd;
	return cx_validate(check->ctx, &check->req, &check->val, err);
}

static int answer(const struct options *options, const struct check *check, struct cx_error *err)
{
	cleanup_bytes struct cx_bytes text = { 0 };
	const char *main_name = options->run.file;
	if (options->format == FORMAT_JSON)
		return cx_validation_format(&check->req, &check->val, &text, err) < 0
			       ? -1
			       : output_json(&text, err);
	if (options->format == FORMAT_SARIF)
		return cx_validation_format_sarif(&check->val, main_name, &text, err) < 0
			       ? -1
			       : output_json(&text, err);
	if (cx_validation_format_gcc(&check->val, main_name, &text, err) < 0)
		return -1;
	return write_all(STDOUT_FILENO, text.data, text.len, err);
}

static int run_with(const struct options *options)
{
	struct check check = { .req = { .cancel_fd = -1 }, .signal_fd = signals_open() };
	struct cx_error err = { 0 };
	int status;
	if (validate(options, &check, &err) < 0 || answer(options, &check, &err) < 0)
		status = err.code == CX_ECANCELLED
				 ? cx_errc_exit(err.code)
				 : output_failure(&err, check.req.id, options->format == FORMAT_JSON);
	else
		status = check.val.is_valid ? 0 : EXIT_OUTCOME;
	cx_validation_done(&check.val);
	cx_request_done(&check.req);
	cx_context_free(check.ctx);
	signals_raise(check.signal_fd);
	return status;
}

int cmd_validate(int argc, char **argv)
{
	static const char usage[] = "codex-run validate [OPTION…] < request.json > result.json\n"
				    "       codex-run validate [OPTION…] FILE";
	static const char about[] =
		"Check sources with the front end of their language, and run nothing of them. Without\n"
		"FILE, a JSON request is read from stdin.\n"
		"Exit status: 0 valid, 1 not valid, 2 the request is wrong, 70 codex-run failed, 75 busy.";
	struct options options = { 0 };
	const struct option_spec spec = { usage, about, rows, handle, &options };
	struct cx_error err;
	int operand = argc;
	int result = options_parse(&spec, argc, argv, &operand, &err);
	if (operand < argc) {
		options.run.file = argv[operand];
		options.run.args = argv + operand + 1;
	}
	if (result == 0 && operand + 1 < argc)
		result = cx_fail(&err, CX_EINPUT, "one FILE at a time; further ones go with -f");
	else if (result == 0 && !options.run.file && (options.run.files.len || options.run.options.len))
		result = cx_fail(&err, CX_EINPUT, "--%s goes with FILE; a JSON request has its own",
				 options.run.files.len ? "file" : "option");
	if (options.format == FORMAT_AUTO)
		options.format = options.run.file ? FORMAT_GCC : FORMAT_JSON;
	int status = 0;
	if (result < 0)
		status = output_failure(&err, NULL, options.format == FORMAT_JSON);
	else if (result == 0)
		status = run_with(&options);
	run_options_done(&options.run);
	return status;
}
