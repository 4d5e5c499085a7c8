use std::hint::black_box;

fn total(n: u64) -> u64 {
    if n == 0 {
        0
    } else {
        n + total(black_box(n - 1))
    }
}

#[allow(unconditional_recursion)]
fn forever(n: u64) -> u64 {
    black_box(forever(black_box(n + 1))) + 1
}

fn main() {
    println!("{}", total(10_000));
    println!("{}", forever(0));
}
