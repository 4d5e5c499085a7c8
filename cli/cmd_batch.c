/* codex-run batch: a request in each line of the input, an answer in each line of the output. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fcntl.h>

#include "cli.h"
#include "journal.h"
#include "lines.h"
#include "options.h"
#include "output.h"
#include "pool_options.h"
#include "progress.h"
#include "streams.h"

enum { OPT_LANGUAGE = 100, OPT_OUTPUT, OPT_RESUME, OPT_TIMINGS, OPT_UNORDERED };

static const struct option_row rows[] = {
	POOL_JOBS_ROW,
	{ "output", 'O', "FILE", "write the rows there instead of stdout", OPT_OUTPUT },
	{ "resume", 0, NULL, "go on where an earlier run with the same input and --output ended",
	  OPT_RESUME },
	{ "timings", 0, NULL, "rows say where the time went, and how the program was started", OPT_TIMINGS },
	{ "unordered", 0, NULL, "write each row as soon as it is there", OPT_UNORDERED },
	{ "format", 0, "FORMAT", "json (one object in each line), junit or tap", POOL_FORMAT },
	{ "language", 'l', "LANG", "the language of requests that name none", OPT_LANGUAGE },
	POOL_QUIET_ROW,
	{ 0 },
};

static const char usage[] = "codex-run batch [OPTION…] [FILE] > rows.ndjson";
static const char about[] =
	"Run many requests: one JSON object in each line of FILE or stdin, as `codex-run run` takes it.\n"
	"Each gets one row, which is the result with `line`, `hash`, `ok` and `verdict` in front. A wrong\n"
	"line gets a row of status invalid_request; blank lines get none. Ctrl-C finishes what runs.\n"
	"Time that a run waits for a CPU on a loaded machine does not count as its wall time.\n"
	"Exit status: 0 all rows are ok, 1 some are not, 2 the command line is wrong, 70 codex-run failed.";

struct batch {
	struct pool_options pool;
	const char *language;
	const char *output;
	const char *input; /* NULL: stdin */
	bool resume;
	bool unordered;
	bool timings;

	struct cx_context *ctx;
	int input_fd;
	uint64_t input_size; /* 0: unknown */
	struct lines lines;
	struct journal journal;
	struct tally tally;
	struct progress progress;
	int signal_fd;
	int signal_number; /* the first that came; 0: none */
};

/* ---- in the parent ---- */

static bool is_blank(const struct cx_bytes *text)
{
	return strspn(text->data, " \t\r") == text->len;
}

/* A piece is the hash of its line, and the line. */
static int make_item(const struct line *line, struct cx_bytes *ret, struct cx_error *err)
{
	size_t len = sizeof(line->hash) + line->text.len;
	char *data = malloc(len + 1);
	if (!data)
		return cx_fail_oom(err);
	memcpy(data, &line->hash, sizeof(line->hash));
	memcpy(data + sizeof(line->hash), line->text.data, line->text.len + 1);
	ret->data = data;
	ret->len = len;
	return 0;
}

static int next_item(void *data, uint64_t *ret_number, struct cx_bytes *ret_item, struct cx_error *err)
{
	struct batch *batch = data;
	for (;;) {
		struct line line;
		bool answered = false;
		int next = lines_next(&batch->lines, &line, err);
		if (next != LINES_LINE)
			return next < 0 ? -1 : next == LINES_WAIT ? CX_BATCH_WAIT : CX_BATCH_END;
		int done = 0;
		bool blank = is_blank(&line.text);
		if (!blank)
			done = journal_has(&batch->journal, line.number, line.hash, &answered, err);
		if (done == 0 && !blank && !answered)
			done = make_item(&line, ret_item, err);
		cx_bytes_done(&line.text);
		*ret_number = line.number;
		if (done < 0)
			return -1;
		if (!blank && !answered)
			return CX_BATCH_ITEM;
	}
}

/* Of the part of the input that is read, as many rows are there as of the lines in it. */
static double share_done(const struct batch *batch)
{
	uint64_t lines_read = batch->lines.number - 1;
	if (!batch->input_size || !lines_read)
		return -1;
	double read = (double)batch->lines.consumed / (double)batch->input_size;
	double done = (double)batch->tally.rows / (double)lines_read;
	return read * (done < 1 ? done : 1);
}

