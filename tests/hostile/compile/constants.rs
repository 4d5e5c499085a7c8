// tries: make the compiler compute without end
// allowed: compile_error
// seconds: 90
#![allow(long_running_const_eval)]
const fn spin() -> u64 { let mut n = 0u64; loop { n = n.wrapping_add(1); if n == u64::MAX { return n; } } }
const VALUE: u64 = spin();
fn main() { println!("{}", VALUE); }
