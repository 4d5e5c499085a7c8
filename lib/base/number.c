#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool skip_digits(const char *at, size_t len, size_t *pos)
{
	size_t start = *pos;
	while (*pos < len && at[*pos] >= '0' && at[*pos] <= '9')
		++*pos;
	return *pos > start;
}

static bool skip_one(const char *at, size_t len, size_t *pos, const char *any)
{
	if (*pos >= len || !at[*pos] || !strchr(any, at[*pos]))
		return false;
	++*pos;
	return true;
}

bool cx_number_span(const char *at, size_t len, size_t *ret_len)
{
	*ret_len = 0;
	skip_one(at, len, ret_len, "-");
	/* A leading 0 stands alone. */
	if (!skip_one(at, len, ret_len, "0") && !skip_digits(at, len, ret_len))
		return false;
	if (skip_one(at, len, ret_len, ".") && !skip_digits(at, len, ret_len))
		return false;
	if (skip_one(at, len, ret_len, "eE")) {
		skip_one(at, len, ret_len, "+-");
		return skip_digits(at, len, ret_len);
	}
	return true;
}

/* More digits than this change no double's value by more than its last bit, nor whether it is finite. */
enum { DIGITS = 320 };

double cx_number_value(const char *at, size_t len)
{
	/* The value is 0.DIGITS × 10^scale: strtod() gets it without a decimal point. */
	char text[DIGITS + 32];
	size_t digits = 0;
	long long scale = 0, exponent = 0;
	bool fraction = false;
	const char *end = at + len;
	bool negative = len && *at == '-';
	for (; at < end && (*at | 0x20) != 'e'; at++) {
		if (*at == '.')
			fraction = true;
		if (*at < '0' || *at > '9')
			continue;
		bool leading_zero = !digits && *at == '0';
		if (!leading_zero && digits < DIGITS)
			text[digits++] = *at;
		if (fraction ? leading_zero : !leading_zero)
			scale += fraction ? -1 : 1;
	}
	bool small = end - at > 1 && at[1] == '-';
	for (; at < end; at++)
		if (*at >= '0' && *at <= '9' && exponent < 1000000000000)
			exponent = exponent * 10 + (*at - '0');
	if (!digits)
		return 0;
	scale += small ? -exponent : exponent;
	snprintf(text + digits, sizeof(text) - digits, "e%lld", scale - (long long)digits);
	double value = strtod(text, NULL);
	return negative ? -value : value;
}

bool cx_number_parse(const char *text, double *ret_value)
{
	size_t len = strlen(text), span;
	if (!cx_number_span(text, len, &span) || span != len)
		return false;
	*ret_value = cx_number_value(text, len);
	return isfinite(*ret_value);
}

const char *cx_number_format(double value, char buf[static 32])
{
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(buf, 32, "%.*g", digits, value);
		if (strtod(buf, NULL) == value)
			break;
	}
	for (char *p = buf; *p; p++)
		if (!strchr("0123456789+-e", *p))
			*p = '.'; /* the locale's decimal point */
	return buf;
}
