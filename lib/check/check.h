/*
 * Is this output what was expected? The checkers that need no program of their own: bytes in, verdict out. What they
 * read comes from a guest: they bear any bytes, in linear time.
 */
#ifndef CX_CHECK_CHECK_H
#define CX_CHECK_CHECK_H

#include "codex/request.h"
#include "codex/result.h"

/*
 * @checker  of any type but CX_CHECK_CUSTOM
 * @ret      where they part, when they do; released with the test's result
 * @return   0, or -1 when memory is out
 */
int cx_check(const struct cx_checker *checker, const struct cx_bytes *expected, const struct cx_bytes *output,
	     bool *ret_passed, struct cx_difference *ret, struct cx_error *err);

/* ---- the parts of cx_check() ---- */

/* A piece of a text. A line has no newline; `text` NULL: there is none. */
struct cx_piece {
	const char *text;
	size_t len;
};

int cx_check_lines(bool exact, const struct cx_bytes *expected, const struct cx_bytes *output,
		   bool *ret_passed, struct cx_difference *ret, struct cx_error *err);

/* @tolerance  NULL: words must be the same */
int cx_check_tokens(const struct cx_checker *tolerance, const struct cx_bytes *expected,
		    const struct cx_bytes *output, bool *ret_passed, struct cx_difference *ret,
		    struct cx_error *err);

/* Both pieces cut to what is worth showing around the first byte that differs. */
int cx_difference_set(struct cx_difference *ret, uint64_t line, struct cx_piece expected, struct cx_piece got,
		      struct cx_error *err);

#endif
