/* The data files of languages/ themselves: that they load, and what their patterns make of real text. */
#include <time.h>

#include "base/buffer.h"
#include "check.h"
#include "language/language.h"

static struct cx_languages *languages;

static void check_variables(const char *name, const char *source, const char *const *expected, size_t len)
{
	const struct cx_language *lang = cx_languages_find(languages, name);
	const struct cx_bytes bytes = { (char *)source, strlen(source) };
	cleanup_strings struct cx_strings values = { 0 };
	struct cx_error err = { 0 };
	CHECK_EQ_INT(cx_language_read_variables(lang, &bytes, &values, &err), 0);
	CHECK_EQ_INT(values.len, len);
	for (size_t i = 0; i < len && i < values.len; i++)
		CHECK_EQ_STR(values.items[i], expected[i]);
}

static void check_java(const char *source, const char *package, const char *main_class, const char *file)
{
	const char *expected[] = { package, main_class, file };
	check_variables("java", source, expected, 3);
}

static bool out_of_memory(const char *name, int exit_code, int signal, const char *text)
{
	const struct cx_bytes error = { (char *)text, strlen(text) };
	return cx_language_shows_sign(&cx_languages_find(languages, name)->memory_signs, exit_code, signal,
				      &error);
}

#define MAIN "public static void main(String[] args) { }"

TEST(java_runs_the_public_class)
{
	check_java("public class Prog { " MAIN " }", "", "Prog", "Prog");
	check_java("import java.util.*;\n\npublic final class Prog{ " MAIN " }", "", "Prog", "Prog");
	check_java("abstract public\nclass Prog { " MAIN " }", "", "Prog", "Prog");
	check_java("@SuppressWarnings(\"x\") public strictfp class P_1$ { " MAIN " }", "", "P_1$", "P_1$");
	check_java("public record Prog(int a) { " MAIN " }", "", "Prog", "Prog");
	check_java("public enum Prog { A; " MAIN " }", "", "Prog", "Prog");
	check_java("public interface Prog { static void main(String... a) {} }", "", "Prog", "Prog");
	check_java("public @interface Prog { }", "", "Prog", "Prog");
	check_java("public sealed class Prog permits A { " MAIN " } final class A extends Prog {}", "",
		   "Prog", "Prog");
	check_java("public /* class No */ class // here\n Prog { " MAIN " }", "", "Prog", "Prog");
	check_java("public class Caf\xc3\xa9 { " MAIN " }", "", "Caf\xc3\xa9", "Caf\xc3\xa9");
}

TEST(java_without_a_public_class_runs_the_one_with_main)
{
	check_java("class A { } class B { " MAIN " }", "", "B", "B");
	check_java("class A { void x() { main(); } } class B { void main (String[] a) { } }", "", "B", "B");
	check_java("class A { int mainly; void remain() {} } class B { " MAIN " }", "", "B", "B");
	check_java("class A { static class Inner { " MAIN " } } class B { " MAIN " }", "", "B", "B");
	check_java("interface A { } record R(int x) { " MAIN " }", "", "R", "R");
}

TEST(java_prefers_main_to_public)
{
	check_java("public class A { } class B { " MAIN " }", "", "B", "A");
	check_java("class A { " MAIN " } public class B { " MAIN " }", "", "B", "B");
	check_java("public class A { void x() { String s = \"main(\"; } } class B { " MAIN " }", "", "B",
		   "A");
	check_java("public class A { }", "", "A", "A");
}

TEST(java_is_not_misled_by_comments_and_strings)
{
	check_java("/* public class No { " MAIN " } */ public class Prog { " MAIN " }", "", "Prog", "Prog");
	check_java("// public class No\npublic class Prog { " MAIN " }", "", "Prog", "Prog");
	check_java("/** {@code public class No} **/ class Prog { " MAIN " }", "", "Prog", "Prog");
	check_java("@Doc(\"public class No {\") class Prog { " MAIN " }", "", "Prog", "Prog");
	check_java("class A { String s = \"} public class No {\"; char c = '}', d = '\\''; } class B { " MAIN
		   " }",
		   "", "B", "B");
	check_java("class A { String s = \"\"\"\n \\\"\"\" \" public class No { \"\"\"; } class B { " MAIN
		   " }",
		   "", "B", "B");
	check_java("class A { int x = 4 / 2; /* ' */ int y; // \"\n } class B { " MAIN " }", "", "B", "B");
	check_java("class A { public static class Inner { } } class B { " MAIN " }", "", "B", "B");
}