static void tick(void *data)
{
	struct batch *batch = data;
	progress_show(&batch->progress, &batch->tally, share_done(batch));
}

static int write_row(void *data, const struct cx_batch_row *row, struct cx_error *err)
{
	struct batch *batch = data;
	size_t len = row->text.len;
	tally_add(&batch->tally, row->status, row->ok);
	if (batch->pool.format != ROWS_JSON)
		return journal_write(&batch->journal, row->text.data, len, err);
	row->text.data[len] = '\n'; /* instead of the NUL: one write, one line */
	int written = journal_write(&batch->journal, row->text.data, len + 1, err);
	row->text.data[len] = '\0';
	return written;
}

static uint64_t item_hash(const struct cx_bytes *item)
{
	uint64_t hash;
	memcpy(&hash, item->data, sizeof(hash));
	return hash;
}

static int lost_row(void *data, uint64_t number, const struct cx_bytes *item, struct cx_batch_row *ret,
		    struct cx_error *err)
{
	struct batch *batch = data;
	struct cx_error failure = { 0 };
	char members[JOURNAL_MEMBERS], name[40];
	cx_fail(&failure, CX_EINTERNAL, "the worker that ran it died");
	journal_members(number, item_hash(item), members);
	snprintf(name, sizeof(name), "line %" PRIu64, number);
	return row_fail(batch->pool.format, name, members, NULL, &failure, ret, err);
}

static bool on_signal(void *data)
{
	struct batch *batch = data;
	int number = signals_read(batch->signal_fd);
	if (batch->signal_number)
		return number != 0;
	batch->signal_number = number;
	progress_clear(&batch->progress);
	if (!batch->pool.quiet)
		complain("finishing what runs; a second time gives it up");
	return false;
}

/* ---- in a worker ---- */

static void born(void *data)
{
	struct batch *batch = data;
	cx_context_begin_rest(batch->ctx, NULL, pool_workers(&batch->pool, batch->ctx));
	journal_close(&batch->journal);
	if (batch->input)
		close(batch->input_fd);
	close(batch->signal_fd);
}

static void rest(void *data)
{
	struct batch *batch = data;
	cx_context_rest(batch->ctx);
}

static void leave(void *data)
{
	struct batch *batch = data;
	cx_context_end_rest(batch->ctx);
}

static int run_item(void *data, uint64_t number, const struct cx_bytes *item, int cancel_fd,
		    struct cx_batch_row *ret, struct cx_error *err)
{
	struct batch *batch = data;
	struct cx_request req;
	struct cx_error failure = { 0 };
	char members[JOURNAL_MEMBERS], name[40];
	size_t skipped = sizeof(uint64_t);
	journal_members(number, item_hash(item), members);
	snprintf(name, sizeof(name), "line %" PRIu64, number);
	int done = cx_request_parse(item->data + skipped, item->len - skipped, cx_context_bounds(batch->ctx),
				    &req, &failure);
	if (done == 0 && !req.language && batch->language && !(req.language = strdup(batch->language)))
		done = cx_fail_oom(&failure);
	req.cancel_fd = cancel_fd;
	req.wait_is_free = true;
	const char *suite = req.id ? req.id : name;
	if (done == 0)
		done = row_execute(batch->ctx, batch->pool.format, suite, members, &req, batch->timings, NULL,
				   ret, &failure);
	else
		done = 1;
	if (done > 0)
		done = row_fail(batch->pool.format, suite, members, req.id, &failure, ret, err);
	cx_request_done(&req);
	return done;
}

/* ---- the command ---- */

