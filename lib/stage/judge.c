/* Checkers that are programs. They are as little trusted as what they judge. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "stage/stages.h"
#include "stage/verdict.h"
#include "stage/workspace.h"

enum { ACCEPTED = 42, REFUSED = 43, MAX_MESSAGE = 1000, MB = 1024 * 1024, SECOND = 1000000 };

static const struct cx_limits judge_limits = {
	.wall_us = 10 * SECOND,
	.cpu_us = 10 * SECOND,
	.memory_bytes = 512ULL * MB,
	.output_bytes = 64 * 1024,
	.processes = 64,
	.file_bytes = 16 * MB,
	.disk_bytes = 64 * MB,
};

static int open_judge(const struct cx_languages *languages, const struct cx_checker *checker,
		      const struct cx_request *req, struct cx_judge *ret, struct cx_error *err)
{
	const char *why;
	*ret = (struct cx_judge){ .checker = checker, .artifact = CX_ARTIFACT_NONE };
	if (checker->type != CX_CHECK_CUSTOM)
		return 0;
	const struct cx_language *lang = cx_languages_find(languages, checker->language);
	if (!lang)
		return cx_fail_field(err, "checker.language",
				     "\"%.60s\" is not known; `codex-run languages` lists them",
				     checker->language);
	if (!cx_language_available(lang, &why))
		return cx_fail(err, CX_EUNAVAILABLE, "%s", why);
	ret->lang = lang;
	ret->req = (struct cx_request){ .files = checker->files,
					.files_len = checker->files_len,
					.main_file = checker->main_file,
					.limits = judge_limits,
					.wait_is_free = req->wait_is_free,
					.cancel_fd = req->cancel_fd };
	return 0;
}

int cx_judges_open(const struct cx_languages *languages, const struct cx_request *req, struct cx_judges *ret,
		   struct cx_error *err)
{
	*ret = (struct cx_judges){ 0 };
	if (!req->checkers_len)
		return 0;
	ret->items = calloc(req->checkers_len, sizeof(*ret->items));
	if (!ret->items)
		return cx_fail_oom(err);
	for (; ret->len < req->checkers_len; ret->len++)
		if (open_judge(languages, &req->checkers[ret->len], req, &ret->items[ret->len], err) < 0) {
			cx_judges_done(ret);
			return -1;
		}
	return 0;
}

void cx_judges_done(struct cx_judges *judges)
{
	for (size_t i = 0; i < judges->len; i++) {
		cx_artifact_done(&judges->items[i].artifact);
		free(judges->items[i].broken);
	}
	free(judges->items);
	*judges = (struct cx_judges){ 0 };
}

/* ---- its program ---- */

static int note_broken(struct cx_judge *judge, const struct cx_result *compiled, struct cx_error *err)
{
	int len = (int)strcspn(compiled->error.data ? compiled->error.data : "", "\n");
	struct cx_buffer text = { 0 };
	if (cx_buffer_printf(&text, "the checker does not compile: %.*s", len > 200 ? 200 : len,
			     compiled->error.data ? compiled->error.data : "") < 0)
		return cx_fail_oom(err);
	judge->broken = text.data;
	return 0;
}

/* On success the job is in a new sandbox with the checker's program; *ret_ready is false when there is none. */
static int enter(struct cx_judge *judge, struct cx_host *host, struct cx_slot *slot, struct cx_job *job,
		 bool *ret_ready, struct cx_error *err)
{
	*ret_ready = false;
	if (judge->broken)
		return 0;
	if (!judge->built) {
		struct cx_result compiled = { 0 };
		struct cx_build build;
		bool go_on = false;
		if (cx_job_open_in(slot, host, judge->lang, &judge->req, job, err) < 0)
			return -1;
		int done = cx_stage_build(job, true, &build, &compiled, &go_on, err);
		if (done == 0 && !go_on)
			done = note_broken(judge, &compiled, err);
		cx_result_done(&compiled);
		judge->built = done == 0;
		if (done == 0)
			judge->artifact = build.artifact;
		if (done == 0 && go_on && build.fresh) {
			*ret_ready = true;
			return 0;
		}
		cx_job_leave(job, slot);
		if (done < 0 || !go_on)
			return done;
	}
	if (cx_job_open_in(slot, host, judge->lang, &judge->req, job, err) < 0)
		return -1;
	if (judge->artifact.fd >= 0 && cx_artifact_restore(&judge->artifact, &job->slot, err) < 0) {
		cx_job_leave(job, slot);
		return -1;
	}
	*ret_ready = true;
	return 0;
}

