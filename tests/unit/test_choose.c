/* Templates and choices: what a request selects, and what the end of its run means. */
#include "base/buffer.h"
#include "check.h"
#include "language/language.h"

enum { MB = 1024 * 1024 };

static struct cx_tool tools[] = { { .name = (char *)"g++", .path = (char *)"/usr/bin/g++" },
				  { .name = (char *)"ld" } };
static struct cx_choice levels[] = { { (char *)"fast", (char *)"-O3" }, { (char *)"0", (char *)"-O0" } };
static struct cx_option_rule rules[] = {
	{ .name = (char *)"opt", .choices = levels, .choices_len = 2, .default_choice = 1 },
	{ .name = (char *)"std", .choices = levels + 1, .choices_len = 1 },
};
static struct cx_variable variables[] = { { .name = (char *)"class", .fallback = (char *)"Main" } };
static char *extensions[] = { (char *)".cpp", (char *)".cc", NULL };
static const struct cx_language toy = {
	.name = (char *)"toy",
	.directory = (char *)"/data",
	.unavailable = (char *)"ld is not installed: find one",
	.tools = tools,
	.tools_len = 2,
	.options = rules,
	.options_len = 2,
	.variables = variables,
	.variables_len = 1,
	.extensions = { extensions, 2 },
};
static char *two_sources[] = { (char *)"a.cpp", (char *)"b c.cpp", NULL };
static char *option_texts[] = { (char *)"-O3", (char *)"-O0", NULL };
static char *variable_texts[] = { (char *)"Prog", NULL };
static const struct cx_memory_rule quarter = { UINT64_MAX, 28 * MB, 0.25 };

static struct cx_expansion expansion(void)
{
	static const struct cx_strings sources = { two_sources, 2 }, options = { option_texts, 2 },
				       values = { variable_texts, 1 };
	return (struct cx_expansion){
		.lang = &toy,
		.source = "a.cpp",
		.sources = &sources,
		.work = "/w",
		.build = "/b",
		.tmp = "/t",
		.memory_bytes = 128 * MB,
		.memory = &quarter,
		.cpus = 2,
		.option_values = &options,
		.variable_values = &values,
	};
}

static void check_expands(const char *template, const char *expected)
{
	struct cx_expansion with = expansion();
	struct cx_error err = { 0 };
	char *text = NULL;
	CHECK_EQ_INT(cx_template_check(template, CX_TEMPLATE_STEP, &toy, &err), 0);
	CHECK_EQ_INT(cx_template_expand(template, &with, &text, &err), 0);
	CHECK_EQ_STR(text, expected);
	free(text);
}

TEST(placeholders_are_expanded)
{
	check_expands("", "");
	check_expands("plain } text", "plain } text");
	check_expands("{source}", "a.cpp");
	check_expands("-I{work}:{build}:{tmp}:{data}", "-I/w:/b:/t:/data");
	check_expands("-Xmx{heapMB}m", "-Xmx25m");
	check_expands("{memoryMB}/{cpus}", "128/2");
	check_expands("{tool.g++}", "/usr/bin/g++");
	check_expands("{dir.g++}/../lib", "/usr/bin/../lib");
	check_expands("{option.opt}{option.std}", "-O3-O0");
	check_expands("{var.class}.java", "Prog.java");
	check_expands("{{source}", "{source}");
	check_expands("{{{{{source}", "{{a.cpp");
}

static void check_moved(const char *tool, const char *template, const char *expected)
{
	struct cx_tool own = { .name = (char *)"t", .path = (char *)tool };
	const struct cx_language lang = { .directory = (char *)"/data", .tools = &own, .tools_len = 1 };
	const struct cx_expansion with = { .lang = &lang, .data = "/moved" };
	struct cx_error err = { 0 };
	char *text = NULL;
	CHECK_EQ_INT(cx_template_expand(template, &with, &text, &err), 0);
	CHECK_EQ_STR(text, expected);
	free(text);
}

TEST(what_is_beside_the_language_file_moves_with_it)
{
	check_moved("/data/bin/t", "{tool.t}", "/moved/bin/t");
	check_moved("/data/bin/t", "{dir.t}/x", "/moved/bin/x");
	check_moved("/data/t", "{dir.t}/x", "/moved/x");
	check_moved("/data/t", "{data}/x", "/moved/x");
	check_moved("/database/t", "{tool.t}", "/database/t");
	check_moved("/usr/bin/t", "{dir.t}", "/usr/bin");
}

