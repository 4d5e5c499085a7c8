// The longest Collatz sequence below a limit, and primes by a sieve: arithmetic and memory, no input or output.
function longest(limit: number): number {
	const lengths = new Int32Array(limit);
	let best = 1;
	lengths[1] = 1;
	for (let start = 2; start < limit; start++) {
		let n = start, steps = 0;
		while (n >= limit || !lengths[n]) {
			n = n % 2 === 0 ? n / 2 : 3 * n + 1;
			steps++;
		}
		lengths[start] = steps + lengths[n];
		if (lengths[start] > lengths[best]) best = start;
	}
	return best;
}

function primes(limit: number): number {
	const sieve = new Uint8Array(limit).fill(1);
	for (let n = 2; n * n < limit; n++)
		if (sieve[n]) for (let multiple = n * n; multiple < limit; multiple += n) sieve[multiple] = 0;
	return sieve.reduce((sum, n) => sum + n, 0) - 2;
}

console.log(longest(3_000_000), primes(15_000_000));
