/* What tools say becomes diagnostics: by a pattern or by JSON, in code points, without our paths, and bounded. */
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "check.h"
#include "codec/language_file.h"
#include "diagnostics/diagnostics.h"
#include "diagnostics/modules.h"
#include "diagnostics/origin.h"
#include "diagnostics/position.h"
#include "diagnostics/source.h"

/* One language, one source and what a tool said of it. */
struct trial {
	struct cx_language *lang;
	struct cx_file files[2];
	struct cx_request req;
	struct cx_reading how;
	struct cx_validation val;
	struct cx_module_uses uses;
	struct cx_error err;
	bool cut;
};

#define TEXT_ROW                                                                   \
	"{\"pattern\": \"^(?<file>[^:\\\\n]+):(?<line>\\\\d+):(?<column>\\\\d+): " \
	"(?<severity>error|warning|note|module): (?<message>[^\\\\n]*?)(?: "       \
	"\\\\[(?<code>[^\\\\]]+)\\\\])?$\", "                                      \
	"\"columnUnit\": \"byte\"}"

#define JSON_ROW                                                                                             \
	"{\"fields\": {\"file\": \"at.file\", \"line\": \"at.line\", \"column\": \"at.column\", "            \
	"\"endLine\": \"to.line\", \"endColumn\": \"to.column\", \"detail\": \"label\", "                    \
	"\"severity\": \"kind\", \"code\": \"option\", \"message\": \"message\"}, "                          \
	"\"places\": [\"locations.?main\", \"locations.*\", \"children.*.locations.*\"], \"endInclusive\": " \
	"true}"

#define MODULES                                                                                          \
	", \"modules\": {\"separator\": \".\", \"pattern\": \"^read (?<name>.*)$\", "                    \
	"\"locate\": [\"use {name};\", \"{last}\"], \"rules\": [{\"names\": [\"net.url\"], \"policy\": " \
	"\"allow\"}, "                                                                                   \
	"{\"names\": [\"net\", \"os.kill\"], \"policy\": \"warn\", \"reason\": \"no network\"}]}"

static void start_with(struct trial *trial, const char *row, const char *more, const char *source)
{
	struct cx_buffer json = { 0 };
	*trial = (struct trial){ 0 };
	CHECK_EQ_INT(cx_buffer_printf(&json,
				      "{\"name\": \"toy\", \"title\": \"Toy\", \"extensions\": [\".toy\"], "
				      "\"source\": \"main.toy\", \"tools\": {\"sh\": [\"/bin/sh\"]}, "
				      "\"install\": \"nothing\", \"version\": {\"argv\": [\"/bin/true\"], "
				      "\"pattern\": \"(.)\"}, \"run\": {\"steps\": [[\"/bin/true\"]]}, "
				      "\"validate\": {\"steps\": [[\"/bin/true\"]]}, \"diagnostics\": %s%s}",
				      row, more),
		     0);
	CHECK_EQ_INT(cx_language_file_read("/data/toy.json", json.data, json.len, &trial->lang, &trial->err),
		     0);
	CHECK_EQ_STR(trial->err.msg, "");
	if (!trial->lang)
		exit(EXIT_FAILURE);
	cx_buffer_done(&json);
	trial->files[0].content = (struct cx_bytes){ (char *)source, strlen(source) };
	trial->req = (struct cx_request){ .files = trial->files, .files_len = 1 };
	trial->how = (struct cx_reading){
		.lang = trial->lang,
		.req = &trial->req,
		.main_name = "main.toy",
		.paths = { "/work", "/build", "/tmp", "/languages" },
	};
}

static void start(struct trial *trial, const char *row, const char *source)
{
	start_with(trial, row, "", source);
}

static void say(struct trial *trial, const char *text)
{
	struct cx_bytes said = { (char *)text, strlen(text) };
	CHECK_EQ_INT(
		cx_diagnostics_read(&trial->how, &said, &trial->val, &trial->uses, &trial->cut, &trial->err),
		0);
}

static void done(struct trial *trial)
{
	cx_validation_done(&trial->val);
	cx_module_uses_done(&trial->uses);
	cx_language_free(trial->lang);
}

static const struct cx_diagnostic *only(const struct trial *trial)
{
	static const struct cx_diagnostic none;
	CHECK_EQ_INT(trial->val.len, 1);
	return trial->val.len == 1 ? &trial->val.items[0] : &none;
}

/* ---- positions ---- */