TEST(a_source_may_stand_with_another_ending)
{
	check_expands("{build}/{source:.cpp=.o}", "/b/a.o");
	check_expands("{source:pp=}", "a.c");
	check_expands("{source:=.o}", "a.cpp.o");
	check_expands("{source:.c=.o}", "a.cpp");
	check_expands("{source:a long ending.cpp=.o}", "a.cpp");
	struct cx_error err = { 0 };
	CHECK_EQ_INT(cx_template_check("{source:.cpp}", CX_TEMPLATE_STEP, &toy, &err), -1);
	CHECK_EQ_STR(err.msg, "unknown placeholder {source:.cpp}");
	CHECK_EQ_INT(cx_template_check("{source:a=b}", CX_TEMPLATE_VERSION, &toy, &err), -1);
	CHECK_EQ_STR(err.msg, "{source:a=b} has no meaning here");
	CHECK_EQ_INT(cx_template_check("{source:a=b}", CX_TEMPLATE_SOURCE, &toy, &err), -1);
}

TEST(sources_become_an_argument_each)
{
	char *items[] = { (char *)"cc", (char *)"{sources}", (char *)"-o{build}", NULL };
	const struct cx_strings templates = { items, 3 };
	struct cx_expansion with = expansion();
	struct cx_error err = { 0 };
	cleanup_strings struct cx_strings argv = { 0 };
	CHECK_EQ_INT(cx_template_expand_all(&templates, &with, &argv, &err), 0);
	CHECK_EQ_INT(argv.len, 4);
	CHECK_EQ_STR(argv.items[1], "a.cpp");
	CHECK_EQ_STR(argv.items[2], "b c.cpp");
	CHECK_EQ_STR(argv.items[3], "-o/b");
}

TEST(a_heap_is_never_smaller_than_4_MB)
{
	struct cx_expansion with = expansion();
	struct cx_error err = { 0 };
	char *text = NULL;
	with.memory_bytes = 16 * MB;
	CHECK_EQ_INT(cx_template_expand("{heapMB}", &with, &text, &err), 0);
	CHECK_EQ_STR(text, "4");
	free(text);
}

TEST(a_tool_that_is_missing_makes_the_language_unavailable)
{
	struct cx_expansion with = expansion();
	struct cx_error err = { 0 };
	char *text = NULL;
	CHECK_EQ_INT(cx_template_expand("{tool.ld}", &with, &text, &err), -1);
	CHECK_EQ_INT(err.code, CX_EUNAVAILABLE);
	CHECK_EQ_STR(err.msg, "ld is not installed: find one");
}

/* ---- options ---- */

static int choose(const char *name, const char *value, struct cx_strings *ret, struct cx_error *err)
{
	struct cx_option option = { (char *)name, (char *)value };
	const struct cx_request req = { .options = &option, .options_len = name ? 1 : 0 };
	return cx_language_choose_options(&toy, &req, ret, err);
}

TEST(options_have_defaults_and_texts)
{
	cleanup_strings struct cx_strings plain = { 0 }, fast = { 0 };
	struct cx_error err = { 0 };
	CHECK_EQ_INT(choose(NULL, NULL, &plain, &err), 0);
	CHECK_EQ_INT(plain.len, 2);
	CHECK_EQ_STR(plain.items[0], "-O0");
	CHECK_EQ_STR(plain.items[1], "-O0");
	CHECK_EQ_INT(choose("opt", "fast", &fast, &err), 0);
	CHECK_EQ_STR(fast.items[0], "-O3");
}

TEST(an_option_that_is_not_there_is_refused_with_those_that_are)
{
	struct cx_strings none = { 0 };
	struct cx_error err = { 0 };
	CHECK_EQ_INT(choose("opt", "-O3", &none, &err), -1);
	CHECK_EQ_INT(err.code, CX_EINPUT);
	CHECK_EQ_STR(err.field, "options.opt");
	CHECK_EQ_STR(err.msg, "options.opt: -O3 is none of fast, 0");
	CHECK_EQ_INT(choose("level", "1", &none, &err), -1);
	CHECK_EQ_STR(err.msg, "options.level: toy has no such option; there are opt, std");
	CHECK_EQ_INT(choose("a\nb", "1", &none, &err), -1);
	CHECK_EQ_STR(err.msg, "options: toy has no such option; there are opt, std");
	CHECK_EQ_INT(choose("opt", "\x1b[31m", &none, &err), -1);
	CHECK_EQ_STR(err.msg, "options.opt: this is none of fast, 0");
	CHECK(!none.items);
}

/* ---- sources and variables ---- */

TEST(a_source_is_known_by_its_ending)
{
	CHECK(cx_language_is_source(&toy, "main.cpp"));
	CHECK(cx_language_is_source(&toy, "lib/x.cc"));
	CHECK(!cx_language_is_source(&toy, "main.h"));
	CHECK(!cx_language_is_source(&toy, "cpp"));
	CHECK(!cx_language_is_source(&toy, "dir.cpp/data"));
	CHECK(!cx_language_is_source(&toy, "dir/.cpp"));
	CHECK(!cx_language_is_source(&toy, "main.CPP"));
}

