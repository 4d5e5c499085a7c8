#include "rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int row_format_parse(const char *text, bool table, enum row_format *ret, struct cx_error *err)
{
	static const char *const names[] = { "json", "junit", "tap", "table" };
	for (size_t i = 0; i < (table ? 4 : 3); i++)
		if (!strcmp(text, names[i])) {
			*ret = (enum row_format)i;
			return 0;
		}
	return cx_fail(err, CX_EINPUT, "--format: '%.40s' is none of json, junit, tap%s", text,
		       table ? ", table" : "");
}

/* {"line":1,"ok":true,"verdict":"success", + the answer without its first bracket */
static int put_members(const char *members, const struct cx_batch_row *row, struct cx_bytes *json,
		       struct cx_error *err)
{
	struct cx_bytes whole = { 0 };
	int len = asprintf(&whole.data, "{%s\"ok\":%s,\"verdict\":\"%s\",%s", members,
			   row->ok ? "true" : "false", row->status, json->data + 1);
	if (len < 0)
		return cx_fail_oom(err);
	whole.len = (size_t)len;
	cx_bytes_done(json);
	*json = whole;
	return 0;
}

static int format_result(enum row_format format, const char *name, const char *members,
			 const struct cx_request *req, const struct cx_result *res, struct cx_batch_row *ret,
			 struct cx_error *err)
{
	if (format == ROWS_JUNIT)
		return cx_junit_format(name, res, NULL, &ret->text, err);
	if (format == ROWS_TAP)
		return cx_tap_format(name, res, NULL, &ret->text, err);
	if (cx_result_format(req, res, &ret->text, err) < 0)
		return -1;
	return put_members(members, ret, &ret->text, err);
}

int row_fail(enum row_format format, const char *name, const char *members, const char *id,
	     const struct cx_error *failure, struct cx_batch_row *ret, struct cx_error *err)
{
	snprintf(ret->status, sizeof(ret->status), "%s", cx_errc_status(failure->code));
	ret->ok = false;
	if (format == ROWS_JUNIT)
		return cx_junit_format(name, NULL, failure, &ret->text, err);
	if (format == ROWS_TAP)
		return cx_tap_format(name, NULL, failure, &ret->text, err);
	if (cx_error_format(failure, id, &ret->text, err) < 0)
		return -1;
	return put_members(members, ret, &ret->text, err);
}

static void count_tests(const struct cx_result *res, struct cx_batch_row *ret)
{
	ret->tests = (uint32_t)res->tests_len;
	for (size_t i = 0; i < res->tests_len; i++)
		ret->passed += res->tests[i].passed;
	bool wrong = res->status == CX_SUCCESS && res->tests_len && !res->passed;
	snprintf(ret->status, sizeof(ret->status), "%s",
		 wrong ? "wrong_answer" : cx_status_name(res->status));
	ret->ok = res->status == CX_SUCCESS && !wrong;
}

/* Others may have all slots for longer than a single request would wait. */
static int execute(struct cx_context *ctx, const struct cx_request *req, struct cx_result *res,
		   struct cx_error *err)
{
	enum { TRIES = 60 };
	for (int i = 1;; i++) {
		if (cx_execute(ctx, req, res, err) == 0)
			return 0;
		if (err->code != CX_EBUSY || i == TRIES)
			return -1;
	}
}

int row_execute(struct cx_context *ctx, enum row_format format, const char *name, const char *members,
		const struct cx_request *req, bool timings, row_formatter *formatter,
		struct cx_batch_row *ret, struct cx_error *err)
{
	struct cx_result res = { 0 };
	*ret = (struct cx_batch_row){ 0 };
	if (execute(ctx, req, &res, err) < 0)
		return err->code == CX_ECANCELLED ? -1 : 1;
	res.timings.shown = timings;
	count_tests(&res, ret);
	int done = formatter ? formatter(req, &res, ret, err)
			     : format_result(format, name, members, req, &res, ret, err);
	cx_result_done(&res);
	return done;
}

const char *rows_header(enum row_format format)
{
	if (format == ROWS_JUNIT)
		return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"codex-run\">\n";
	return format == ROWS_TAP ? "TAP version 14\n" : "";
}

void rows_footer(enum row_format format, unsigned long long rows, char *buf, size_t size)
{
	*buf = '\0';
	if (format == ROWS_JUNIT)
		snprintf(buf, size, "</testsuites>\n");
	else if (format == ROWS_TAP)
		snprintf(buf, size, "1..%llu\n", rows);
}

void tally_add(struct tally *tally, const char *status, bool ok)
{
	tally->rows++;
	tally->ok += ok;
	for (size_t i = 0; i < TALLY_WORDS; i++) {
		if (!tally->words[i].rows)
			snprintf(tally->words[i].status, sizeof(tally->words[i].status), "%s", status);
		if (!strcmp(tally->words[i].status, status)) {
			tally->words[i].rows++;
			return;
		}
	}
}

void tally_describe(const struct tally *tally, char *buf, size_t size)
{
	size_t used = 0;
	*buf = '\0';
	for (size_t i = 0; i < TALLY_WORDS && tally->words[i].rows && used < size; i++) {
		int len = snprintf(buf + used, size - used, "%s%llu %s", i ? ", " : "", tally->words[i].rows,
				   tally->words[i].status);
		used += len > 0 ? (size_t)len : 0;
	}
}