static uint32_t convert(enum cx_column_unit unit, uint32_t tab_width, const char *text, uint32_t column,
			bool end)
{
	struct cx_diagnostics_rule rule = { .column_unit = unit, .tab_width = tab_width };
	struct cx_line line = { text, strlen(text) };
	return cx_column_convert(&rule, &line, column, end);
}

TEST(columns_are_code_points_whatever_the_tool_counts)
{
	const char *text = "é😀x"; /* 2 + 4 + 1 bytes, 1 + 2 + 1 units */
	CHECK_EQ_INT(convert(CX_COLUMN_CODEPOINT, 1, text, 3, false), 3);
	CHECK_EQ_INT(convert(CX_COLUMN_BYTE, 1, text, 1, false), 1);
	CHECK_EQ_INT(convert(CX_COLUMN_BYTE, 1, text, 3, false), 2);
	CHECK_EQ_INT(convert(CX_COLUMN_BYTE, 1, text, 7, false), 3);
	CHECK_EQ_INT(convert(CX_COLUMN_UTF16, 1, text, 2, false), 2);
	CHECK_EQ_INT(convert(CX_COLUMN_UTF16, 1, text, 4, false), 3);
}

TEST(a_column_within_a_character_is_that_character_and_its_end_the_next)
{
	CHECK_EQ_INT(convert(CX_COLUMN_BYTE, 1, "é😀x", 4, false), 2);
	CHECK_EQ_INT(convert(CX_COLUMN_BYTE, 1, "é😀x", 4, true), 3);
	CHECK_EQ_INT(convert(CX_COLUMN_UTF16, 1, "é😀x", 3, false), 2);
}

TEST(a_tab_advances_to_its_next_stop_where_the_tool_says_so)
{
	CHECK_EQ_INT(convert(CX_COLUMN_CODEPOINT, 8, "\tx", 9, false), 2);
	CHECK_EQ_INT(convert(CX_COLUMN_CODEPOINT, 8, "ab\tx", 9, false), 4);
	CHECK_EQ_INT(convert(CX_COLUMN_CODEPOINT, 1, "\tx", 2, false), 2);
}

TEST(a_column_behind_the_line_is_its_end)
{
	CHECK_EQ_INT(convert(CX_COLUMN_BYTE, 1, "ab", 3, false), 3);
	CHECK_EQ_INT(convert(CX_COLUMN_BYTE, 1, "ab", 2000000000, false), 3);
	CHECK_EQ_INT(convert(CX_COLUMN_BYTE, 1, "", 1, false), 1);
}

TEST(lines_are_found_and_missing_ones_are_not)
{
	struct cx_line line;
	CHECK(cx_line_find("a\nbc\n", 5, 2, &line));
	CHECK_EQ_INT(line.len, 2);
	CHECK(cx_line_find("a\nbc\n", 5, 3, &line));
	CHECK_EQ_INT(line.len, 0);
	CHECK(!cx_line_find("a\nbc\n", 5, 4, &line));
	CHECK(!cx_line_find("a", 1, 0, &line));
}

/* ---- text ---- */

TEST(a_pattern_reads_the_lines_that_match_and_no_others)
{
	struct trial trial;
	start(&trial, TEXT_ROW, "é = 1\n");
	say(&trial, "hello\nmain.toy:1:3: error: oops [E1]\n1 error\n");
	const struct cx_diagnostic *item = only(&trial);
	CHECK(item->error);
	CHECK_EQ_INT(item->line, 1);
	CHECK_EQ_INT(item->column, 2);
	CHECK_EQ_STR(item->message, "oops");
	CHECK_EQ_STR(item->code, "E1");
	CHECK(!item->file);
	CHECK(!trial.cut);
	done(&trial);
}

TEST(warnings_are_told_apart_and_notes_belong_to_others)
{
	struct trial trial;
	start(&trial, TEXT_ROW, "x\n");
	say(&trial, "main.toy:1:1: warning: hm\nmain.toy:1:1: note: see here\n");
	CHECK(!only(&trial)->error);
	done(&trial);
}

TEST(the_same_finding_is_told_once)
{
	struct trial trial;
	start(&trial, TEXT_ROW, "x\n");
	say(&trial, "main.toy:1:1: error: oops\nmain.toy:1:1: error: oops\n");
	say(&trial, "main.toy:1:1: error: oops\n");
	only(&trial);
	done(&trial);
}

