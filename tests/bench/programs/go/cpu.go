// The longest Collatz sequence below a limit, and primes by a sieve: arithmetic and memory, no input or output.
package main

import "fmt"

func longest(limit int) int {
	lengths, best := make([]int32, limit), 1
	lengths[1] = 1
	for start := 2; start < limit; start++ {
		n, steps := start, int32(0)
		for n >= limit || lengths[n] == 0 {
			if n%2 == 0 {
				n /= 2
			} else {
				n = 3*n + 1
			}
			steps++
		}
		lengths[start] = steps + lengths[n]
		if lengths[start] > lengths[best] {
			best = start
		}
	}
	return best
}

func primes(limit int) int {
	composite, count := make([]bool, limit), 0
	for n := 2; n < limit; n++ {
		if composite[n] {
			continue
		}
		count++
		for multiple := n * n; multiple < limit; multiple += n {
			composite[multiple] = true
		}
	}
	return count
}

func main() {
	fmt.Println(longest(8_000_000), primes(20_000_000))
}
