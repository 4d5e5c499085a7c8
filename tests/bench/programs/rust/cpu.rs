// The longest Collatz sequence below a limit, and primes by a sieve: arithmetic and memory, no input or output.
fn longest(limit: usize) -> usize {
    let mut lengths = vec![0i32; limit];
    let mut best = 1;
    lengths[1] = 1;
    for start in 2..limit {
        let (mut n, mut steps) = (start, 0);
        while n >= limit || lengths[n] == 0 {
            n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
            steps += 1;
        }
        lengths[start] = steps + lengths[n];
        if lengths[start] > lengths[best] {
            best = start;
        }
    }
    best
}

fn primes(limit: usize) -> usize {
    let mut composite = vec![false; limit];
    let mut count = 0;
    for n in 2..limit {
        if composite[n] {
            continue;
        }
        count += 1;
        for multiple in (n * n..limit).step_by(n) {
            composite[multiple] = true;
        }
    }
    count
}

fn main() {
    println!("{} {}", longest(12_000_000), primes(30_000_000));
}
