#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

bool cx_number_is_finite(const char *at, size_t len)
{
	const char *end = at + len;
	/* The value is 0.DIGITS × 10^scale; 320 digits decide, as the largest double has 309. */
	char text[352];
	size_t digits = 0;
	long long scale = 0, exponent = 0;
	bool fraction = false;
	for (; at < end && (*at | 0x20) != 'e'; at++) {
		if (*at == '.')
			fraction = true;
		if (*at < '0' || *at > '9')
			continue;
		bool leading_zero = !digits && *at == '0';
		if (!leading_zero && digits < 320)
			text[digits++] = *at;
		if (fraction ? leading_zero : !leading_zero)
			scale += fraction ? -1 : 1;
	}
	bool negative = end - at > 1 && at[1] == '-';
	for (; at < end; at++)
		if (*at >= '0' && *at <= '9' && exponent < 1000000000000)
			exponent = exponent * 10 + (*at - '0');
	scale += negative ? -exponent : exponent;
	if (!digits || scale != 309)
		return !digits || scale < 309;
	snprintf(text + digits, sizeof(text) - digits, "e%d", 309 - (int)digits);
	return isfinite(strtod(text, NULL));
}
