/* codex-run validate: check the sources of a request; nothing of them is run. */
#include <unistd.h>

#include "cli.h"
#include "codex/validate.h"
#include "options.h"
#include "output.h"
#include "streams.h"

static const struct option_row rows[] = { { 0 } };

static int no_option(void *into, const struct option_row *row, const char *value, struct cx_error *err)
{
	(void)into;
	(void)value;
	return cx_fail(err, CX_EINPUT, "unknown option '--%s'", row->name);
}

static int validate(struct cx_context *ctx, struct cx_request *req, struct cx_validation *val,
		    struct cx_error *err)
{
	cleanup_bytes struct cx_bytes body = { 0 };
	cleanup_bytes struct cx_bytes json = { 0 };
	if (isatty(STDIN_FILENO))
		return cx_fail(err, CX_EINPUT,
			       "a JSON request is expected on stdin: codex-run validate < request.json");
	int signal_fd = req->cancel_fd;
	if (read_all(STDIN_FILENO, CX_MAX_BODY, signal_fd, "the request", &body, err) < 0 ||
	    cx_request_parse(body.data, body.len, cx_context_bounds(ctx), req, err) < 0)
		return -1;
	req->cancel_fd = signal_fd;
	if (cx_validate(ctx, req, val, err) < 0 || cx_validation_format(req, val, &json, err) < 0)
		return -1;
	return output_json(&json, err);
}

static int run_with(int signal_fd)
{
	cleanup_context struct cx_context *ctx = NULL;
	struct cx_request req = { .cancel_fd = signal_fd };
	struct cx_validation val = { 0 };
	struct cx_error err = { 0 };
	int status = 0;
	if (cx_context_open(&ctx, &err) < 0 || validate(ctx, &req, &val, &err) < 0)
		status = err.code == CX_ECANCELLED ? cx_errc_exit(err.code)
						   : output_failure(&err, req.id, true);
	else if (!val.is_valid)
		status = EXIT_OUTCOME;
	cx_validation_done(&val);
	cx_request_done(&req);
	return status;
}

int cmd_validate(int argc, char **argv)
{
	static const char usage[] = "codex-run validate < request.json > result.json";
	static const char about[] =
		"Check the sources of a JSON request and answer with errors and warnings as JSON.\n"
		"Exit status: 0 valid, 1 not valid, 2 the request is wrong, 70 codex-run failed, 75 busy.";
	const struct option_spec spec = { usage, about, rows, no_option, NULL };
	struct cx_error err;
	int operand;
	int result = options_parse(&spec, argc, argv, &operand, &err);
	if (result > 0)
		return 0;
	if (result == 0 && operand < argc)
		result = cx_fail(&err, CX_EINPUT, "unexpected argument '%s'; the request comes from stdin",
				 argv[operand]);
	if (result < 0)
		return output_failure(&err, NULL, true);
	int signal_fd = signals_open();
	int status = run_with(signal_fd);
	signals_raise(signal_fd);
	return status;
}