TEST(java_packages_belong_to_the_class_name)
{
	check_java("package a.b.c;\npublic class Prog { " MAIN " }", "a.b.c.", "Prog", "Prog");
	check_java("/* x */ // y\npackage a ; class Prog { " MAIN " }", "a.", "Prog", "Prog");
	check_java("class Prog { String s = \"package x;\"; " MAIN " }", "", "Prog", "Prog");
	check_java("package a/b; class Prog { " MAIN " }", "", "Prog", "Prog");
}

TEST(java_falls_back_to_Main)
{
	check_java("", "", "Main", "Main");
	check_java("void main() { System.out.println(); }", "", "Main", "Main");
	check_java("class A { }", "", "Main", "Main");
	check_java("public class { " MAIN " }", "", "Main", "Main");
	check_java("\"public class No {", "", "Main", "Main");
	check_java("} public class No { }", "", "Main", "Main");
	check_java("public class ../../x { }", "", "Main", "Main");
}

TEST(java_finds_the_class_of_a_broken_program)
{
	check_java("public class Prog { " MAIN, "", "Prog", "Prog");
	check_java("class A { } class Prog { public static void main(String[] a) { int x = ", "", "Prog",
		   "Prog");
}

TEST(java_finds_the_class_behind_50_KB)
{
	cleanup_buffer struct cx_buffer text = { 0 };
	cx_buffer_puts(&text, "import java.util.*;\nclass Data { int[] a = {");
	while (text.len < 24 * 1024)
		cx_buffer_puts(&text, "1, 2 /* x */, 3, ");
	cx_buffer_puts(&text, "}; void f() { ");
	while (text.len < 49 * 1024)
		cx_buffer_puts(&text, "{ g(\"x\", 'c'); } ");
	cx_buffer_puts(&text, "} }\npublic class Prog { " MAIN " }");
	check_java(text.data, "", "Prog", "Prog");
}

/* Deep nesting, open strings, half comments: any answer will do, soon. */
TEST(java_is_read_in_bounded_time)
{
	static const char *const parts[] = {
		"{", "}", "class a{", "public ", "/*", "\"", "'", "a ", "/", "main(", "public class a{main"
	};
	clock_t start = clock();
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		cleanup_buffer struct cx_buffer text = { 0 };
		cleanup_strings struct cx_strings values = { 0 };
		struct cx_error err = { 0 };
		while (text.len < 50 * 1024)
			cx_buffer_puts(&text, parts[i]);
		const struct cx_bytes bytes = { text.data, text.len };
		CHECK_EQ_INT(cx_language_read_variables(cx_languages_find(languages, "java"), &bytes, &values,
							&err),
			     0);
		CHECK_EQ_INT(values.len, 3);
	}
	CHECK((clock() - start) / CLOCKS_PER_SEC < 10);
}

static void check_javascript(const char *source, const char *ending)
{
	check_variables("javascript", source, &ending, 1);
}

TEST(javascript_is_a_module_when_it_imports_or_exports)
{
	check_javascript("import fs from 'fs';", "mjs");
	check_javascript("'use strict';\nimport * as fs from \"fs\";", "mjs");
	check_javascript("import{a} from './a.mjs'", "mjs");
	check_javascript("import \"./a.mjs\"", "mjs");
	check_javascript("export default 1;", "mjs");
	check_javascript("export { a };", "mjs");
	check_javascript("let x = 1;\nexport const y = 2;", "mjs");
	check_javascript("const x = await f();", "mjs");
	check_javascript("for await (const line of lines) {}", "mjs");
	check_javascript(
		"import { createRequire } from 'module';\nconst require = createRequire(import.meta.url);\n"
		"const fs = require('fs');",
		"mjs");
}

TEST(javascript_is_a_script_else)
{
	check_javascript("", "js");
	check_javascript("console.log(1)", "js");
	check_javascript("const fs = require('fs');", "js");
	check_javascript("module.exports = 1;", "js");
	check_javascript("exports.a = 1;", "js");
	check_javascript("const a = import('./a.js');", "js");
	check_javascript("import('./a.js').then(f);", "js");
	check_javascript("async function f() {\n  await g();\n}", "js");
	check_javascript("const important = 1;\nexported();", "js");
	check_javascript("imported = 1", "js");
	check_javascript("// like require('x')\nimport fs from 'fs';", "mjs");
}

