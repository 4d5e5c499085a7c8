/*
 * Answers of Piston's API, to the letter, and the choice of a runtime. The context and the registry are made up
 * here; the linker takes these functions before those of the library.
 */
#include "codex/piston.h"

#include <signal.h>

#include "base/buffer.h"
#include "codec/scan.h"
#include "language/language.h"

#include "check.h"

#define BYTES(text)                                               \
	(struct cx_bytes)                                         \
	{                                                         \
		.data = (char[]){ text }, .len = sizeof(text) - 1 \
	}

static struct cx_error err;

static char *aliases[] = { (char[]){ "py" }, NULL };
static char *py_extensions[] = { (char[]){ ".py" }, NULL };
static char *java_extensions[] = { (char[]){ ".java" }, NULL };

static struct cx_language languages[] = {
	{ .name = (char[]){ "java" },
	  .extensions = { java_extensions, 1 },
	  .source = (char[]){ "{var.file}.java" } },
	{ .name = (char[]){ "python" },
	  .aliases = { aliases, 1 },
	  .extensions = { py_extensions, 1 },
	  .source = (char[]){ "main.py" } },
	{ .name = (char[]){ "rust" }, .unavailable = (char[]){ "rustc: not found; install it" } },
};

size_t cx_languages_count(const struct cx_languages *registry)
{
	(void)registry;
	return sizeof(languages) / sizeof(languages[0]);
}

const struct cx_language *cx_languages_at(const struct cx_languages *registry, size_t index)
{
	(void)registry;
	return &languages[index];
}

const struct cx_language *cx_languages_find(const struct cx_languages *registry, const char *name)
{
	for (size_t i = 0; i < cx_languages_count(registry); i++)
		if (!strcmp(languages[i].name, name) || cx_strings_contain(&languages[i].aliases, name))
			return &languages[i];
	return NULL;
}

const struct cx_languages *cx_context_languages(const struct cx_context *ctx)
{
	(void)ctx;
	return NULL;
}

int cx_context_version(struct cx_context *ctx, const struct cx_language *lang, char **ret_version,
		       struct cx_error *cause)
{
	(void)ctx;
	if (lang->unavailable)
		return cx_fail(cause, CX_EUNAVAILABLE, "%s", lang->unavailable);
	*ret_version = strdup(lang == &languages[0] ? "17.0.13" : "3.11.2");
	return 0;
}

static void check_json(struct cx_bytes *json, const char *expected)
{
	CHECK_EQ_STR(json->data, expected);
	CHECK_EQ_INT(cx_scan(json->data, json->len, 16, &err), 0);
	cx_bytes_done(json);
}

static void check_result(const struct cx_result *res, const char *expected)
{
	struct cx_request req = { .limits.output_bytes = 4 };
	struct cx_bytes json = { 0 };
	CHECK_EQ_INT(cx_piston_result_format(&req, res, &json, &err), 0);
	check_json(&json, expected);
}

/* A part of the answer. */
static void check_part(const struct cx_result *res, const char *part)
{
	struct cx_request req = { .limits.output_bytes = 4 };
	struct cx_bytes json = { 0 };
	CHECK_EQ_INT(cx_piston_result_format(&req, res, &json, &err), 0);
	CHECK_CONTAINS(json.data, part);
	CHECK_EQ_INT(cx_scan(json.data, json.len, 16, &err), 0);
	cx_bytes_done(&json);
}

TEST(a_run_that_went_well_has_neither_message_nor_status)
{
	struct cx_result res = { .output = BYTES("a\nc\n"),
				 .error = BYTES("b\n"),
				 .combined = BYTES("a\nb\nc\n"),
				 .cpu_us = 12499,
				 .wall_us = 20500,
				 .memory_bytes = 8192,
				 .language = (char[]){ "python" },
				 .version = (char[]){ "3.11.2" } };
	check_result(&res,
		     "{\"run\":{\"stdout\":\"a\\nc\\n\",\"stderr\":\"b\\n\",\"output\":\"a\\nb\\nc\\n\","
		     "\"code\":0,"
		     "\"signal\":null,\"message\":null,\"status\":null,\"cpu_time\":12,\"wall_time\":21,"
		     "\"memory\":8192},\"language\":\"python\",\"version\":\"3.11.2\"}");
}

TEST(a_compiled_language_tells_its_compilation_apart)
{
	struct cx_result res = { .compile = { .ran = true, .wall_us = 250000, .output = BYTES("note\n") },
				 .output = BYTES("1\n"),
				 .combined = BYTES("1\n"),
				 .language = (char[]){ "java" },
				 .version = (char[]){ "17.0.13" } };
	check_result(
		&res,
		"{\"compile\":{\"stdout\":\"\",\"stderr\":\"note\\n\",\"output\":\"note\\n\",\"code\":0,"
		"\"signal\":null,\"message\":null,\"status\":null,\"cpu_time\":null,\"wall_time\":250,"
		"\"memory\":null},"
		"\"run\":{\"stdout\":\"1\\n\",\"stderr\":\"\",\"output\":\"1\\n\",\"code\":0,\"signal\":null,"
		"\"message\":null,\"status\":null,\"cpu_time\":0,\"wall_time\":0,\"memory\":0},"
		"\"language\":\"java\",\"version\":\"17.0.13\"}");
}