TEST(our_directories_stand_in_no_message)
{
	struct trial trial;
	start(&trial, TEXT_ROW, "x\n");
	say(&trial, "/work"
		    "/main.toy:1:1: error: /work"
		    "/a/b and /build/c, not /worker/d\n");
	CHECK_EQ_STR(only(&trial)->message, "a/b and c, not /worker/d");
	CHECK_EQ_INT(only(&trial)->line, 1);
	done(&trial);
}

TEST(a_file_of_the_toolchain_has_no_place_in_the_program)
{
	struct trial trial;
	start(&trial, TEXT_ROW, "x\n");
	say(&trial, "/usr/include/vector:12:3: error: oops\n");
	CHECK_EQ_INT(only(&trial)->line, 0);
	CHECK_EQ_STR(only(&trial)->message, "vector:12: oops");
	done(&trial);
}

TEST(with_more_files_the_file_is_named)
{
	struct trial trial;
	start(&trial, TEXT_ROW, "x\n");
	trial.files[1] = (struct cx_file){ (char *)"lib/a.toy", { (char *)"yy", 2 } };
	trial.req.files_len = 2;
	say(&trial, "./lib/a.toy:1:2: error: oops\nmain.toy:1:1: error: oops\n");
	CHECK_EQ_INT(trial.val.len, 2);
	CHECK_EQ_STR(trial.val.items[0].file, "lib/a.toy");
	CHECK_EQ_STR(trial.val.items[1].file, "main.toy");
	done(&trial);
}

TEST(broken_text_and_control_characters_are_repaired)
{
	struct trial trial;
	start(&trial, TEXT_ROW, "x\n");
	say(&trial, "main.toy:1:1: error: a\xff\x01\x1b[31mb\n");
	CHECK_EQ_STR(only(&trial)->message, "a\xef\xbf\xbd [31mb");
	done(&trial);
}

static char *many(const char *severity, size_t count)
{
	struct cx_buffer text = { 0 };
	for (size_t i = 0; i < count; i++)
		CHECK_EQ_INT(cx_buffer_printf(&text, "main.toy:1:1: %s: number %zu\n", severity, i), 0);
	return cx_buffer_steal(&text).data;
}

TEST(what_is_kept_is_bounded_and_errors_have_room_behind_warnings)
{
	struct trial trial;
	char *warnings = many("warning", 1000);
	char *errors = many("error", 1000);
	start(&trial, TEXT_ROW, "x\n");
	say(&trial, warnings);
	CHECK_EQ_INT(trial.val.len, CX_MAX_DIAGNOSTICS / 2);
	CHECK(trial.cut);
	say(&trial, errors);
	CHECK_EQ_INT(trial.val.len, CX_MAX_DIAGNOSTICS);
	CHECK(trial.val.items[CX_MAX_DIAGNOSTICS - 1].error);
	CHECK_EQ_INT(trial.val.notices.len, 1);
	free(warnings);
	free(errors);
	done(&trial);
}

TEST(a_message_is_bounded)
{
	struct trial trial;
	static char text[50000];
	snprintf(text, sizeof(text), "main.toy:1:1: error: %040000d\n", 7);
	start(&trial, TEXT_ROW, "x\n");
	say(&trial, text);
	CHECK(strlen(only(&trial)->message) <= CX_MAX_MESSAGE + 8);
	done(&trial);
}

TEST(a_code_can_make_an_error_a_warning)
{
	struct trial trial;
	start(&trial,
	      "{\"pattern\": \"^(?<line>\\\\d+): (?<severity>error) (?<code>\\\\w+): (?<message>.*)$\", "
	      "\"warningCode\": \"^W\"}",
	      "x\n");
	say(&trial, "1: error W1: unused\n1: error E1: wrong\n");
	CHECK_EQ_INT(trial.val.len, 2);
	CHECK(!trial.val.items[0].error);
	CHECK(trial.val.items[1].error);
	done(&trial);
}

/* ---- JSON ---- */

#define PLACE(file, line, column) \
	"{\"at\": {\"file\": \"" file "\", \"line\": " #line ", \"column\": " #column "}"

TEST(json_is_read_by_paths_with_ends_and_details)
{
	struct trial trial;
	start(&trial, JSON_ROW, "abcdef\n");
	say(&trial,
	    "noise\n[{\"kind\": \"error\", \"message\": \"oops\", \"option\": \"-Wx\", \"locations\": ["
	    "{\"at\": {\"file\": \"main.toy\", \"line\": 1, \"column\": 2}, \"to\": {\"line\": 1, "
	    "\"column\": 4}, "
	    "\"label\": \"here\"}]}]\n");
	const struct cx_diagnostic *item = only(&trial);
	CHECK_EQ_INT(item->column, 2);
	CHECK_EQ_INT(item->end_line, 1);
	CHECK_EQ_INT(item->end_column, 5);
	CHECK_EQ_STR(item->message, "oops: here");
	CHECK_EQ_STR(item->code, "-Wx");
	done(&trial);
}

