/* codex-run grade: programs that were handed in, against a folder of tests. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "grade_submission.h"
#include "grade_tests.h"
#include "options.h"
#include "output.h"
#include "pool_options.h"
#include "progress.h"
#include "streams.h"

enum { OPT_TESTS = 100, OPT_LANGUAGE, OPT_CHECKER, OPT_TIMEOUT, OPT_MEMORY, OPT_STOP };

static const struct option_row rows[] = {
	{ "tests", 'T', "DIR", "the tests: NAME.in with NAME.ans or NAME.out", OPT_TESTS },
	{ "checker", 'c', "CHECKER",
	  "lines (default), exact, tokens, float, float:TOLERANCE, or a program's file", OPT_CHECKER },
	{ "timeout", 't', "SECONDS", "wall time of each test, waiting for a CPU not counted", OPT_TIMEOUT },
	{ "memory-mb", 'm', "MB", "memory of each test", OPT_MEMORY },
	{ "language", 'l', "LANG", "the language of all submissions (default: their endings tell)",
	  OPT_LANGUAGE },
	{ "stop-on-failure", 0, NULL, "skip the tests behind the first that fails", OPT_STOP },
	{ "format", 0, "FORMAT", "table (default on a terminal), json, junit or tap", POOL_FORMAT },
	POOL_JOBS_ROW,
	POOL_QUIET_ROW,
	{ 0 },
};

static const char usage[] = "codex-run grade --tests DIR [OPTION…] SUBMISSION…";
static const char about[] =
	"Compile each SUBMISSION, a file or a folder of files, and run it on every test.\n"
	"Tests below a folder `secret` or `hidden` are hidden: what programs print there is not shown.\n"
	"A checker that is a program is called as Kattis and DOMjudge do: CHECKER INPUT ANSWER FEEDBACK/,\n"
	"with the output on stdin; it exits with 42 to accept and 43 to refuse.\n"
	"Exit status: 0 all passed, 1 some did not, 2 the command line is wrong, 70 codex-run failed.";

struct grade {
	struct pool_options pool;
	bool format_given;
	const char *folder;
	const char *checker_text;
	const char *language;
	uint64_t wall_us;
	uint64_t memory_bytes;
	bool stop_on_failure;
	char **submissions;
	size_t submissions_len;

	struct cx_context *ctx;
	struct cx_limits limits;
	struct cx_checker checker;
	struct grade_tests tests;
	size_t next;
	struct table table;
	struct tally tally;
	struct progress progress;
	int signal_fd;
	int signal_number;
};

/* ---- what is run ---- */

static int parse_tolerance(const char *text, struct cx_checker *checker, struct cx_error *err)
{
	char *end;
	double tolerance = strtod(text, &end);
	if (end == text || *end || !isfinite(tolerance) || tolerance < 0)
		return cx_fail(err, CX_EINPUT, "--checker: '%.40s' is no tolerance", text);
	checker->absolute = checker->relative = tolerance;
	return 0;
}

static int open_checker(struct grade *grade, struct cx_error *err)
{
	static const struct {
		const char *name;
		enum cx_checker_type type;
	} names[] = { { "lines", CX_CHECK_LINES },
		      { "exact", CX_CHECK_EXACT },
		      { "tokens", CX_CHECK_TOKENS },
		      { "float", CX_CHECK_FLOAT } };
	const char *text = grade->checker_text ? grade->checker_text : "lines";
	struct cx_checker *checker = &grade->checker;
	struct grade_submission program;
	*checker = (struct cx_checker){ .absolute = 1e-6, .relative = 1e-6 };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(text, names[i].name)) {
			checker->type = names[i].type;
			return 0;
		}
	checker->type = CX_CHECK_FLOAT;
	if (!strncmp(text, "float:", 6))
		return parse_tolerance(text + 6, checker, err);
	if (grade_submission_read(text, NULL, cx_context_languages(grade->ctx), &program, err) < 0) {
		struct cx_error cause = *err;
		return cx_fail(err, CX_EINPUT, "--checker: %.300s", cause.msg);
	}
	checker->type = CX_CHECK_CUSTOM;
	checker->language = program.language;
	checker->files = program.files;
	checker->files_len = program.files_len;
	checker->main_file = program.main_file;
	return 0;
}

