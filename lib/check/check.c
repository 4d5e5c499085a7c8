#include "check/check.h"

int cx_check(const struct cx_checker *checker, const struct cx_bytes *expected, const struct cx_bytes *output,
	     bool *ret_passed, struct cx_difference *ret, struct cx_error *err)
{
	switch (checker->type) {
	case CX_CHECK_EXACT:
		return cx_check_lines(true, expected, output, ret_passed, ret, err);
	case CX_CHECK_LINES:
		return cx_check_lines(false, expected, output, ret_passed, ret, err);
	case CX_CHECK_TOKENS:
		return cx_check_tokens(NULL, expected, output, ret_passed, ret, err);
	case CX_CHECK_FLOAT:
		return cx_check_tokens(checker, expected, output, ret_passed, ret, err);
	case CX_CHECK_CUSTOM:
		break;
	}
	return cx_fail(err, CX_EINTERNAL, "a custom checker is a program");
}