TEST(the_first_place_in_the_program_is_taken)
{
	struct trial trial;
	start(&trial, JSON_ROW, "abc\nabc\n");
	say(&trial,
	    "{\"kind\": \"error\", \"message\": \"m\", \"locations\": [" PLACE(
		    "/usr/x.h", 9, 1) "}], "
				      "\"children\": [{\"locations\": [" PLACE("/usr/y.h", 1, 1) "}, " PLACE(
					      "main.toy", 2, 3) "}]}]}\n");
	CHECK_EQ_INT(only(&trial)->line, 2);
	CHECK_EQ_INT(only(&trial)->column, 3);
	done(&trial);
}

TEST(a_flag_tells_the_place_that_is_meant)
{
	struct trial trial;
	start(&trial, JSON_ROW, "abc\nabc\n");
	say(&trial, "{\"kind\": \"error\", \"message\": \"m\", \"locations\": [" PLACE(
			    "main.toy", 1, 1) "}, " PLACE("main.toy", 2, 2) ", \"main\": true}]}\n");
	CHECK_EQ_INT(only(&trial)->line, 2);
	done(&trial);
}

TEST(json_that_is_cut_off_or_broken_gives_what_is_whole)
{
	struct trial trial;
	start(&trial, JSON_ROW, "abc\n");
	say(&trial,
	    "[{\"kind\": \"error\", \"message\": \"one\"}, {\"kind\": \"error\", \"message\": \"two\"}, "
	    "{\"kind\": \"error\", \"mess");
	CHECK_EQ_INT(trial.val.len, 2);
	say(&trial,
	    "{\"kind\" \"error\"}\n{\"kind\": \"error\", \"message\": \"a } in a \\\" string\"}\n}\n]\n{");
	CHECK_EQ_INT(trial.val.len, 3);
	CHECK_EQ_STR(trial.val.items[2].message, "a } in a \" string");
	done(&trial);
}

TEST(json_of_the_wrong_kind_or_depth_is_passed_over)
{
	struct trial trial;
	static char deep[20000];
	memset(deep, '[', 9999);
	start(&trial, JSON_ROW, "abc\n");
	say(&trial, "{\"kind\": 5, \"message\": {\"a\": 1}, \"locations\": 7}\n[1, 2]\n{}\n[[{}]]\n");
	say(&trial, deep);
	memcpy(deep, "{\"message\":", 11);
	say(&trial, deep);
	CHECK_EQ_INT(trial.val.len, 0);
	done(&trial);
}

/* ---- what else is said ---- */

TEST(the_first_line_stands_for_a_tool_that_nobody_understands)
{
	struct trial trial;
	char *line = NULL;
	struct cx_bytes said = { (char *)"\n  \n/work"
					 "/x is odd\nmore\n",
				 24 };
	start(&trial, TEXT_ROW, "x\n");
	CHECK_EQ_INT(cx_diagnostics_first_line(&trial.how, &said, &line, &trial.err), 0);
	CHECK_EQ_STR(line, "x is odd");
	free(line);
	done(&trial);
}

#define ORIGIN                                                                                        \
	"{\"pattern\": \"^(?<file>[^:\\\\n]+):(?<line>\\\\d+):(?<column>\\\\d+): (?<message>.*)$\", " \
	"\"origin\": {\"tell\": {\"steps\": [[\"/bin/true\"]]}, "                                     \
	"\"pattern\": \"^(?<file>\\\\S+):(?<line>\\\\d+): asked\\\\n(?<at>\\\\S+:\\\\d+) failed\"}}"

TEST(an_error_elsewhere_gets_the_place_that_asked_for_it)
{
	struct trial trial;
	struct cx_bytes said = { (char *)"main.toy:2: asked\nvector:12 failed\n", 35 };
	start(&trial, ORIGIN, "a\nb\n");
	say(&trial, "/usr/include/vector:12:3: oops\n/usr/include/vector:120:3: other\n");
	CHECK(cx_origin_is_wanted(trial.lang, &trial.val));
	CHECK_EQ_INT(cx_origin_read(&trial.how, &said, &trial.val, &trial.err), 0);
	CHECK_EQ_INT(trial.val.items[0].line, 2);
	CHECK_EQ_INT(trial.val.items[1].line, 0);
	done(&trial);
}

