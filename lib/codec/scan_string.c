#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/scanner.h"

static int scan_hex4(struct cx_scanner *s, uint32_t *ret)
{
	uint32_t value = 0;
	for (int i = 0; i < 4; i++, s->at++) {
		char c = s->at < s->end ? *s->at : '\0';
		if (c >= '0' && c <= '9')
			value = value << 4 | (uint32_t)(c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			value = value << 4 | (uint32_t)((c | 0x20) - 'a' + 10);
		else
			return cx_scanner_fail_expected(s, "four hexadecimal digits behind \\u");
	}
	*ret = value;
	return 0;
}

/* Behind the backslash of an escape. */
static int scan_escape(struct cx_scanner *s, uint32_t *ret_scalar)
{
	static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	const char *start = s->at - 1;
	const char *letter = s->at < s->end && *s->at ? strchr(letters, *s->at) : NULL;
	if (letter) {
		s->at++;
		*ret_scalar = (unsigned char)meant[letter - letters];
		return 0;
	}
	if (!cx_scanner_next_is(s, 'u'))
		return cx_scanner_fail_expected(s, "one of \"\\/bfnrtu behind a backslash");
	s->at++;
	uint32_t high = 0, low = 0;
	if (scan_hex4(s, &high) < 0)
		return -1;
	*ret_scalar = high;
	if (high < 0xD800 || high > 0xDFFF)
		return 0;
	if (high > 0xDBFF || s->end - s->at < 2 || s->at[0] != '\\' || s->at[1] != 'u')
		return cx_scanner_fail(s, start, "\\u%04x is half of a surrogate pair", (unsigned)high);
	s->at += 2;
	if (scan_hex4(s, &low) < 0)
		return -1;
	if (low < 0xDC00 || low > 0xDFFF)
		return cx_scanner_fail(s, start, "\\u%04x is half of a surrogate pair", (unsigned)high);
	*ret_scalar = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
	return 0;
}

/* One character or escape of a string: its place in `bytes`, which may be the text itself. */
static int scan_character(struct cx_scanner *s, char scratch[static 4], const char **ret_bytes,
			  size_t *ret_len)
{
	unsigned char c = (unsigned char)*s->at;
	if (c == '\\') {
		uint32_t scalar = 0;
		s->at++;
		if (scan_escape(s, &scalar) < 0)
			return -1;
		*ret_len = cx_utf8_encode(scalar, scratch);
		*ret_bytes = scratch;
		return 0;
	}
	if (c < 0x20)
		return cx_scanner_fail(
			s, s->at, "the control byte 0x%02X in a string must be written as \\u%04x", c, c);
	bool valid;
	*ret_bytes = s->at;
	*ret_len = cx_utf8_sequence(s->at, (size_t)(s->end - s->at), &valid);
	if (!valid)
		return cx_scanner_fail(s, s->at, "the text is not valid UTF-8 at the byte 0x%02X", c);
	s->at += *ret_len;
	return 0;
}

int cx_scanner_string(struct cx_scanner *s, struct cx_buffer *decoded)
{
	const char *start = s->at++;
	while (s->at < s->end && *s->at != '"') {
		char scratch[4];
		const char *bytes = NULL;
		size_t len = 0;
		if (scan_character(s, scratch, &bytes, &len) < 0)
			return -1;
		if (decoded && cx_buffer_append(decoded, bytes, len) < 0)
			return cx_fail_oom(s->err);
	}
	if (s->at >= s->end)
		return cx_scanner_fail(s, start, "broken JSON: a string does not end");
	s->at++;
	return 0;
}
