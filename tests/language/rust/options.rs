fn main() {
    // A word of its own since 2018, and the overflow of a number is a panic without optimization.
    let async = std::env::args().count() as u8;
    println!("{}", cfg!(debug_assertions));
    println!("{}", async);
}
