/*
 * What an installation says about itself. The context and the registry are made up here, so that every
 * line of the answer has a known cause; the linker takes these functions before those of the library.
 */
#include "codex/codec.h"

#include "base/buffer.h"
#include "codec/scan.h"
#include "language/language.h"

#include "check.h"

struct cx_context {
	struct cx_limit_bounds bounds;
	struct cx_caps caps;
	enum cx_floor floor;
	enum cx_modules modules;
	enum cx_errc version_error;
};

static struct cx_choice choices[] = { { (char[]){ "c++17" }, (char[]){ "x" } },
				      { (char[]){ "c++20" }, (char[]){ "y" } } };
static struct cx_option_rule options[] = {
	{ .name = (char[]){ "std" }, .choices = choices, .choices_len = 2, .default_choice = 1 }
};
static char *aliases[] = { (char[]){ "c++" }, (char[]){ "cxx" }, NULL };
static char *extensions[] = { (char[]){ ".cpp" }, NULL };
static char *packages[] = { (char[]){ "standard library" }, NULL };

static struct cx_language languages[] = {
	{ .name = (char[]){ "cpp" },
	  .title = (char[]){ "C++" },
	  .aliases = { aliases, 2 },
	  .extensions = { extensions, 1 },
	  .options = options,
	  .options_len = 1,
	  .packages = { packages, 1 } },
	{ .name = (char[]){ "go" },
	  .title = (char[]){ "Go" },
	  .unavailable = (char[]){ "go: not found; install it" } },
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

bool cx_language_available(const struct cx_language *lang, const char **ret_why)
{
	*ret_why = lang->unavailable;
	return !lang->unavailable;
}

const struct cx_languages *cx_context_languages(const struct cx_context *ctx)
{
	(void)ctx;
	return NULL;
}

const struct cx_limit_bounds *cx_context_bounds(const struct cx_context *ctx)
{
	return &ctx->bounds;
}

const char *cx_context_service(const struct cx_context *ctx)
{
	(void)ctx;
	return "codex-run";
}

const struct cx_caps *cx_context_probe(struct cx_context *ctx)
{
	return &ctx->caps;
}

enum cx_floor cx_context_floor(const struct cx_context *ctx)
{
	return ctx->floor;
}

enum cx_modules cx_context_modules(const struct cx_context *ctx)
{
	return ctx->modules;
}

const char *cx_context_state_dir(const struct cx_context *ctx)
{
	(void)ctx;
	return "/run/codex-run";
}

uint64_t cx_context_warm_bytes(const struct cx_context *ctx)
{
	(void)ctx;
	return 0;
}

unsigned cx_context_slots(const struct cx_context *ctx)
{
	(void)ctx;
	return 4;
}

int cx_context_version(struct cx_context *ctx, const struct cx_language *lang, char **ret_version,
		       struct cx_error *err)
{
	if (ctx->version_error)
		return cx_fail(err, ctx->version_error, "asking %s failed", lang->name);
	*ret_version = strdup("12.2.0");
	return 0;
}

static struct cx_context context(void)
{
	struct cx_context ctx = { .bounds = cx_limit_bounds_builtin, .floor = CX_FLOOR_NONE };
	ctx.bounds.def.cpu_us = 20000000;
	for (int i = 0; i < CX_LAYER_COUNT; i++)
		ctx.caps.layer[i] = (struct cx_layer_status){ .state = CX_LAYER_DENIED, .why = "not here" };
	ctx.caps.layer[CX_LAYER_LANDLOCK] =
		(struct cx_layer_status){ .state = CX_LAYER_ON, .version = 7, .why = "files" };
	return ctx;
}

static struct cx_error err;

#define CPP                                                                                         \
	"{\"name\":\"cpp\",\"title\":\"C++\",\"aliases\":[\"c++\",\"cxx\"],\"version\":\"12.2.0\"," \
	"\"available\":true,\"reason\":null,\"extensions\":[\".cpp\"],\"options\":{\"std\":"        \
	"{\"default\":\"c++20\",\"choices\":[\"c++17\",\"c++20\"],\"help\":null}},"                 \
	"\"packages\":[\"standard library\"]}"
#define GO                                                                                       \
	"{\"name\":\"go\",\"title\":\"Go\",\"aliases\":[],\"version\":null,\"available\":false," \
	"\"reason\":\"go: not found; install it\",\"extensions\":[],\"options\":{},\"packages\":[]}"

TEST(languages_say_what_they_take_and_why_they_are_missing)
{
	struct cx_context ctx = context();
	cleanup_bytes struct cx_bytes json = { 0 };
	CHECK_EQ_INT(cx_languages_format(&ctx, &json, &err), 0);
	CHECK_EQ_STR(json.data, "{\"languages\":[" CPP "," GO "]}");
	CHECK_EQ_INT(cx_scan(json.data, json.len, 16, &err), 0);
}

TEST(a_toolchain_that_does_not_answer_is_not_available)
{
	struct cx_context ctx = context();
	cleanup_bytes struct cx_bytes json = { 0 }, busy = { 0 };
	ctx.version_error = CX_EUNAVAILABLE;
	CHECK_EQ_INT(cx_languages_format(&ctx, &json, &err), 0);
	CHECK_CONTAINS(json.data, "\"version\":null,\"available\":false,\"reason\":\"asking cpp failed\"");
	/* Being busy says nothing about the toolchain. */
	ctx.version_error = CX_EBUSY;
	CHECK_EQ_INT(cx_languages_format(&ctx, &busy, &err), 0);
	CHECK_CONTAINS(busy.data, "\"version\":null,\"available\":true,\"reason\":\"asking cpp failed\"");
}

TEST(info_tells_limits_in_the_units_of_a_request)
{
	struct cx_context ctx = context();
	cleanup_bytes struct cx_bytes json = { 0 };
	CHECK_EQ_INT(cx_info_format(&ctx, &json, &err), 0);
	CHECK_EQ_INT(cx_scan(json.data, json.len, 16, &err), 0);
	CHECK_CONTAINS(json.data, "{\"service\":\"codex-run\",\"version\":\"" CODEX_VERSION
				  "\",\"languages\":[" CPP "," GO "],\"limits\":{"
				  "\"timeout\":{\"default\":30,\"min\":0.05,\"max\":60},"
				  "\"cpuTime\":{\"default\":20,\"min\":0.05,\"max\":240},"
				  "\"memoryMB\":{\"default\":128,\"min\":16,\"max\":1024},"
				  "\"outputKB\":{\"default\":1024,\"min\":1,\"max\":4096},"
				  "\"processes\":{\"default\":64,\"min\":1,\"max\":256},"
				  "\"fileMB\":{\"default\":64,\"min\":1,\"max\":256},"
				  "\"diskMB\":{\"default\":64,\"min\":1,\"max\":256}},"
				  "\"sizes\":{\"code\":51200,");
	CHECK_CONTAINS(json.data, "\"isolation\":{\"");
	CHECK_CONTAINS(json.data, "\"rlimits\":{\"state\":\"denied\",\"version\":null,"
				  "\"why\":\"not here\"},");
	CHECK_CONTAINS(json.data, "\"landlock\":{\"state\":\"on\",\"version\":7,\"why\":\"files\"},");
	CHECK_CONTAINS(json.data, "\"floor\":\"none\",\"floorMet\":true,\"slots\":4,\"warm\":{\"memoryMB\":0,"
				  "\"languages\":[]},\"build\":{\"compiler\":\"");
}

TEST(info_tells_the_policy_on_modules)
{
	struct cx_context ctx = context();
	cleanup_bytes struct cx_bytes json = { 0 };
	ctx.modules = CX_MODULES_REFUSE;
	CHECK_EQ_INT(cx_info_format(&ctx, &json, &err), 0);
	CHECK_CONTAINS(json.data, ",\"modules\":\"refuse\",\"floor\":");
}

TEST(a_cpu_time_that_nobody_set_is_shown_as_it_will_be)
{
	struct cx_context ctx = context();
	cleanup_bytes struct cx_bytes json = { 0 };
	ctx.bounds.def.cpu_us = 0;
	ctx.bounds.max.cpu_us = 5000000;
	CHECK_EQ_INT(cx_info_format(&ctx, &json, &err), 0);
	CHECK_CONTAINS(json.data, "\"cpuTime\":{\"default\":5,\"min\":0.05,\"max\":5}");
}

TEST(doctor_tells_each_layer_and_whether_the_floor_is_met)
{
	struct cx_context ctx = context();
	cleanup_bytes struct cx_bytes json = { 0 }, unmet = { 0 };
	CHECK_EQ_INT(cx_doctor_format(&ctx, &json, &err), 0);
	CHECK_EQ_INT(cx_scan(json.data, json.len, 16, &err), 0);
	CHECK_CONTAINS(json.data,
		       "{\"floor\":\"none\",\"met\":true,\"reason\":null,\"layers\":[{\"name\":\"");
	CHECK_CONTAINS(json.data,
		       "{\"name\":\"rlimits\",\"state\":\"denied\",\"version\":null,\"why\":\"not here\"},");
	CHECK_CONTAINS(json.data,
		       "{\"name\":\"landlock\",\"state\":\"on\",\"version\":7,\"why\":\"files\"},");
	CHECK_CONTAINS(json.data,
		       "\"stateDir\":\"/run/codex-run\",\"slots\":4,\"languages\":["
		       "{\"name\":\"cpp\",\"version\":\"12.2.0\",\"available\":true,\"reason\":null},"
		       "{\"name\":\"go\",\"version\":null,\"available\":false,"
		       "\"reason\":\"go: not found; install it\"}]}");
	/* With nothing but Landlock no other floor is met, and the reason is given. */
	ctx.floor = CX_FLOOR_STRICT;
	CHECK_EQ_INT(cx_doctor_format(&ctx, &unmet, &err), 0);
	CHECK_CONTAINS(unmet.data, "{\"floor\":\"strict\",\"met\":false,\"reason\":\"");
}

int main(void)
{
	RUN(languages_say_what_they_take_and_why_they_are_missing);
	RUN(a_toolchain_that_does_not_answer_is_not_available);
	RUN(info_tells_limits_in_the_units_of_a_request);
	RUN(info_tells_the_policy_on_modules);
	RUN(a_cpu_time_that_nobody_set_is_shown_as_it_will_be);
	RUN(doctor_tells_each_layer_and_whether_the_floor_is_met);
	return check_done();
}
