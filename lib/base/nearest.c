#include "base/nearest.h"

#include <ctype.h>

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t cx_nearest_distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t rows[3][CX_NEAREST_MAX + 1]; /* the last three rows of the table, in turn */
	for (size_t j = 0; j <= b_len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
		now[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			int x = tolower((unsigned char)a[i - 1]), y = tolower((unsigned char)b[j - 1]);
			now[j] = least(least(last[j], now[j - 1]) + 1, last[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == tolower((unsigned char)b[j - 2]) &&
			    tolower((unsigned char)a[i - 2]) == y)
				now[j] = least(now[j], before[j - 2] + 1);
		}
	}
	return rows[a_len % 3][b_len];
}
