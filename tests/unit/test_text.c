/* UTF-8, base64, numbers in text, names of files. */
#include <locale.h>
#include <math.h>

#include "base/base64.h"
#include "base/number.h"
#include "base/path.h"
#include "base/utf8.h"

#include "check.h"

#define FFFD "\xEF\xBF\xBD"

static void check_repair(const char *text, const char *expected)
{
	cleanup_buffer struct cx_buffer buf = { 0 };
	CHECK_EQ_INT(cx_utf8_append_repaired(&buf, text, strlen(text)), 0);
	CHECK_EQ_STR(buf.data, expected);
	CHECK(cx_utf8_valid(buf.data, buf.len));
	CHECK_EQ_INT(cx_utf8_valid(text, strlen(text)), !strcmp(text, expected));
}

TEST(one_replacement_stands_for_each_maximal_subpart)
{
	check_repair("", "");
	check_repair("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
	/* The examples of Unicode, chapter 3.9, tables 3-8 to 3-11. */
	check_repair("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD "A");
	check_repair("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD "A");
	check_repair("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", FFFD FFFD FFFD FFFD FFFD "A" FFFD FFFD "B");
	check_repair("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", FFFD FFFD FFFD FFFD "A");
}

TEST(a_sequence_that_the_end_cuts_short_is_one_replacement)
{
	check_repair("x\xF0\x9F\x98", "x" FFFD);
	check_repair("x\xE2\x82", "x" FFFD);
	check_repair("x\xC3", "x" FFFD);
}

TEST(nul_is_a_character)
{
	cleanup_buffer struct cx_buffer buf = { 0 };
	CHECK_EQ_INT(cx_utf8_append_repaired(&buf, "a\0\xFF", 3), 0);
	CHECK_EQ_INT(buf.len, 5);
	CHECK(!memcmp(buf.data, "a\0" FFFD, 5));
}

TEST(encodes_every_scalar_value)
{
	for (uint32_t scalar = 0; scalar <= 0x10FFFF; scalar++) {
		if (scalar == 0xD800)
			scalar = 0xE000;
		char out[4];
		bool valid = false;
		size_t len = cx_utf8_encode(scalar, out);
		if (cx_utf8_sequence(out, len, &valid) != len || !valid) {
			printf("# U+%04X\n", (unsigned)scalar);
			CHECK(valid);
			return;
		}
	}
}

static void check_base64(const char *data, size_t len, const char *text)
{
	cleanup_buffer struct cx_buffer encoded = { 0 }, decoded = { 0 };
	struct cx_error err;
	CHECK_EQ_INT(cx_base64_append(&encoded, data, len), 0);
	CHECK_EQ_STR(encoded.data, text);
	CHECK_EQ_INT(cx_base64_decode(&decoded, text, strlen(text), &err), 0);
	CHECK_EQ_INT(decoded.len, len);
	CHECK(!memcmp(decoded.data, data, len));
}

TEST(base64_goes_there_and_back)
{
	check_base64("", 0, "");
	check_base64("f", 1, "Zg==");
	check_base64("fo", 2, "Zm8=");
	check_base64("foo", 3, "Zm9v");
	check_base64("foob", 4, "Zm9vYg==");
	check_base64("\0\xFF\xFB\xEF\xBE", 5, "AP/7774=");
}

TEST(base64_is_strict)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
		{ "Zg", "not base64: its length is not a multiple of 4" },
		{ "Zg=", "not base64: its length is not a multiple of 4" },
		{ "Zm9v\n", "not base64: its length is not a multiple of 4" },
		{ "Zm 9", "not base64: character 3 is not of its alphabet" },
		{ "Zm9_", "not base64: character 4 is not of its alphabet" },
		{ "Zg==Zg==", "not base64: character 3 is not of its alphabet" },
		{ "Z===", "not base64: character 2 is not of its alphabet" },
		{ "====", "not base64: character 1 is not of its alphabet" },
		{ "Zg=g", "not base64: character 3 is not of its alphabet" },
		{ "Zh==", "not base64: bits are left behind its last byte" },
		{ "Zm9=", "not base64: bits are left behind its last byte" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cleanup_buffer struct cx_buffer buf = { 0 };
		struct cx_error err = { 0 };
		CHECK_EQ_INT(cx_base64_decode(&buf, rows[i].text, strlen(rows[i].text), &err), -1);
		CHECK_EQ_STR(err.msg, rows[i].message);
		CHECK_EQ_INT(err.code, CX_EINPUT);
	}
}

TEST(hexadecimal_is_pairs_of_digits)
{
	cleanup_buffer struct cx_buffer buf = { 0 };
	struct cx_error err;
	CHECK_EQ_INT(cx_hex_decode(&buf, "00fFAb", 6, &err), 0);
	CHECK_EQ_INT(buf.len, 3);
	CHECK(!memcmp(buf.data, "\0\xFF\xAB", 3));
	CHECK_EQ_INT(cx_hex_decode(&buf, "abc", 3, &err), -1);
	CHECK_EQ_STR(err.msg, "not hexadecimal: its length is odd");
	CHECK_EQ_INT(cx_hex_decode(&buf, "ab0g", 4, &err), -1);
	CHECK_EQ_STR(err.msg, "not hexadecimal: character 4 is not a digit");
}

TEST(numbers_do_not_depend_on_the_locale)
{
	/* Hosts without this locale check the same in "C". */
	setlocale(LC_ALL, "de_DE.UTF-8");
	double value = 0;
	char buf[32];
	CHECK(cx_number_parse("0.05", &value) && value == 0.05);
	CHECK(cx_number_parse("-12.50e-1", &value) && value == -1.25);
	CHECK(cx_number_parse("4.9406564584124654e-324", &value) && value == 4.9406564584124654e-324);
	CHECK(cx_number_parse("0.1", &value) && value == 0.1);
	CHECK(cx_number_parse("123456789.123456789", &value) && value == 123456789.123456789);
	CHECK(cx_number_parse("0", &value) && value == 0);
	CHECK_EQ_STR(cx_number_format(0.05, buf), "0.05");
	CHECK_EQ_STR(cx_number_format(75, buf), "75");
	CHECK_EQ_STR(cx_number_format(0.3, buf), "0.3");
	CHECK_EQ_STR(cx_number_format(60.000000000000007, buf), "60.00000000000001");
	setlocale(LC_ALL, "C");
}

TEST(a_number_is_the_whole_text)
{
	static const char *const wrong[] = { "",   " 1",  "1 ",	 "+1",	"01",	 ".5",	"1.",
					     "1e", "0x1", "nan", "inf", "1e999", "--1", "1,5" };
	double value;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		CHECK(!cx_number_parse(wrong[i], &value));
}

TEST(names_of_files_are_relative_and_plain)
{
	static const char *const good[] = { "a",  "a.txt", "a/b/c.py", "a b", "a..b", "\xC3\xA9.txt",
					    "a.", "a-b",   "x/-y" };
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		CHECK(cx_path_check_name(good[i], strlen(good[i])) == NULL);

	static const struct {
		const char *name, *rule;
	} bad[] = {
		{ "", "is empty" },
		{ "/etc/passwd", "must be relative, without a leading \"/\"" },
		{ "/", "must be relative, without a leading \"/\"" },
		{ "..", "must not contain the part \"..\"" },
		{ "a/../b", "must not contain the part \"..\"" },
		{ ".", "must not contain the part \".\"" },
		{ "./a", "must not contain the part \".\"" },
		{ "a/./b", "must not contain the part \".\"" },
		{ ".bashrc", "must not contain a hidden part (one that begins with \".\")" },
		{ "a/.b/c", "must not contain a hidden part (one that begins with \".\")" },
		{ "...", "must not contain a hidden part (one that begins with \".\")" },
		{ "a//b", "must not contain an empty part (\"//\")" },
		{ "a/", "must name a file, without a trailing \"/\"" },
		{ "a\\b", "must not contain a backslash; parts are separated by \"/\"" },
		{ "a\nb", "must not contain control characters" },
		{ "a\x7F", "must not contain control characters" },
		{ "-o", "must not begin with \"-\" or \"@\"" },
		{ "@args", "must not begin with \"-\" or \"@\"" },
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_EQ_STR(cx_path_check_name(bad[i].name, strlen(bad[i].name)), bad[i].rule);
	CHECK_EQ_STR(cx_path_check_name("a\0b", 3), "must not contain control characters");

	char name[201];
	memset(name, 'x', sizeof(name));
	CHECK(cx_path_check_name(name, 200) == NULL);
	CHECK_EQ_STR(cx_path_check_name(name, 201), "is too long (at most 200 bytes)");
}

int main(void)
{
	RUN(one_replacement_stands_for_each_maximal_subpart);
	RUN(a_sequence_that_the_end_cuts_short_is_one_replacement);
	RUN(nul_is_a_character);
	RUN(encodes_every_scalar_value);
	RUN(base64_goes_there_and_back);
	RUN(base64_is_strict);
	RUN(hexadecimal_is_pairs_of_digits);
	RUN(numbers_do_not_depend_on_the_locale);
	RUN(a_number_is_the_whole_text);
	RUN(names_of_files_are_relative_and_plain);
	return check_done();
}
