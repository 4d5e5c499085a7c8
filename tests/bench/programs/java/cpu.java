/* The longest Collatz sequence below a limit, and primes by a sieve: arithmetic and memory, no input or output. */
public class Main {
	static int longest(int limit) {
		int[] lengths = new int[limit];
		int best = 1;
		lengths[1] = 1;
		for (int start = 2; start < limit; start++) {
			long n = start;
			int steps = 0;
			while (n >= limit || lengths[(int)n] == 0) {
				n = n % 2 == 0 ? n / 2 : 3 * n + 1;
				steps++;
			}
			lengths[start] = steps + lengths[(int)n];
			if (lengths[start] > lengths[best])
				best = start;
		}
		return best;
	}

	static int primes(int limit) {
		boolean[] composite = new boolean[limit];
		int count = 0;
		for (int n = 2; n < limit; n++) {
			if (composite[n])
				continue;
			count++;
			for (long multiple = (long)n * n; multiple < limit; multiple += n)
				composite[(int)multiple] = true;
		}
		return count;
	}

	public static void main(String[] args) {
		System.out.println(longest(8_000_000) + " " + primes(20_000_000));
	}
}
