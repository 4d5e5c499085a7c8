mod helper;

fn main() {
    let text = std::fs::read_to_string("data/number.txt").expect("the data file");
    println!("{}", helper::twice(text.trim().parse().expect("a number")));
}
