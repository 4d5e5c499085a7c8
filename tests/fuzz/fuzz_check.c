/* The checkers read what a guest printed: any bytes, against any answer. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "check/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool holds)
{
	if (!holds)
		abort();
}

static bool is_showable(const char *text)
{
	size_t len = text ? strlen(text) : 0;
	if (len > 1024 || (text && !cx_utf8_valid(text, len)))
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			return false;
	return true;
}

static bool check(enum cx_checker_type type, const struct cx_bytes *expected, const struct cx_bytes *output)
{
	struct cx_checker checker = { .type = type, .absolute = 0.5, .relative = 0.25 };
	struct cx_difference difference = { 0 };
	struct cx_error err;
	bool passed = false;
	expect(cx_check(&checker, expected, output, &passed, &difference, &err) == 0);
	expect(passed == (difference.line == 0));
	expect(is_showable(difference.expected) && is_showable(difference.got));
	free(difference.expected);
	free(difference.got);
	return passed;
}

/* The first byte says where the answer ends; what is stricter never accepts more. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1)
		return 0;
	size_t split = (size - 1) * data[0] / 255;
	struct cx_bytes expected = cx_bytes_copy(data + 1, split);
	struct cx_bytes output = cx_bytes_copy(data + 1 + split, size - 1 - split);
	bool exact = check(CX_CHECK_EXACT, &expected, &output),
	     lines = check(CX_CHECK_LINES, &expected, &output);
	bool tokens = check(CX_CHECK_TOKENS, &expected, &output),
	     near = check(CX_CHECK_FLOAT, &expected, &output);
	expect(!exact || lines);
	expect(!lines || tokens);
	expect(!tokens || near);
	expect(check(CX_CHECK_EXACT, &output, &output) && check(CX_CHECK_FLOAT, &expected, &expected));
	cx_bytes_done(&expected);
	cx_bytes_done(&output);
	return 0;
}
