/* What the strict pass over JSON takes, what it refuses, and where it says the mistake is. */
#include "codec/scan.h"

#include "check.h"

struct row {
	const char *json;
	const char *message; /* NULL: accepted */
	const char *field;
};

static void check_rows(const struct row *rows, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		struct cx_error err = { 0 };
		int r = cx_scan(rows[i].json, strlen(rows[i].json), 16, &err);
		if (r != (rows[i].message ? -1 : 0))
			printf("# %s: %s\n", rows[i].json, r ? err.msg : "accepted");
		CHECK_EQ_INT(r, rows[i].message ? -1 : 0);
		CHECK_EQ_STR(err.msg, rows[i].message ? rows[i].message : "");
		CHECK_EQ_STR(err.field, rows[i].field);
		CHECK_EQ_INT(err.code, rows[i].message ? CX_EINPUT : CX_OK);
	}
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof(rows[0]))

TEST(takes_what_rfc_8259_allows)
{
	static const struct row rows[] = {
		{ "{}", NULL, "" },
		{ " \t\r\n[ ] \n", NULL, "" },
		{ "null", NULL, "" },
		{ "-0", NULL, "" },
		{ "[0, -1, 10, 1.5, 1e5, 1E+5, 1e-5, 0.0e0, 123456789012345678901234567890]", NULL, "" },
		{ "\"\"", NULL, "" },
		{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u00e9\\uD83D\\uDE00\"", NULL, "" },
		{ "\"\x7F\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"", NULL, "" },
		{ "{\"a\":{\"b\":[true,false,null]},\"b\":1,\"A\":2,\"\":3}", NULL, "" },
		{ "{\"a\":{\"a\":{\"a\":1}}}", NULL, "" },
	};
	CHECK_ROWS(rows);
}

TEST(refuses_broken_json)
{
	static const struct row rows[] = {
		{ "", "broken JSON: expected a value, found the end of the text (line 1, column 1)", "" },
		{ "{",
		  "broken JSON: expected a key in double quotes, found the end of the text (line 1, "
		  "column 2)",
		  "" },
		{ "{\n\t\"code\": 'x'}", "code: broken JSON: expected a value, found ''' (line 2, column 10)",
		  "code" },
		{ "{\"a\":1,}", "broken JSON: expected a key in double quotes, found '}' (line 1, column 8)",
		  "" },
		{ "{a:1}", "broken JSON: expected a key in double quotes, found 'a' (line 1, column 2)", "" },
		{ "{\"a\" 1}", "a: broken JSON: expected ':', found '1' (line 1, column 6)", "a" },
		{ "{\"a\":1 \"b\":2}", "broken JSON: expected ',' or '}', found '\"' (line 1, column 8)",
		  "" },
		{ "[1 2]", "broken JSON: expected ',' or ']', found '2' (line 1, column 4)", "" },
		{ "[1,]", "[1]: broken JSON: expected a value, found ']' (line 1, column 4)", "[1]" },
		{ "[1", "broken JSON: expected ',' or ']', found the end of the text (line 1, column 3)",
		  "" },
		{ "{} {}", "broken JSON: expected nothing behind the value, found '{' (line 1, column 4)",
		  "" },
		{ "{\"a\":1}\x01",
		  "broken JSON: expected nothing behind the value, found the byte 0x01 (line 1, column 8)",
		  "" },
		{ "/* no */ 1", "broken JSON: expected a value, found '/' (line 1, column 1)", "" },
		{ "\"abc", "broken JSON: a string does not end (line 1, column 1)", "" },
		{ "\"a\\\"", "broken JSON: a string does not end (line 1, column 1)", "" },
		{ "{\"files\":[{},{\"name\":tru}]}",
		  "files[1].name: broken JSON: tru is not a value (line 1, column 22)", "files[1].name" },
		{ "\xEF\xBB\xBF{}",
		  "the text begins with a byte order mark; send UTF-8 without one (line 1, column 1)", "" },
	};
	CHECK_ROWS(rows);
}

TEST(refuses_numbers_that_json_has_not)
{
	static const struct row rows[] = {
		{ "{\"timeout\":NaN}", "timeout: broken JSON: NaN is not a value (line 1, column 12)",
		  "timeout" },
		{ "[Infinity]", "[0]: broken JSON: Infinity is not a value (line 1, column 2)", "[0]" },
		{ "-Infinity", "broken JSON: -Infinity is not a value (line 1, column 1)", "" },
		{ "01", "broken JSON: a number begins with a superfluous 0 (line 1, column 1)", "" },
		{ "-01", "broken JSON: a number begins with a superfluous 0 (line 1, column 1)", "" },
		{ "+1", "broken JSON: expected a value, found '+' (line 1, column 1)", "" },
		{ ".5", "broken JSON: expected a value, found '.' (line 1, column 1)", "" },
		{ "1.", "broken JSON: expected a digit, found the end of the text (line 1, column 3)", "" },
		{ "1.e5", "broken JSON: expected a digit, found 'e' (line 1, column 3)", "" },
		{ "1e", "broken JSON: expected a digit, found the end of the text (line 1, column 3)", "" },
		{ "1e+", "broken JSON: expected a digit, found the end of the text (line 1, column 4)", "" },
		{ "-", "broken JSON: expected a digit, found the end of the text (line 1, column 2)", "" },
		{ "0x10", "broken JSON: expected nothing behind the value, found 'x' (line 1, column 2)",
		  "" },
		{ "1_000", "broken JSON: expected nothing behind the value, found '_' (line 1, column 2)",
		  "" },
		{ "1e999", "the number 1e999 is too large (line 1, column 1)", "" },
		{ "{\"timeout\":-1e999}", "timeout: the number -1e999 is too large (line 1, column 12)",
		  "timeout" },
		{ "1e99999999999999999999999",
		  "the number 1e9999999999999999999999... is too large (line 1, column 1)", "" },
	};
	CHECK_ROWS(rows);
}

TEST(a_number_is_too_large_exactly_where_a_double_ends)
{
	static const struct row rows[] = {
		{ "1.7976931348623157e308", NULL, "" },
		{ "1.7976931348623158e308", NULL, "" },
		{ "0.00017976931348623157e312", NULL, "" },
		{ "17976931348623157000000000000e280", NULL, "" },
		{ "0e999", NULL, "" },
		{ "0.000e999", NULL, "" },
		{ "1e-999", NULL, "" },
		{ "1.7976931348623159e308",
		  "the number 1.7976931348623159e308 is too large (line 1, column 1)", "" },
		{ "-0.0017976931348623159e311",
		  "the number -0.0017976931348623159e3... is too large (line 1, column 1)", "" },
	};
	CHECK_ROWS(rows);

	/* 4000 digits: too many for a double, unless an exponent takes them back. */
	char json[4096] = "1";
	struct cx_error err;
	memset(json + 1, '0', 4000);
	CHECK_EQ_INT(cx_scan(json, 4001, 16, &err), -1);
	memcpy(json + 4001, "e-3900", 6);
	CHECK_EQ_INT(cx_scan(json, 4007, 16, &err), 0);
}

TEST(refuses_bytes_that_are_not_utf8)
{
	static const struct row rows[] = {
		{ "{\"code\":\"\xFF\"}",
		  "code: the text is not valid UTF-8 at the byte 0xFF (line 1, column 10)", "code" },
		{ "\"\x80\"", "the text is not valid UTF-8 at the byte 0x80 (line 1, column 2)", "" },
		{ "\"\xC0\xAF\"", "the text is not valid UTF-8 at the byte 0xC0 (line 1, column 2)", "" },
		{ "\"\xE0\x80\x80\"", "the text is not valid UTF-8 at the byte 0xE0 (line 1, column 2)", "" },
		{ "\"\xED\xA0\x80\"", "the text is not valid UTF-8 at the byte 0xED (line 1, column 2)", "" },
		{ "\"\xF4\x90\x80\x80\"", "the text is not valid UTF-8 at the byte 0xF4 (line 1, column 2)",
		  "" },
		{ "\"\xE2\x82\"", "the text is not valid UTF-8 at the byte 0xE2 (line 1, column 2)", "" },
		{ "\"\xE2\x82", "the text is not valid UTF-8 at the byte 0xE2 (line 1, column 2)", "" },
		{ "{\"\xFF\":1}", "the text is not valid UTF-8 at the byte 0xFF (line 1, column 3)", "" },
	};
	CHECK_ROWS(rows);
}

TEST(refuses_half_surrogates_and_wrong_escapes)
{
	static const struct row rows[] = {
		{ "\"\\uD800\"", "\\ud800 is half of a surrogate pair (line 1, column 2)", "" },
		{ "\"\\uDC00\"", "\\udc00 is half of a surrogate pair (line 1, column 2)", "" },
		{ "\"\\uD800\\u0041\"", "\\ud800 is half of a surrogate pair (line 1, column 2)", "" },
		{ "\"\\uD800\\uD800\"", "\\ud800 is half of a surrogate pair (line 1, column 2)", "" },
		{ "\"\\uDE00\\uD83D\"", "\\ude00 is half of a surrogate pair (line 1, column 2)", "" },
		{ "\"\\uD83D\\\"", "\\ud83d is half of a surrogate pair (line 1, column 2)", "" },
		{ "\"\\u12G4\"",
		  "broken JSON: expected four hexadecimal digits behind \\u, found 'G' (line 1, column 6)",
		  "" },
		{ "\"\\u12",
		  "broken JSON: expected four hexadecimal digits behind \\u, found the end of the "
		  "text (line 1, column 6)",
		  "" },
		{ "\"\\x41\"",
		  "broken JSON: expected one of \"\\/bfnrtu behind a backslash, found 'x' (line "
		  "1, column 3)",
		  "" },
		{ "\"\\'\"",
		  "broken JSON: expected one of \"\\/bfnrtu behind a backslash, found ''' (line "
		  "1, column 3)",
		  "" },
		{ "\"\\",
		  "broken JSON: expected one of \"\\/bfnrtu behind a backslash, found the end of the "
		  "text (line 1, column 3)",
		  "" },
		{ "\"a\nb\"",
		  "the control byte 0x0A in a string must be written as \\u000a (line 1, column 3)", "" },
		{ "\"\x1F\"",
		  "the control byte 0x1F in a string must be written as \\u001f (line 1, column 2)", "" },
	};
	CHECK_ROWS(rows);
}

TEST(refuses_a_key_that_is_there_twice)
{
	static const struct row rows[] = {
		{ "{\"code\":1,\"code\":2}", "code: the key is there twice (line 1, column 11)", "code" },
		{ "{\"a\":1,\"b\":2,\n\"\\u0061\":3}", "a: the key is there twice (line 2, column 1)", "a" },
		{ "{\"\":1,\"\":2}", "the key is there twice (line 1, column 7)", "" },
		{ "{\"x\":[{\"y\":1,\"y\":1}]}", "x[0].y: the key is there twice (line 1, column 14)",
		  "x[0].y" },
		{ "{\"b\":1,\"a\":1,\"b\":1,\"a\":1}", "b: the key is there twice (line 1, column 14)", "b" },
		{ "{\"a\\u0000b\":1}", "a key contains NUL (line 1, column 2)", "" },
	};
	CHECK_ROWS(rows);
}

TEST(nul_bytes_outside_of_escapes_are_refused)
{
	struct cx_error err;
	CHECK_EQ_INT(cx_scan("{}\0", 3, 16, &err), -1);
	CHECK_EQ_STR(
		err.msg,
		"broken JSON: expected nothing behind the value, found the byte 0x00 (line 1, column 3)");
	CHECK_EQ_INT(cx_scan("\"a\0b\"", 5, 16, &err), -1);
	CHECK_EQ_STR(err.msg,
		     "the control byte 0x00 in a string must be written as \\u0000 (line 1, column 3)");
	CHECK_EQ_INT(cx_scan("\"\\\0\"", 4, 16, &err), -1);
}

TEST(depth_counts_arrays_and_objects)
{
	struct cx_error err;
	CHECK_EQ_INT(cx_scan("[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]", 33, 16, &err), 0);
	CHECK_EQ_INT(cx_scan("[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", 34, 16, &err), -1);
	CHECK_CONTAINS(err.msg, "arrays and objects may be nested 16 deep, not more (line 1, column 17)");
	CHECK_EQ_INT(cx_scan("1", 1, 0, &err), 0);
	CHECK_EQ_INT(cx_scan("[]", 2, 0, &err), -1);
}

TEST(the_number_of_values_has_an_end)
{
	enum { MOST = 200000 };
	static char json[2 * MOST + 2];
	struct cx_error err;
	/* The array is a value too. */
	json[0] = '[';
	for (size_t i = 0; i < MOST; i++)
		memcpy(json + 1 + 2 * i, "1,", 2);
	memcpy(json + 2 * (MOST - 1), "]", 1);
	CHECK_EQ_INT(cx_scan(json, 2 * (MOST - 1) + 1, 16, &err), 0);
	memcpy(json + 2 * (MOST - 1), ",", 1);
	memcpy(json + 2 * MOST, "]", 1);
	CHECK_EQ_INT(cx_scan(json, 2 * MOST + 1, 16, &err), -1);
	CHECK_CONTAINS(err.msg, "the text holds more than 200000 values");
}

TEST(a_long_field_is_cut_between_characters)
{
	struct cx_error err;
	const char *json =
		"{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xE2\x82\xAC\": x}";
	CHECK_EQ_INT(cx_scan(json, strlen(json), 16, &err), -1);
	CHECK_EQ_STR(err.field, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
	json = "{\"a\\nb\": x}";
	CHECK_EQ_INT(cx_scan(json, strlen(json), 16, &err), -1);
	CHECK_EQ_STR(err.field, "a?b");
}

TEST(finds_the_line_of_a_value)
{
	const char *json = "{\n"
			   " \"name\": \"x\",\n"
			   " \"run\": {\n"
			   "  \"steps\": [[\"a\"],\n"
			   "    [\"b\"]],\n"
			   "  \"more\":\n"
			   "   5 } }";
	size_t len = strlen(json);
	CHECK_EQ_INT(cx_scan_line(json, len, ""), 1);
	CHECK_EQ_INT(cx_scan_line(json, len, "name"), 2);
	CHECK_EQ_INT(cx_scan_line(json, len, "run"), 3);
	CHECK_EQ_INT(cx_scan_line(json, len, "run.steps"), 4);
	CHECK_EQ_INT(cx_scan_line(json, len, "run.steps[0]"), 4);
	CHECK_EQ_INT(cx_scan_line(json, len, "run.steps[1]"), 5);
	CHECK_EQ_INT(cx_scan_line(json, len, "run.steps[1][0]"), 5);
	CHECK_EQ_INT(cx_scan_line(json, len, "run.more"), 7);
	CHECK_EQ_INT(cx_scan_line(json, len, "run.steps[10]"), 4);
	CHECK_EQ_INT(cx_scan_line(json, len, "run.stepsister"), 3);
	CHECK_EQ_INT(cx_scan_line(json, len, "compile.steps"), 1);
}

int main(void)
{
	RUN(takes_what_rfc_8259_allows);
	RUN(refuses_broken_json);
	RUN(refuses_numbers_that_json_has_not);
	RUN(a_number_is_too_large_exactly_where_a_double_ends);
	RUN(refuses_bytes_that_are_not_utf8);
	RUN(refuses_half_surrogates_and_wrong_escapes);
	RUN(refuses_a_key_that_is_there_twice);
	RUN(nul_bytes_outside_of_escapes_are_refused);
	RUN(depth_counts_arrays_and_objects);
	RUN(the_number_of_values_has_an_end);
	RUN(a_long_field_is_cut_between_characters);
	RUN(finds_the_line_of_a_value);
	return check_done();
}
