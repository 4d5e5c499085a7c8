# The longest Collatz sequence below a limit, and primes by a sieve: arithmetic and memory, no input or output.
def longest(limit):
    best, lengths = 1, {1: 1}
    for start in range(2, limit):
        n, steps = start, 0
        while n not in lengths:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            steps += 1
        lengths[start] = steps + lengths[n]
        if lengths[start] > lengths[best]:
            best = start
    return best


def primes(limit):
    sieve = bytearray([1]) * limit
    for n in range(2, int(limit**0.5) + 1):
        if sieve[n]:
            for multiple in range(n * n, limit, n):
                sieve[multiple] = 0
    return sum(sieve) - 2


print(longest(250_000), primes(2_500_000))