#define REFUSED                                                                                  \
	"{\"stdout\":\"\",\"stderr\":\"no\\n\",\"output\":\"no\\n\",\"code\":1,\"signal\":null," \
	"\"message\":\"Exited with error status "                                                \
	"1\",\"status\":\"RE\",\"cpu_time\":100,\"wall_time\":250,\"memory\":"                   \
	"4096}"

TEST(when_the_compiler_refuses_run_says_so_too)
{
	struct cx_result res = { .status = CX_COMPILE_ERROR,
				 .compile = { .ran = true, .wall_us = 250000, .output = BYTES("no\n") },
				 .error = BYTES("no\n"),
				 .exit_code = 1,
				 .cpu_us = 100000,
				 .memory_bytes = 4096,
				 .language = (char[]){ "java" },
				 .version = (char[]){ "17.0.13" } };
	check_result(&res, "{\"compile\":" REFUSED ",\"run\":" REFUSED
			   ",\"language\":\"java\",\"version\":\"17.0.13\"}");
}

TEST(a_compiler_that_hit_a_limit_says_which)
{
	struct cx_result res = { .status = CX_COMPILE_ERROR,
				 .compile = { .ran = true },
				 .exit_code = -1,
				 .signal = SIGKILL,
				 .limit = { .limit = CX_LIMIT_COMPILE_TIME } };
	check_part(
		&res,
		"\"code\":null,\"signal\":\"SIGKILL\",\"message\":\"Time limit exceeded\",\"status\":\"TO\"");
	res.limit.limit = CX_LIMIT_COMPILE_MEMORY;
	check_part(&res, "\"signal\":\"SIGKILL\",\"message\":\"Memory limit exceeded\",\"status\":\"SG\"");
	res.limit.limit = CX_LIMIT_OUTPUT;
	check_part(&res, "\"message\":\"stderr length exceeded\",\"status\":\"EL\"");
}

TEST(ends_have_their_status)
{
	struct cx_result res = { .status = CX_RUNTIME_ERROR, .exit_code = 3 };
	check_part(&res,
		   "\"code\":3,\"signal\":null,\"message\":\"Exited with error status 3\",\"status\":\"RE\"");
	res = (struct cx_result){ .status = CX_RUNTIME_ERROR, .exit_code = -1, .signal = SIGSEGV };
	check_part(&res, "\"code\":null,\"signal\":\"SIGSEGV\",\"message\":\"Caught fatal signal "
			 "11\",\"status\":\"SG\"");
}

TEST(time_limits_are_TO_whatever_the_program_made_of_its_end)
{
	struct cx_result res = { .status = CX_TIMEOUT, .exit_code = 0, .limit = { .limit = CX_LIMIT_WALL } };
	check_part(&res,
		   "\"code\":null,\"signal\":\"SIGKILL\",\"message\":\"Time limit exceeded (wall clock)\","
		   "\"status\":\"TO\"");
	res.limit.limit = CX_LIMIT_CPU;
	check_part(&res, "\"message\":\"Time limit exceeded\",\"status\":\"TO\"");
}

TEST(too_much_output_is_OL_or_EL_by_its_stream)
{
	struct cx_result res = { .status = CX_OUTPUT_LIMIT,
				 .exit_code = -1,
				 .signal = SIGKILL,
				 .output = BYTES("1234"),
				 .limit = { .limit = CX_LIMIT_OUTPUT } };
	check_part(&res, "\"signal\":\"SIGKILL\",\"message\":\"stdout length exceeded\",\"status\":\"OL\"");
	res.output = BYTES("123");
	res.error = BYTES("1234");
	check_part(&res, "\"signal\":\"SIGKILL\",\"message\":\"stderr length exceeded\",\"status\":\"EL\"");
}

TEST(a_memory_limit_is_told_by_its_message)
{
	struct cx_result res = { .status = CX_MEMORY_LIMIT,
				 .exit_code = -1,
				 .signal = SIGKILL,
				 .limit = { .limit = CX_LIMIT_MEMORY } };
	check_part(&res, "\"code\":null,\"signal\":\"SIGKILL\",\"message\":\"Memory limit "
			 "exceeded\",\"status\":\"SG\"");
	res.exit_code = 1;
	res.signal = 0;
	check_part(&res,
		   "\"code\":1,\"signal\":null,\"message\":\"Memory limit exceeded\",\"status\":\"RE\"");
}

