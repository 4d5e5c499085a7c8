/* From what happened to what it is called, and what people are told of it. */
#include "check.h"

#include <signal.h>

#include "base/buffer.h"
#include "base/pattern.h"
#include "stage/verdict.h"

enum { EXIT_1 = 1 << 8, MB = 1024 * 1024 };

static const struct cx_limits limits = { .memory_bytes = 64 * MB };

/* How a run is judged that ended so. */
static struct cx_result judge(const struct cx_language *lang, int wait_status, struct cx_limit_hit hit,
			      const char *stderr_text)
{
	struct cx_result res = { 0 };
	struct cx_error err;
	struct cx_outcome outcome = {
		.wait_status = wait_status,
		.hit = hit,
		.error = cx_bytes_copy(stderr_text, strlen(stderr_text)),
	};
	CHECK_EQ_INT(cx_verdict_of_run(lang, &limits, &outcome, &res, &err), 0);
	cx_outcome_done(&outcome);
	return res;
}

static const struct cx_limit_hit none;
static const struct cx_language plain;

TEST(an_end_without_a_limit_is_told_as_it_was)
{
	struct cx_result res = judge(&plain, 0, none, "warning");
	CHECK_EQ_INT(res.status, CX_SUCCESS);
	CHECK_EQ_STR(res.error.data, "warning");
	cx_result_done(&res);
	res = judge(&plain, SIGSEGV, none, "");
	CHECK_EQ_INT(res.status, CX_RUNTIME_ERROR);
	CHECK_EQ_INT(res.signal, SIGSEGV);
	CHECK_EQ_INT(res.exit_code, -1);
	cx_result_done(&res);
}

TEST(a_limit_is_told_in_a_sentence_on_a_line_of_its_own)
{
	struct cx_result res =
		judge(&plain, SIGKILL, (struct cx_limit_hit){ CX_LIMIT_WALL, 1500000, "timer" }, "open");
	CHECK_EQ_INT(res.status, CX_TIMEOUT);
	CHECK_EQ_STR(res.error.data, "open\ncodex-run: the run took longer than 1.5 s (timeout)\n");
	cx_result_done(&res);
}

TEST(a_runtime_that_ends_itself_for_lack_of_memory_has_limit_and_sentence_too)
{
	struct cx_error err;
	struct cx_sign sign = { .exit_code = 1 };
	CHECK_EQ_INT(cx_pattern_compile("^MemoryError$", &sign.stderr_, &err), 0);
	const struct cx_language lang = { .memory_signs = { &sign, 1 } };
	struct cx_result res = judge(&lang, EXIT_1, none, "MemoryError\n");
	CHECK_EQ_INT(res.status, CX_MEMORY_LIMIT);
	CHECK_EQ_INT(res.limit.limit, CX_LIMIT_MEMORY);
	CHECK_EQ_INT(res.limit.value, 64 * MB);
	CHECK_EQ_STR(res.limit.source, "runtime");
	CHECK_EQ_STR(res.error.data,
		     "MemoryError\n"
		     "codex-run: the run needed more than 64 MB of memory (limits.memoryMB)\n");
	cx_result_done(&res);
	cx_pattern_free(sign.stderr_);
}

TEST(a_compilers_limit_is_not_said_to_be_the_requests)
{
	char sentence[200];
	for (int limit = CX_LIMIT_NONE + 1; limit < CX_LIMIT_COUNT; limit++) {
		struct cx_limit_hit hit = { (enum cx_limit)limit, 1024 * 1024, "" };
		cx_verdict_of_compiler(&hit);
		cx_verdict_sentence_of_compiler(&hit, sentence, sizeof(sentence));
		CHECK_CONTAINS(sentence, "compiler");
		CHECK(!strstr(sentence, "the run") && !strstr(sentence, "limits."));
	}
	cx_verdict_sentence_of_compiler(&none, sentence, sizeof(sentence));
	CHECK_EQ_STR(sentence, "");
}

int main(void)
{
	RUN(an_end_without_a_limit_is_told_as_it_was);
	RUN(a_limit_is_told_in_a_sentence_on_a_line_of_its_own);
	RUN(a_runtime_that_ends_itself_for_lack_of_memory_has_limit_and_sentence_too);
	RUN(a_compilers_limit_is_not_said_to_be_the_requests);
	return check_done();
}
