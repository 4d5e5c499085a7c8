#include <stdio.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "check/check.h"

enum {
	SHOWN = 160, /* bytes of a piece */
	BEFORE = 40, /* of them in front of the first difference */
};

/* Where to begin: at the start, unless the difference lies too far behind it. Never inside a character. */
static size_t choose_start(struct cx_piece a, struct cx_piece b)
{
	size_t least = a.len < b.len ? a.len : b.len, same = 0;
	if (!a.text || !b.text)
		return 0;
	while (same < least && a.text[same] == b.text[same])
		same++;
	if (same < SHOWN - BEFORE)
		return 0;
	size_t start = same - BEFORE;
	while (start && ((unsigned char)a.text[start] & 0xc0) == 0x80)
		start--;
	return start;
}

/* A terminal must be able to show it: whatever is no visible character is written out. */
static int append_visible(struct cx_buffer *into, const char *text, size_t len, bool valid)
{
	unsigned char first = (unsigned char)text[0];
	bool control = first < 0x20 || first == 0x7f ||
		       (valid && len == 2 && first == 0xc2 && (unsigned char)text[1] < 0xa0);
	if (first == '\t')
		return cx_buffer_puts(into, "\\t");
	if (first == '\r')
		return cx_buffer_puts(into, "\\r");
	if (valid && !control)
		return cx_buffer_append(into, text, len);
	for (size_t i = 0; i < len; i++)
		if (cx_buffer_printf(into, "\\x%02x", (unsigned char)text[i]) < 0)
			return -1;
	return 0;
}

static int show(struct cx_piece piece, size_t start, char **ret)
{
	struct cx_buffer shown = { 0 };
	if (!piece.text)
		return 0;
	int added = start ? cx_buffer_puts(&shown, "…") : cx_buffer_reserve(&shown, 1);
	for (size_t i = start < piece.len ? start : piece.len; added == 0 && i < piece.len;) {
		bool valid;
		size_t len = cx_utf8_sequence(piece.text + i, piece.len - i, &valid);
		if (i - start >= SHOWN) {
			added = cx_buffer_puts(&shown, "…");
			break;
		}
		added = append_visible(&shown, piece.text + i, len, valid);
		i += len;
	}
	if (added < 0)
		cx_buffer_done(&shown);
	*ret = shown.data;
	return added;
}

int cx_difference_set(struct cx_difference *ret, uint64_t line, struct cx_piece expected, struct cx_piece got,
		      struct cx_error *err)
{
	size_t start = choose_start(expected, got);
	ret->line = line;
	if (show(expected, start, &ret->expected) < 0 || show(got, start, &ret->got) < 0)
		return cx_fail_oom(err);
	return 0;
}