static void check_value(const char *pattern, const char *value, const char *source, const char *expected)
{
	struct cx_error err = { 0 };
	struct cx_pattern *compiled = NULL;
	cleanup_strings struct cx_strings values = { 0 };
	if (cx_pattern_compile(pattern, &compiled, &err) < 0)
		abort();
	char *texts[] = { (char *)value };
	struct cx_variable variable = { (char *)"v", &compiled, texts, 1, (char *)"fallback" };
	const struct cx_language lang = { .variables = &variable, .variables_len = 1 };
	const struct cx_bytes bytes = { (char *)source, strlen(source) };
	CHECK_EQ_INT(cx_language_read_variables(&lang, &bytes, &values, &err), 0);
	CHECK_EQ_INT(values.len, 1);
	CHECK_EQ_STR(values.items[0], expected);
	cx_pattern_free(compiled);
}

TEST(a_variable_is_read_from_the_source)
{
	check_value("^class (\\w+)", "{1}", "x\nclass Foo", "Foo");
	check_value("^(a)|(b)", "<{1}{2}{{>", "b", "<b{>");
	check_value("^class (\\w+)", "{1}", "struct Foo", "fallback");
}

TEST(a_value_that_cannot_be_a_name_is_none)
{
	char longer[200];
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	check_value("(.*)", "{1}", longer, "fallback");
	check_value("(.*)", "{1}", "../etc", "fallback");
	check_value("(.*)", "{1}", "a/b", "fallback");
	check_value("(.*)", "{1}", "-x", "fallback");
	check_value("(.*)", "{1}", ".x", "fallback");
	check_value("([\\s\\S]*)", "{1}", "a\nb", "fallback");
	check_value("(x?)", "{1}", "", "fallback");
}

/* ---- ends ---- */

TEST(a_sign_of_memory_needs_all_that_it_names)
{
	struct cx_error err = { 0 };
	struct cx_sign signs[2] = { { 1, 0, NULL }, { -1, 6, NULL } };
	if (cx_pattern_compile("^MemoryError$", &signs[0].stderr_, &err) < 0 ||
	    cx_pattern_compile("bad_alloc", &signs[1].stderr_, &err) < 0)
		abort();
	const struct cx_signs two = { signs, 2 };
	const struct cx_bytes memory = { (char *)"x\nMemoryError\n", 14 }, alloc = { (char *)"bad_alloc", 9 },
			      none = { 0 };
	CHECK(cx_language_shows_sign(&two, 1, 0, &memory));
	CHECK(!cx_language_shows_sign(&two, 2, 0, &memory));
	CHECK(!cx_language_shows_sign(&two, -1, 6, &memory));
	CHECK(cx_language_shows_sign(&two, -1, 6, &alloc));
	CHECK(!cx_language_shows_sign(&two, -1, 11, &alloc));
	CHECK(!cx_language_shows_sign(&two, 1, 0, &none));
	cx_pattern_free(signs[0].stderr_);
	cx_pattern_free(signs[1].stderr_);
}

TEST(a_sign_is_looked_for_in_the_last_64_KB)
{
	struct cx_error err = { 0 };
	struct cx_sign sign = { -1, 0, NULL };
	if (cx_pattern_compile("oom", &sign.stderr_, &err) < 0)
		abort();
	const struct cx_signs one = { &sign, 1 };
	size_t len = 100 * 1024;
	struct cx_bytes text = { calloc(1, len), len };
	memcpy(text.data + 10, "oom", 3);
	CHECK(!cx_language_shows_sign(&one, 1, 0, &text));
	memcpy(text.data + len - 3, "oom", 3);
	CHECK(cx_language_shows_sign(&one, 1, 0, &text));
	CHECK(!cx_language_shows_sign(&one, 0, 0, &text)); /* it ended well */
	cx_bytes_done(&text);
	cx_pattern_free(sign.stderr_);
}

int main(void)
{
	RUN(placeholders_are_expanded);
	RUN(what_is_beside_the_language_file_moves_with_it);
	RUN(a_source_may_stand_with_another_ending);
	RUN(sources_become_an_argument_each);
	RUN(a_heap_is_never_smaller_than_4_MB);
	RUN(a_tool_that_is_missing_makes_the_language_unavailable);
	RUN(options_have_defaults_and_texts);
	RUN(an_option_that_is_not_there_is_refused_with_those_that_are);
	RUN(a_source_is_known_by_its_ending);
	RUN(a_variable_is_read_from_the_source);
	RUN(a_value_that_cannot_be_a_name_is_none);
	RUN(a_sign_of_memory_needs_all_that_it_names);
	RUN(a_sign_is_looked_for_in_the_last_64_KB);
	return check_done();
}
