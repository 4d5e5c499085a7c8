#include "suggest.h"

#include <string.h>

enum { LONGEST = 32 };

static size_t least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;
	return ab < c ? ab : c;
}

/* Insertions, deletions and replacements that make one word of the other (Levenshtein). */
static size_t distance(const char *from, const char *to)
{
	size_t to_len = strlen(to);
	size_t row[LONGEST + 1];
	if (strlen(from) > LONGEST || to_len > LONGEST)
		return LONGEST;
	for (size_t j = 0; j <= to_len; j++)
		row[j] = j;
	for (size_t i = 0; from[i]; i++) {
		size_t diagonal = row[0];
		row[0] = i + 1;
		for (size_t j = 0; j < to_len; j++) {
			size_t replaced = diagonal + (from[i] != to[j]);
			diagonal = row[j + 1];
			row[j + 1] = least(replaced, row[j] + 1, row[j + 1] + 1);
		}
	}
	return row[to_len];
}

const char *suggest_name(const char *word, const void *rows, size_t row_size)
{
	const char *nearest = NULL;
	size_t nearest_distance = strlen(word) / 2 + 1; /* half of the word wrong: not what was meant */
	for (const char *row = rows;; row += row_size) {
		const char *name = *(const char *const *)(const void *)row;
		if (!name)
			return nearest;
		size_t away = distance(word, name);
		if (away < nearest_distance) {
			nearest_distance = away;
			nearest = name;
		}
	}
}
