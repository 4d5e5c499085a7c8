/* Shortest ways from the first city to all others: `roads`, then one `from to length` a line. */
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CITIES 100

struct city {
	char name[32];
	long distance;
	bool done;
};

static struct city cities[CITIES];
static long roads[CITIES][CITIES]; /* 0: there is none */
static int count;

static int find(const char *name)
{
	for (int i = 0; i < count; i++)
		if (strcmp(cities[i].name, name) == 0)
			return i;
	if (count == CITIES)
		exit(1);
	strcpy(cities[count].name, name);
	cities[count].distance = count == 0 ? 0 : LONG_MAX;
	return count++;
}

static int nearest(void)
{
	int best = -1;
	for (int i = 0; i < count; i++)
		if (!cities[i].done && cities[i].distance != LONG_MAX &&
		    (best < 0 || cities[i].distance < cities[best].distance))
			best = i;
	return best;
}

static void walk(void)
{
	for (int at = nearest(); at >= 0; at = nearest()) {
		cities[at].done = true;
		for (int to = 0; to < count; to++) {
			long distance = cities[at].distance + roads[at][to];
			if (roads[at][to] > 0 && distance < cities[to].distance)
				cities[to].distance = distance;
		}
	}
}

static int by_distance(const void *a, const void *b)
{
	const struct city *left = a, *right = b;
	return (left->distance > right->distance) - (left->distance < right->distance);
}

int main(void)
{
	int lines, reached = 0;
	long length, sum = 0;
	char from[32], to[32];
	if (scanf("%d", &lines) != 1)
		return 1;
	while (lines-- > 0 && scanf("%31s %31s %ld", from, to, &length) == 3) {
		int a = find(from), b = find(to);
		roads[a][b] = roads[b][a] = length;
	}
	walk();
	qsort(cities, (size_t)count, sizeof(cities[0]), by_distance);
	for (; reached < count && cities[reached].done; reached++) {
		printf("%-10s%6ld\n", cities[reached].name, cities[reached].distance);
		sum += cities[reached].distance;
	}
	printf("%d of %d cities, %ld in all\n", reached, count, sum);
}
