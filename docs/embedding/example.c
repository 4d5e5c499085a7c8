/* example: a request on stdin, as `codex-run run` takes it; prints the program's output, and on stderr how it ended. */
#include <signal.h>
#include <stdio.h>

#include <codex/codec.h>
#include <codex/execute.h>

static int run(struct cx_context *ctx, const char *json, size_t len, struct cx_error *err)
{
	struct cx_request req;
	struct cx_result res = { 0 };
	/* A request is initialised also by a parse that fails, so that it is released in any case. */
	int done = cx_request_parse(json, len, cx_context_bounds(ctx), &req, err);
	if (done == 0 && (done = cx_execute(ctx, &req, &res, err)) == 0) {
		fwrite(res.output.data, 1, res.output.len, stdout);
		fprintf(stderr, "%s after %.3f s, %llu bytes\n", cx_status_name(res.status),
			(double)res.wall_us / 1e6, (unsigned long long)res.memory_bytes);
	}
	cx_result_done(&res);
	cx_request_done(&req);
	return done;
}

int main(void)
{
	static char json[CX_MAX_BODY];
	size_t len = fread(json, 1, sizeof(json), stdin);
	struct cx_context *ctx;
	struct cx_error err;
	signal(SIGPIPE, SIG_IGN); /* a guest may close its stdin before it has read all of it */
	if (cx_context_open(&ctx, &err) < 0) {
		fprintf(stderr, "%s\n", err.msg);
		return cx_errc_exit(err.code);
	}
	int done = run(ctx, json, len, &err);
	cx_context_free(ctx);
	if (done < 0)
		fprintf(stderr, "%s\n", err.msg);
	return done < 0 ? cx_errc_exit(err.code) : 0;
}
