#include "base/base64.h"

#include <stdint.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int cx_base64_append(struct cx_buffer *into, const char *data, size_t len)
{
	if (cx_buffer_reserve(into, len / 3 * 4 + 4) < 0)
		return -1;
	for (size_t i = 0; i < len; i += 3) {
		size_t taken = len - i < 3 ? len - i : 3;
		uint32_t bits = 0;
		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 | (k < taken ? (unsigned char)data[i + k] : 0);
		char four[4];
		for (size_t k = 0; k < 4; k++)
			four[k] = k <= taken ? alphabet[bits >> (18 - 6 * k) & 63] : '=';
		if (cx_buffer_append(into, four, sizeof(four)) < 0)
			return -1;
	}
	return 0;
}

static int value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

int cx_base64_decode(struct cx_buffer *into, const char *text, size_t len, struct cx_error *err)
{
	if (len % 4)
		return cx_fail(err, CX_EINPUT, "not base64: its length is not a multiple of 4");
	if (cx_buffer_reserve(into, len / 4 * 3) < 0)
		return cx_fail_oom(err);
	for (size_t i = 0; i < len; i += 4) {
		size_t padding = 0;
		if (i + 4 == len)
			padding = text[i + 3] != '=' ? 0 : text[i + 2] != '=' ? 1 : 2;
		uint32_t bits = 0;
		for (size_t k = 0; k < 4; k++) {
			int value = k < 4 - padding ? value_of(text[i + k]) : 0;
			if (value < 0)
				return cx_fail(err, CX_EINPUT,
					       "not base64: character %zu is not of its alphabet", i + k + 1);
			bits = bits << 6 | (uint32_t)value;
		}
		if (bits & ((1u << 8 * padding) - 1))
			return cx_fail(err, CX_EINPUT, "not base64: bits are left behind its last byte");
		char three[3] = { (char)(bits >> 16), (char)(bits >> 8), (char)bits };
		if (cx_buffer_append(into, three, 3 - padding) < 0)
			return cx_fail_oom(err);
	}
	return 0;
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int cx_hex_decode(struct cx_buffer *into, const char *text, size_t len, struct cx_error *err)
{
	if (len % 2)
		return cx_fail(err, CX_EINPUT, "not hexadecimal: its length is odd");
	if (cx_buffer_reserve(into, len / 2) < 0)
		return cx_fail_oom(err);
	for (size_t i = 0; i < len; i += 2) {
		int high = digit_of(text[i]), low = digit_of(text[i + 1]);
		if (high < 0 || low < 0)
			return cx_fail(err, CX_EINPUT, "not hexadecimal: character %zu is not a digit",
				       high < 0 ? i + 1 : i + 2);
		char byte = (char)(high << 4 | low);
		if (cx_buffer_append(into, &byte, 1) < 0)
			return cx_fail_oom(err);
	}
	return 0;
}