static int open_input(struct batch *batch, struct cx_error *err)
{
	struct stat st;
	batch->input_fd = STDIN_FILENO;
	if (batch->input && (batch->input_fd = open(batch->input, O_RDONLY | O_CLOEXEC)) < 0)
		return cx_fail_errno(err, CX_EINPUT, "%s", batch->input);
	if (isatty(batch->input_fd) && !batch->pool.quiet)
		complain("reading requests from the terminal, one in each line; they end with Ctrl-D");
	if (fstat(batch->input_fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
		batch->input_size = (uint64_t)st.st_size;
	lines_open(&batch->lines, batch->input_fd, CX_MAX_BODY, batch->input ? batch->input : "the input");
	return 0;
}

static int open_output(struct batch *batch, struct cx_error *err)
{
	batch->journal = (struct journal)JOURNAL_STDOUT;
	if (batch->output &&
	    journal_open(batch->output, batch->resume, &batch->journal, &batch->tally, err) < 0)
		return -1;
	const char *header = rows_header(batch->pool.format);
	return journal_write(&batch->journal, header, strlen(header), err);
}

static int run_all(struct batch *batch, struct cx_error *err)
{
	char footer[64];
	if (cx_context_open(&batch->ctx, err) < 0 || open_input(batch, err) < 0 ||
	    open_output(batch, err) < 0)
		return -1;
	struct cx_batch how = {
		.workers = pool_workers(&batch->pool, batch->ctx),
		.ordered = !batch->unordered,
		.input_fd = batch->input_fd,
		.stop_fd = batch->signal_fd,
		.data = batch,
		.next = next_item,
		.done = write_row,
		.lost = lost_row,
		.stop = on_signal,
		.tick = tick,
		.born = born,
		.work = run_item,
		.rest = rest,
		.leave = leave,
	};
	progress_start(&batch->progress, batch->pool.quiet);
	if (cx_batch_run(&how, err) < 0)
		return -1;
	rows_footer(batch->pool.format, batch->tally.rows, footer, sizeof(footer));
	return journal_write(&batch->journal, footer, strlen(footer), err);
}

static int run_batch(struct batch *batch)
{
	struct cx_error err = { 0 };
	int status;
	batch->signal_fd = signals_open();
	int done = run_all(batch, &err);
	progress_clear(&batch->progress);
	if (!batch->pool.quiet && batch->progress.started_us)
		progress_summary(&batch->progress, &batch->tally);
	if (done < 0 && err.code != CX_ECANCELLED)
		status = output_failure(&err, NULL, false);
	else if (done < 0)
		status = cx_errc_exit(err.code);
	else
		status = batch->tally.ok == batch->tally.rows ? 0 : EXIT_OUTCOME;
	lines_done(&batch->lines);
	journal_close(&batch->journal);
	if (batch->input && batch->input_fd >= 0)
		close(batch->input_fd);
	cx_context_free(batch->ctx);
	/* Process 1 of a container is not ended by it, and goes on to say that not all was done. */
	signals_raise_number(batch->signal_number);
	return batch->signal_number ? 128 + batch->signal_number : status;
}

static int handle(void *into, const struct option_row *row, const char *value, struct cx_error *err)
{
	struct batch *batch = into;
	switch (row->id) {
	case OPT_LANGUAGE:
		batch->language = value;
		return 0;
	case OPT_OUTPUT:
		batch->output = value;
		return 0;
	case OPT_RESUME:
		batch->resume = true;
		return 0;
	case OPT_TIMINGS:
		batch->timings = true;
		return 0;
	case OPT_UNORDERED:
		batch->unordered = true;
		return 0;
	default:
		return pool_option(&batch->pool, row, value, false, err);
	}
}

static int parse(struct batch *batch, int argc, char **argv, struct cx_error *err)
{
	int operand = argc;
	const struct option_spec spec = { usage, about, rows, handle, batch };
	int result = options_parse(&spec, argc, argv, &operand, err);
	if (result)
		return result;
	if (argc - operand > 1)
		return cx_fail(err, CX_EINPUT, "one FILE at most; '%.60s' is one more", argv[operand + 1]);
	batch->input = operand < argc && strcmp(argv[operand], "-") ? argv[operand] : NULL;
	if (batch->resume && !batch->output)
		return cx_fail(err, CX_EINPUT, "--resume needs --output: the file to go on with");
	if (batch->resume && batch->pool.format != ROWS_JSON)
		return cx_fail(err, CX_EINPUT, "--resume goes with --format json alone");
	return 0;
}

int cmd_batch(int argc, char **argv)
{
	struct cx_error err;
	struct batch *batch = calloc(1, sizeof(*batch));
	int status = batch ? parse(batch, argc, argv, &err) : cx_fail_oom(&err);
	if (status < 0)
		status = output_failure(&err, NULL, false);
	else if (status > 0)
		status = 0;
	else {
		batch->journal = (struct journal)JOURNAL_STDOUT;
		status = run_batch(batch);
	}
	free(batch);
	return status;
}
