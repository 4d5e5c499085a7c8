/* Orders by customer and month: what a person or a model writes in fifty lines. */
#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct order {
	int month;
	char customer[16];
	long cents;
};

static unsigned state = 7;

static unsigned chance(unsigned n)
{
	state = state * 1103515245u + 12345u;
	return (state >> 16) % n;
}

static void generate(char *line, size_t size)
{
	static const char *const names[] = { "ann", "ben", "cy" };
	snprintf(line, size, "2024-%02u-%02u %s@example.org %u", 1 + chance(12), 1 + chance(28),
		 names[chance(3)], 100 + chance(8900));
}

static bool parse(const char *line, struct order *ret)
{
	int year, day;
	return sscanf(line, "%d-%d-%d %15[a-z]@%*s %ld", &year, &ret->month, &day, ret->customer,
		      &ret->cents) == 5;
}

static int by_customer(const void *a, const void *b)
{
	return strcmp(((const struct order *)a)->customer, ((const struct order *)b)->customer);
}

int main(void)
{
	enum { COUNT = 500 };
	struct order *orders = calloc(COUNT, sizeof(*orders));
	long months[13] = { 0 }, bad = 0, sum = 0;
	int len = 0;
	for (int i = 0; i < COUNT; i++) {
		char line[64];
		generate(line, sizeof(line));
		if (parse(i % 50 ? line : "not an order", &orders[len]))
			months[orders[len++].month]++;
		else
			bad++;
	}
	qsort(orders, (size_t)len, sizeof(*orders), by_customer);
	for (int i = 0; i < len; i++) {
		sum += orders[i].cents;
		if (i + 1 == len || by_customer(&orders[i], &orders[i + 1]) != 0) {
			printf("%c%s: %.2f\n", toupper(orders[i].customer[0]), orders[i].customer,
			       (double)sum / 100);
			sum = 0;
		}
	}
	printf("bad %ld, january %ld, root %.3f\n", bad, months[1], sqrt((double)months[1]));
	free(orders);
}