/* A full disk or a refused fork that the program lived through does not change that it ended well. */
TEST(a_limit_that_only_marred_a_run_is_no_status)
{
	struct cx_result res = { .status = CX_SUCCESS, .limit = { .limit = CX_LIMIT_PROCESSES } };
	check_part(&res, "\"code\":0,\"signal\":null,\"message\":null,\"status\":null");
}

TEST(bytes_that_are_no_text_do_not_break_the_answer)
{
	struct cx_result res = { .output = BYTES("\xff\0x"), .combined = BYTES("\xff\0x") };
	check_part(&res, "\"stdout\":\"\xEF\xBF\xBD\\u0000x\"");
}

TEST(runtimes_are_those_that_can_run_here)
{
	struct cx_bytes json = { 0 };
	CHECK_EQ_INT(cx_piston_runtimes_format(NULL, &json, &err), 0);
	check_json(&json, "[{\"language\":\"java\",\"version\":\"17.0.13\",\"aliases\":[]},"
			  "{\"language\":\"python\",\"version\":\"3.11.2\",\"aliases\":[\"py\"]}]");
}

TEST(an_error_is_a_message)
{
	struct cx_bytes json = { 0 };
	CHECK_EQ_INT(cx_piston_error_format("a \"b\"", &json, &err), 0);
	check_json(&json, "{\"message\":\"a \\\"b\\\"\"}");
}

/* ---- the choice of a runtime ---- */

/* *ret_name is what the main source is called afterwards, "" when the language names it. */
static int choose(const char *language, const char *version, const char *file_name, char ret_name[static 32])
{
	struct cx_request req = { .cancel_fd = -1,
				  .files = calloc(1, sizeof(struct cx_file)),
				  .files_len = 1 };
	err = (struct cx_error){ 0 };
	req.language = strdup(language);
	req.files[0].name = strdup(file_name);
	int r = cx_piston_choose(NULL, &req, version, &err);
	snprintf(ret_name, 32, "%s", req.files[0].name ? req.files[0].name : "");
	cx_request_done(&req);
	return r;
}

TEST(a_runtime_is_found_by_name_or_alias_and_a_range_of_versions)
{
	char name[32];
	CHECK_EQ_INT(choose("python", "3.11.2", "a.py", name), 0);
	CHECK_EQ_INT(choose("py", "^3.10", "a.py", name), 0);
	CHECK_EQ_INT(choose("python", "3.10.0", "a.py", name), -1);
	CHECK_EQ_STR(err.msg, "python-3.10.0 runtime is unknown");
	CHECK_EQ_INT(err.code, CX_EINPUT);
	CHECK_EQ_STR(err.field, "version");
	CHECK_EQ_INT(choose("cobol", "*", "a.cob", name), -1);
	CHECK_EQ_STR(err.msg, "cobol-* runtime is unknown");
	CHECK_EQ_STR(err.field, "language");
}

TEST(a_runtime_whose_toolchain_is_missing_is_not_the_clients_fault)
{
	char name[32];
	CHECK_EQ_INT(choose("rust", "*", "a.rs", name), -1);
	CHECK_EQ_INT(err.code, CX_EUNAVAILABLE);
}

TEST(a_main_source_keeps_a_name_that_its_language_knows)
{
	char name[32];
	CHECK_EQ_INT(choose("python", "*", "my_cool_code.py", name), 0);
	CHECK_EQ_STR(name, "my_cool_code.py");
	CHECK_EQ_INT(choose("python", "*", "file0.code", name), 0);
	CHECK_EQ_STR(name, "");
	/* A language that reads the name from the source knows it better. */
	CHECK_EQ_INT(choose("java", "*", "test.java", name), 0);
	CHECK_EQ_STR(name, "");
}

int main(void)
{
	RUN(a_run_that_went_well_has_neither_message_nor_status);
	RUN(a_compiled_language_tells_its_compilation_apart);
	RUN(when_the_compiler_refuses_run_says_so_too);
	RUN(a_compiler_that_hit_a_limit_says_which);
	RUN(ends_have_their_status);
	RUN(time_limits_are_TO_whatever_the_program_made_of_its_end);
	RUN(too_much_output_is_OL_or_EL_by_its_stream);
	RUN(a_memory_limit_is_told_by_its_message);
	RUN(a_limit_that_only_marred_a_run_is_no_status);
	RUN(bytes_that_are_no_text_do_not_break_the_answer);
	RUN(runtimes_are_those_that_can_run_here);
	RUN(an_error_is_a_message);
	RUN(a_runtime_is_found_by_name_or_alias_and_a_range_of_versions);
	RUN(a_runtime_whose_toolchain_is_missing_is_not_the_clients_fault);
	RUN(a_main_source_keeps_a_name_that_its_language_knows);
	return check_done();
}