static void choose_limits(struct grade *grade)
{
	const struct cx_limit_bounds *bounds = cx_context_bounds(grade->ctx);
	grade->limits = bounds->def;
	if (grade->wall_us)
		grade->limits.wall_us = grade->wall_us;
	if (grade->memory_bytes)
		grade->limits.memory_bytes = grade->memory_bytes;
	if (!grade->limits.cpu_us)
		grade->limits.cpu_us = cx_limit_default_cpu_us(bounds, grade->limits.wall_us);
}

/* Everything in it is borrowed. */
static struct cx_request request_of(struct grade *grade, const struct grade_submission *submission, char *id,
				    int cancel_fd)
{
	return (struct cx_request){
		.language = submission->language,
		.files = submission->files,
		.files_len = submission->files_len,
		.main_file = submission->main_file,
		.limits = grade->limits,
		.tests = grade->tests.items,
		.tests_len = grade->tests.len,
		.checkers = &grade->checker,
		.checkers_len = 1,
		.stop_on_failure = grade->stop_on_failure,
		.id = id,
		.wait_is_free = true,
		.cancel_fd = cancel_fd,
	};
}

/* ---- the table ---- */

/* What went wrong first, for a person. */
static void describe_failure(const struct cx_result *res, char *buf, size_t size)
{
	*buf = '\0';
	if (res->status == CX_COMPILE_ERROR) {
		int len = (int)strcspn(res->error.data ? res->error.data : "", "\n");
		snprintf(buf, size, "%.*s", len > 200 ? 200 : len, res->error.data ? res->error.data : "");
		return;
	}
	for (size_t i = 0; i < res->tests_len; i++) {
		const struct cx_test_result *test = &res->tests[i];
		if (test->passed || test->skipped)
			continue;
		const char *name = test->name ? test->name : "";
		if (test->checker_error)
			snprintf(buf, size, "%s: %s", name, test->checker_error);
		else if (test->status != CX_SUCCESS)
			snprintf(buf, size, "%s: %s", name, cx_status_name(test->status));
		else if (test->difference.line && !test->hidden)
			snprintf(buf, size, "%s: line %llu: expected '%.80s', got '%.80s'", name,
				 (unsigned long long)test->difference.line,
				 test->difference.expected ? test->difference.expected : "",
				 test->difference.got ? test->difference.got : "");
		else
			snprintf(buf, size, "%s: wrong answer", name);
		return;
	}
}

/* One row for the parent: its cells with NUL between them. */
static int put_cells(struct cx_batch_row *row, const char *const cells[TABLE_COLUMNS], struct cx_error *err)
{
	size_t len = 0;
	for (int i = 0; i < TABLE_COLUMNS; i++)
		len += strlen(cells[i]) + 1;
	char *text = malloc(len + 1), *at = text;
	if (!text)
		return cx_fail_oom(err);
	for (int i = 0; i < TABLE_COLUMNS; i++) {
		at = stpcpy(at, cells[i]) + 1;
		for (char *c = at - 1 - strlen(cells[i]); *c; c++)
			if ((unsigned char)*c < ' ' || *c == 0x7f)
				*c = '?';
	}
	*at = '\0';
	row->text = (struct cx_bytes){ text, len };
	return 0;
}

static int tabulate(const struct cx_request *req, const struct cx_result *res, struct cx_batch_row *row,
		    struct cx_error *err)
{
	char passed[32], seconds[32], why[400];
	uint64_t longest_us = 0;
	for (size_t i = 0; i < res->tests_len; i++)
		if (res->tests[i].wall_us > longest_us)
			longest_us = res->tests[i].wall_us;
	snprintf(passed, sizeof(passed), "%u/%u", row->passed, row->tests);
	snprintf(seconds, sizeof(seconds), "%.3f", (double)longest_us / 1e6);
	describe_failure(res, why, sizeof(why));
	const char *const cells[TABLE_COLUMNS] = {
		req->id, res->language, row->status, passed, seconds, why
	};
	return put_cells(row, cells, err);
}

static int tabulate_failure(const char *id, const struct cx_error *failure, struct cx_batch_row *row,
			    struct cx_error *err)
{
	snprintf(row->status, sizeof(row->status), "%s", cx_errc_status(failure->code));
	const char *const cells[TABLE_COLUMNS] = { id, "", row->status, "", "", failure->msg };
	return put_cells(row, cells, err);
}

/* ---- in a worker ---- */

static void born(void *data)
{
	struct grade *grade = data;
	cx_context_begin_rest(grade->ctx, NULL, pool_workers(&grade->pool, grade->ctx));
	close(grade->signal_fd);
}

static void rest(void *data)
{
	struct grade *grade = data;
	cx_context_rest(grade->ctx);
}

