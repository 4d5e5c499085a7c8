#include "base/utf8.h"

/* What may follow a first byte: how many bytes, and the range of the second one (Unicode, table 3-7). */
struct lead {
	unsigned more;
	unsigned char low, high;
};

static struct lead lead_of(unsigned char byte)
{
	if (byte < 0x80)
		return (struct lead){ 0, 0, 0 };
	if (byte >= 0xC2 && byte <= 0xDF)
		return (struct lead){ 1, 0x80, 0xBF };
	if (byte == 0xE0)
		return (struct lead){ 2, 0xA0, 0xBF }; /* below: overlong */
	if (byte == 0xED)
		return (struct lead){ 2, 0x80, 0x9F }; /* above: surrogates */
	if (byte >= 0xE1 && byte <= 0xEF)
		return (struct lead){ 2, 0x80, 0xBF };
	if (byte == 0xF0)
		return (struct lead){ 3, 0x90, 0xBF }; /* below: overlong */
	if (byte >= 0xF1 && byte <= 0xF3)
		return (struct lead){ 3, 0x80, 0xBF };
	if (byte == 0xF4)
		return (struct lead){ 3, 0x80, 0x8F }; /* above: over U+10FFFF */
	return (struct lead){ 1, 0xFF, 0 };	       /* never first: no byte is in the range */
}

size_t cx_utf8_sequence(const char *text, size_t len, bool *ret_valid)
{
	struct lead lead = lead_of((unsigned char)text[0]);
	for (size_t i = 1; i <= lead.more; i++) {
		unsigned char low = i == 1 ? lead.low : 0x80;
		unsigned char high = i == 1 ? lead.high : 0xBF;
		if (i >= len || (unsigned char)text[i] < low || (unsigned char)text[i] > high) {
			*ret_valid = false;
			return i;
		}
	}
	*ret_valid = true;
	return lead.more + 1;
}

bool cx_utf8_valid(const char *text, size_t len)
{
	bool valid = true;
	for (size_t i = 0; i < len && valid;)
		i += cx_utf8_sequence(text + i, len - i, &valid);
	return valid;
}

size_t cx_utf8_encode(uint32_t scalar, char out[static 4])
{
	if (scalar < 0x80) {
		out[0] = (char)scalar;
		return 1;
	}
	size_t len = scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4;
	static const unsigned char first[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	for (size_t i = len - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (scalar & 0x3F));
		scalar >>= 6;
	}
	out[0] = (char)(first[len] | scalar);
	return len;
}

int cx_utf8_append_repaired(struct cx_buffer *into, const char *text, size_t len)
{
	size_t start = 0; /* of the well-formed text that is not appended yet */
	for (size_t i = 0; i < len;) {
		bool valid;
		size_t taken = cx_utf8_sequence(text + i, len - i, &valid);
		if (!valid) {
			if (cx_buffer_append(into, text + start, i - start) < 0 ||
			    cx_buffer_puts(into, "\xEF\xBF\xBD") < 0)
				return -1;
			start = i + taken;
		}
		i += taken;
	}
	return cx_buffer_append(into, text + start, len - start);
}
