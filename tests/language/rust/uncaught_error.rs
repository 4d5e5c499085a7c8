fn divide(a: i32, b: i32) -> i32 {
    a / b
}

fn main() {
    println!("before");
    println!("{}", divide(1, 0));
}