static void leave(void *data)
{
	struct grade *grade = data;
	cx_context_end_rest(grade->ctx);
}

static int fail_row(struct grade *grade, const char *id, const struct cx_error *failure,
		    struct cx_batch_row *ret, struct cx_error *err)
{
	if (grade->pool.format == ROWS_TABLE)
		return tabulate_failure(id, failure, ret, err);
	return row_fail(grade->pool.format, id, "", id, failure, ret, err);
}

static int run_item(void *data, uint64_t number, const struct cx_bytes *item, int cancel_fd,
		    struct cx_batch_row *ret, struct cx_error *err)
{
	struct grade *grade = data;
	struct grade_submission submission;
	struct cx_error failure = { 0 };
	(void)number;
	*ret = (struct cx_batch_row){ 0 };
	if (grade_submission_read(item->data, grade->language, cx_context_languages(grade->ctx), &submission,
				  &failure) < 0)
		return fail_row(grade, item->data, &failure, ret, err);
	struct cx_request req = request_of(grade, &submission, item->data, cancel_fd);
	int done = row_execute(grade->ctx, grade->pool.format, item->data, "", &req, false,
			       grade->pool.format == ROWS_TABLE ? tabulate : NULL, ret, err);
	if (done > 0)
		done = fail_row(grade, item->data, err, ret, &failure);
	grade_submission_done(&submission);
	return done;
}

/* ---- in the parent ---- */

static int next_item(void *data, uint64_t *ret_number, struct cx_bytes *ret_item, struct cx_error *err)
{
	struct grade *grade = data;
	if (grade->next == grade->submissions_len)
		return CX_BATCH_END;
	char *path = strdup(grade->submissions[grade->next]);
	if (!path)
		return cx_fail_oom(err);
	size_t len = strlen(path);
	while (len > 1 && path[len - 1] == '/') /* a shell's alice/ is alice */
		path[--len] = '\0';
	*ret_number = grade->next++;
	*ret_item = (struct cx_bytes){ path, len };
	return CX_BATCH_ITEM;
}

static int take_row(void *data, const struct cx_batch_row *row, struct cx_error *err)
{
	struct grade *grade = data;
	tally_add(&grade->tally, row->status, row->ok);
	if (grade->pool.format != ROWS_TABLE) {
		if (write_all(STDOUT_FILENO, row->text.data, row->text.len, err) < 0)
			return -1;
		return grade->pool.format == ROWS_JSON ? write_all(STDOUT_FILENO, "\n", 1, err) : 0;
	}
	const char *cells[TABLE_COLUMNS];
	const char *at = row->text.data;
	for (int i = 0; i < TABLE_COLUMNS; i++, at += strlen(at) + 1)
		cells[i] = at;
	table_row(&grade->table, cells);
	return 0;
}

static int lost_row(void *data, uint64_t number, const struct cx_bytes *item, struct cx_batch_row *ret,
		    struct cx_error *err)
{
	struct cx_error failure = { 0 };
	(void)number;
	cx_fail(&failure, CX_EINTERNAL, "the worker that ran it died");
	return fail_row(data, item->data, &failure, ret, err);
}

static bool on_signal(void *data)
{
	struct grade *grade = data;
	int number = signals_read(grade->signal_fd);
	if (grade->signal_number)
		return number != 0;
	grade->signal_number = number;
	progress_clear(&grade->progress);
	if (!grade->pool.quiet)
		complain("finishing what runs; a second time gives it up");
	return false;
}

static void tick(void *data)
{
	struct grade *grade = data;
	progress_show(&grade->progress, &grade->tally,
		      (double)grade->tally.rows / (double)grade->submissions_len);
}

/* ---- the command ---- */

static int prepare(struct grade *grade, struct cx_error *err)
{
	if (cx_context_open(&grade->ctx, err) < 0 || open_checker(grade, err) < 0)
		return -1;
	choose_limits(grade);
	return grade_tests_read(grade->folder, grade->checker.type != CX_CHECK_CUSTOM, &grade->limits,
				&grade->tests, err);
}

static int finish(struct grade *grade, struct cx_error *err)
{
	char footer[64];
	if (grade->pool.format == ROWS_TABLE)
		return table_print(&grade->table, err);
	rows_footer(grade->pool.format, grade->tally.rows, footer, sizeof(footer));
	return write_all(STDOUT_FILENO, footer, strlen(footer), err);
}