/* ---- its verdict ---- */

/* One line that can be shown, whatever the checker wrote. */
static char *clean(const struct cx_bytes *text)
{
	struct cx_buffer line = { 0 };
	size_t len = text->len < MAX_MESSAGE ? text->len : MAX_MESSAGE;
	while (len && (unsigned char)text->data[len - 1] <= ' ')
		len--;
	if (!len || cx_utf8_append_repaired(&line, text->data, len) < 0)
		return NULL;
	for (size_t i = 0; i < line.len; i++)
		if (((unsigned char)line.data[i] < ' ' && line.data[i] != '\n') || line.data[i] == 0x7f)
			line.data[i] = ' ';
	return line.data;
}

static int explain(const struct cx_result *run, struct cx_test_result *ret, struct cx_error *err)
{
	char text[160], name[16];
	if (run->limit.limit != CX_LIMIT_NONE)
		snprintf(text, sizeof(text), "the checker ran into its limit of %s",
			 cx_limit_name(run->limit.limit));
	else if (run->signal)
		snprintf(text, sizeof(text), "the checker was ended by %s",
			 cx_signal_name(run->signal, name));
	else
		snprintf(text, sizeof(text), "the checker ended with %d; 42 accepts, 43 refuses",
			 run->exit_code);
	ret->checker_error = strdup(text);
	return ret->checker_error ? 0 : cx_fail_oom(err);
}

static int read_verdict(const struct cx_job *job, const struct cx_result *run, struct cx_test_result *ret,
			struct cx_error *err)
{
	cleanup_buffer struct cx_buffer said = { 0 };
	bool spoke = !run->signal && (run->exit_code == ACCEPTED || run->exit_code == REFUSED);
	bool judged = spoke && !cx_verdict_limit_decides(run->limit.limit, spoke);
	ret->passed = judged && run->exit_code == ACCEPTED;
	if (cx_workspace_read(&job->slot, CX_SLOT_TMP, "feedback/judgemessage.txt", MAX_MESSAGE, &said) &&
	    said.len)
		ret->checker_message = clean(&(struct cx_bytes){ said.data, said.len });
	if (!ret->checker_message)
		ret->checker_message = clean(&run->error);
	return judged ? 0 : explain(run, ret, err);
}

/* CHECKER INPUT ANSWER FEEDBACK/ < OUTPUT, as Kattis and DOMjudge call it. */
static int call(struct cx_job *job, const struct cx_test *test, const struct cx_bytes *output,
		struct cx_test_result *ret, struct cx_error *err)
{
	cleanup_strings struct cx_strings args = { 0 };
	struct cx_result run = { .exit_code = -1 };
	if (cx_job_await_guardian(job, err) < 0)
		return -1;
	const char *tmp = job->paths[CX_SLOT_TMP];
	if (cx_strings_addf(&args, "%s/input", tmp) < 0 || cx_strings_addf(&args, "%s/answer", tmp) < 0 ||
	    cx_strings_addf(&args, "%s/feedback/", tmp) < 0)
		return cx_fail_oom(err);
	if (cx_workspace_write(&job->slot, CX_SLOT_TMP, "input", &test->input, err) < 0 ||
	    cx_workspace_write(&job->slot, CX_SLOT_TMP, "answer", &test->expected, err) < 0 ||
	    cx_workspace_make_folder(&job->slot, CX_SLOT_TMP, "feedback", err) < 0)
		return -1;
	struct cx_run_input with = { .limits = &judge_limits, .input = output, .args = &args };
	int done = cx_stage_run(job, &with, &run, err);
	if (done == 0)
		done = read_verdict(job, &run, ret, err);
	cx_result_done(&run);
	return done;
}

int cx_judge_ask(struct cx_judge *judge, struct cx_host *host, struct cx_slot *slot,
		 const struct cx_test *test, const struct cx_bytes *output, struct cx_test_result *ret,
		 struct cx_error *err)
{
	struct cx_job job;
	bool ready;
	if (enter(judge, host, slot, &job, &ready, err) < 0)
		return -1;
	if (!ready) {
		ret->checker_error = strdup(judge->broken);
		return ret->checker_error ? 0 : cx_fail_oom(err);
	}
	int done = call(&job, test, output, ret, err);
	cx_job_leave(&job, slot);
	return done;
}
