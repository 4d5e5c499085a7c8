/* The longest Collatz sequence below a limit, and primes by a sieve: arithmetic and memory, no input or output. */
#include <stdio.h>
#include <stdlib.h>

static int longest(int limit)
{
	int *lengths = calloc((size_t)limit, sizeof(*lengths)), best = 1;
	lengths[1] = 1;
	for (int start = 2; start < limit; start++) {
		long long n = start;
		int steps = 0;
		while (n >= limit || !lengths[n]) {
			n = n % 2 == 0 ? n / 2 : 3 * n + 1;
			steps++;
		}
		lengths[start] = steps + lengths[n];
		if (lengths[start] > lengths[best])
			best = start;
	}
	free(lengths);
	return best;
}

static int primes(int limit)
{
	char *composite = calloc((size_t)limit, 1);
	int count = 0;
	for (int n = 2; n < limit; n++) {
		if (composite[n])
			continue;
		count++;
		for (long long multiple = (long long)n * n; multiple < limit; multiple += n)
			composite[multiple] = 1;
	}
	free(composite);
	return count;
}

int main(void)
{
	printf("%d %d\n", longest(12000000), primes(30000000));
}