static int run_all(struct grade *grade, struct cx_error *err)
{
	static const char *const titles[TABLE_COLUMNS] = { "SUBMISSION", "LANGUAGE", "VERDICT",
							   "PASSED",	 "SLOWEST",  "FIRST FAILURE" };
	const char *header = rows_header(grade->pool.format);
	if (prepare(grade, err) < 0 || write_all(STDOUT_FILENO, header, strlen(header), err) < 0)
		return -1;
	grade->table.columns = TABLE_COLUMNS;
	table_row(&grade->table, titles);
	struct cx_batch how = {
		.workers = pool_workers(&grade->pool, grade->ctx),
		.ordered = true,
		.input_fd = -1,
		.stop_fd = grade->signal_fd,
		.data = grade,
		.next = next_item,
		.done = take_row,
		.lost = lost_row,
		.stop = on_signal,
		.tick = tick,
		.born = born,
		.work = run_item,
		.rest = rest,
		.leave = leave,
	};
	if (how.workers > grade->submissions_len)
		how.workers = (unsigned)grade->submissions_len;
	progress_start(&grade->progress, grade->pool.quiet);
	int done = cx_batch_run(&how, err);
	progress_clear(&grade->progress);
	return done < 0 ? -1 : finish(grade, err);
}

static int run_grade(struct grade *grade)
{
	struct cx_error err = { 0 };
	int status;
	grade->signal_fd = signals_open();
	int done = run_all(grade, &err);
	if (done == 0 && !grade->pool.quiet)
		progress_summary(&grade->progress, &grade->tally);
	if (done < 0)
		status = err.code == CX_ECANCELLED ? cx_errc_exit(err.code)
						   : output_failure(&err, NULL, false);
	else
		status = grade->tally.ok == grade->tally.rows ? 0 : EXIT_OUTCOME;
	grade_tests_done(&grade->tests);
	cx_checker_done(&grade->checker);
	cx_context_free(grade->ctx);
	/* Process 1 of a container is not ended by it, and goes on to say that not all was done. */
	signals_raise_number(grade->signal_number);
	return grade->signal_number ? 128 + grade->signal_number : status;
}

static int parse_number(const char *name, const char *text, double scale, uint64_t *ret, struct cx_error *err)
{
	char *end;
	double value = strtod(text, &end);
	if (end == text || *end || !isfinite(value) || value <= 0 || value > 1e6)
		return cx_fail(err, CX_EINPUT, "--%s: '%.40s' is not a number over 0 and up to 1000000", name,
			       text);
	*ret = value * scale < 1 ? 1 : (uint64_t)(value * scale);
	return 0;
}

static int handle(void *into, const struct option_row *row, const char *value, struct cx_error *err)
{
	struct grade *grade = into;
	switch (row->id) {
	case OPT_TESTS:
		grade->folder = value;
		return 0;
	case OPT_LANGUAGE:
		grade->language = value;
		return 0;
	case OPT_CHECKER:
		grade->checker_text = value;
		return 0;
	case OPT_TIMEOUT:
		return parse_number(row->name, value, 1e6, &grade->wall_us, err);
	case OPT_MEMORY:
		return parse_number(row->name, value, 1024 * 1024, &grade->memory_bytes, err);
	case OPT_STOP:
		grade->stop_on_failure = true;
		return 0;
	default:
		grade->format_given |= row->id == POOL_FORMAT;
		return pool_option(&grade->pool, row, value, true, err);
	}
}

static int parse(struct grade *grade, int argc, char **argv, struct cx_error *err)
{
	int operand = argc;
	const struct option_spec spec = { usage, about, rows, handle, grade };
	int result = options_parse(&spec, argc, argv, &operand, err);
	if (result)
		return result;
	if (!grade->folder)
		return cx_fail(err, CX_EINPUT, "--tests is missing: the folder of the tests");
	if (operand == argc)
		return cx_fail(err, CX_EINPUT, "name the submissions: files, or folders of files");
	if (!grade->format_given)
		grade->pool.format = output_is_text(OUTPUT_AUTO) ? ROWS_TABLE : ROWS_JSON;
	grade->submissions = argv + operand;
	grade->submissions_len = (size_t)(argc - operand);
	return 0;
}

int cmd_grade(int argc, char **argv)
{
	struct cx_error err;
	struct grade grade = { .signal_fd = -1 };
	int result = parse(&grade, argc, argv, &err);
	if (result < 0)
		return output_failure(&err, NULL, false);
	return result > 0 ? 0 : run_grade(&grade);
}
