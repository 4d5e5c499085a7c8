// tries: take memory and use it
// allowed: memory_limit runtime_error
// seconds: 60
fn main() {
    let all: Vec<Vec<u8>> = (0..2000).map(|_| vec![1u8; 1 << 20]).collect();
    println!("{}{} {}", "ATTACK", "-WORKED", all.len());
}