/* ---- modules ---- */

TEST(modules_are_judged_by_the_first_rule_that_fits)
{
	struct trial trial;
	start_with(&trial, TEXT_ROW, MODULES, "a\nb\nc\n");
	say(&trial,
	    "main.toy:1:1: module: net.url\nmain.toy:2:1: module: net.http\nmain.toy:3:1: module: network\n");
	CHECK_EQ_INT(trial.val.len, 0);
	CHECK_EQ_INT(trial.uses.len, 1);
	CHECK_EQ_STR(trial.uses.items[0].name, "net.http");
	CHECK_EQ_INT(trial.uses.items[0].line, 2);
	CHECK_EQ_INT(cx_modules_policy(&trial.uses.items[0], CX_MODULES_WARN), CX_MODULE_WARN);
	CHECK_EQ_INT(cx_modules_policy(&trial.uses.items[0], CX_MODULES_REFUSE), CX_MODULE_REFUSE);
	CHECK_EQ_INT(cx_modules_policy(&trial.uses.items[0], CX_MODULES_ALLOW), CX_MODULE_ALLOW);
	done(&trial);
}

TEST(one_line_tells_a_module_once_with_what_lies_below_it)
{
	struct trial trial;
	start_with(&trial, TEXT_ROW, MODULES, "a\nb\n");
	say(&trial,
	    "main.toy:1:1: module: net\nmain.toy:1:5: module: net.http\nmain.toy:2:1: module: net.http\n");
	CHECK_EQ_INT(trial.uses.len, 2);
	done(&trial);
}

TEST(a_list_without_lines_is_looked_up_in_the_source)
{
	struct trial trial;
	start_with(&trial, TEXT_ROW, MODULES, "x\né use   net.http;\n");
	say(&trial, "read net.http\nread net.unasked\n");
	CHECK_EQ_INT(trial.uses.len, 1);
	CHECK_EQ_INT(trial.uses.items[0].line, 2);
	CHECK_EQ_INT(trial.uses.items[0].column, 9);
	done(&trial);
}

TEST(nobody_looks_where_no_name_stands_as_a_word)
{
	struct trial trial;
	start_with(&trial, TEXT_ROW, MODULES, "internet; killer; x.kill2\n");
	CHECK(!cx_modules_may_be_used(&trial.how));
	done(&trial);
	start_with(&trial, TEXT_ROW, MODULES, "os.kill()\n");
	CHECK(cx_modules_may_be_used(&trial.how));
	done(&trial);
}

int main(void)
{
	RUN(columns_are_code_points_whatever_the_tool_counts);
	RUN(a_column_within_a_character_is_that_character_and_its_end_the_next);
	RUN(a_tab_advances_to_its_next_stop_where_the_tool_says_so);
	RUN(a_column_behind_the_line_is_its_end);
	RUN(lines_are_found_and_missing_ones_are_not);
	RUN(a_pattern_reads_the_lines_that_match_and_no_others);
	RUN(warnings_are_told_apart_and_notes_belong_to_others);
	RUN(the_same_finding_is_told_once);
	RUN(our_directories_stand_in_no_message);
	RUN(a_file_of_the_toolchain_has_no_place_in_the_program);
	RUN(with_more_files_the_file_is_named);
	RUN(broken_text_and_control_characters_are_repaired);
	RUN(what_is_kept_is_bounded_and_errors_have_room_behind_warnings);
	RUN(a_message_is_bounded);
	RUN(a_code_can_make_an_error_a_warning);
	RUN(json_is_read_by_paths_with_ends_and_details);
	RUN(the_first_place_in_the_program_is_taken);
	RUN(a_flag_tells_the_place_that_is_meant);
	RUN(json_that_is_cut_off_or_broken_gives_what_is_whole);
	RUN(json_of_the_wrong_kind_or_depth_is_passed_over);
	RUN(the_first_line_stands_for_a_tool_that_nobody_understands);
	RUN(an_error_elsewhere_gets_the_place_that_asked_for_it);
	RUN(modules_are_judged_by_the_first_rule_that_fits);
	RUN(one_line_tells_a_module_once_with_what_lies_below_it);
	RUN(a_list_without_lines_is_looked_up_in_the_source);
	RUN(nobody_looks_where_no_name_stands_as_a_word);
	return check_done();
}
