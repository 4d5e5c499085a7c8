/* library REQUEST.json: for each line on stdin, that request through the library; prints how many ms it took. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "codex/codec.h"
#include "codex/execute.h"

static double now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* All that a service does beside the transport: parse, execute, format. */
static int run(struct cx_context *ctx, const char *body, size_t len, struct cx_error *err)
{
	struct cx_request req;
	struct cx_result res = { 0 };
	struct cx_bytes json = { 0 };
	int done = cx_request_parse(body, len, cx_context_bounds(ctx), &req, err);
	if (done == 0 && (done = cx_execute(ctx, &req, &res, err)) == 0)
		done = cx_result_format(&req, &res, &json, err);
	cx_bytes_done(&json);
	cx_result_done(&res);
	cx_request_done(&req);
	return done;
}

int main(int argc, char **argv)
{
	char body[64 * 1024];
	struct cx_context *ctx;
	struct cx_error err;
	FILE *file = argc == 2 ? fopen(argv[1], "re") : NULL;
	size_t len = file ? fread(body, 1, sizeof(body), file) : 0;
	signal(SIGPIPE, SIG_IGN);
	if (!len || cx_context_open(&ctx, &err) < 0)
		return 70;
	while (getchar() == '\n') {
		double began = now_ms();
		if (run(ctx, body, len, &err) < 0) {
			fprintf(stderr, "%s\n", err.msg);
			return 70;
		}
		printf("%.3f\n", now_ms() - began);
		fflush(stdout);
	}
	fclose(file);
	cx_context_free(ctx);
	return 0;
}