TEST(runtimes_say_that_memory_is_out)
{
	CHECK(out_of_memory("python", 1, 0,
			    "Traceback (most recent call last):\n  File \"main.py\"\nMemoryError\n"));
	CHECK(out_of_memory("python", 1, 0,
			    "numpy.core._exceptions._ArrayMemoryError\nMemoryError: Unable to allocate\n"));
	CHECK(!out_of_memory("python", 1, 0, "MemoryError\nValueError: x\n"));
	CHECK(!out_of_memory("python", 0, 0, "MemoryError\n"));
	CHECK(out_of_memory("cpp", -1, 6,
			    "terminate called after throwing an instance of 'std::bad_alloc'\n  what():  "
			    "std::bad_alloc\n"));
	CHECK(!out_of_memory("cpp", -1, 6, "terminate called without an active exception\n"));
	CHECK(!out_of_memory("cpp", 1, 0, "  what():  std::bad_alloc\n"));
	CHECK(out_of_memory("java", 1, 0,
			    "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space\n\tat "
			    "Main.main\n"));
	CHECK(!out_of_memory(
		"java", 1, 0,
		"Exception in thread \"main\" java.lang.OutOfMemoryError: unable to create native thread\n"));
	CHECK(out_of_memory("javascript", -1, 6,
			    "\n<--- Last few GCs --->\nFATAL ERROR: Reached heap limit Allocation failed - "
			    "JavaScript heap out of "
			    "memory\n"));
	CHECK(!out_of_memory("javascript", 1, 0, "Error: out of memory\n"));
	CHECK(out_of_memory("typescript", 1, 0,
			    "RangeError: Array buffer allocation failed\n    at new ArrayBuffer\n"));
	CHECK(out_of_memory("go", 2, 0, "fatal error: runtime: out of memory\n\nruntime stack:\n"));
	CHECK(out_of_memory(
		"go", 2, 0,
		"runtime: out of memory: cannot allocate 4194304-byte block\nfatal error: out of memory\n"));
	CHECK(!out_of_memory("go", 2, 0, "panic: out of memory\n"));
	CHECK(out_of_memory("rust", -1, 6, "memory allocation of 1048576 bytes failed\n"));
	CHECK(!out_of_memory("rust", 101, 0, "memory allocation of 1048576 bytes failed\n"));
	CHECK(!out_of_memory("java", 1, 0, "Exception in thread \"main\" java.lang.StackOverflowError\n"));
}

TEST(every_language_of_the_contract_is_there)
{
	static const char *const names[][2] = {
		{ "py", "python" },	  { "python3", "python" },    { "js", "javascript" },
		{ "node", "javascript" }, { "nodejs", "javascript" }, { "ts", "typescript" },
		{ "java", "java" },	  { "c++", "cpp" },	      { "CXX", "cpp" },
		{ "golang", "go" },	  { "rs", "rust" },
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct cx_language *lang = cx_languages_find(languages, names[i][0]);
		CHECK(lang != NULL);
		if (lang)
			CHECK_EQ_STR(cx_language_name(lang), names[i][1]);
	}
}

int main(void)
{
	char *directories[] = { (char *)"languages", NULL };
	const struct cx_strings list = { directories, 1 };
	struct cx_error err = { 0 };
	if (cx_languages_load(&list, &languages, &err) < 0) {
		printf("Bail out! %s\n", err.msg);
		return EXIT_FAILURE;
	}
	RUN(every_language_of_the_contract_is_there);
	RUN(java_runs_the_public_class);
	RUN(java_without_a_public_class_runs_the_one_with_main);
	RUN(java_prefers_main_to_public);
	RUN(java_is_not_misled_by_comments_and_strings);
	RUN(java_packages_belong_to_the_class_name);
	RUN(java_falls_back_to_Main);
	RUN(java_finds_the_class_of_a_broken_program);
	RUN(java_finds_the_class_behind_50_KB);
	RUN(java_is_read_in_bounded_time);
	RUN(javascript_is_a_module_when_it_imports_or_exports);
	RUN(javascript_is_a_script_else);
	RUN(runtimes_say_that_memory_is_out);
	cx_languages_free(languages);
	return check_done();
}
