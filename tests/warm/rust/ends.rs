// request: {"cases": ["return", "error", "exit", "panic", "thread", "sees"], "input": "some input"}
use std::io::Read;

fn sees() {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input).unwrap();
    let mut variables: Vec<_> = std::env::vars().collect();
    variables.sort();
    println!("{:?} {:?} {:?} {}", std::env::args().collect::<Vec<_>>(), variables, std::env::current_dir(), input);
}

fn main() -> Result<(), String> {
    let how = std::env::args().nth(1).unwrap();
    println!("{how}");
    match how.as_str() {
        "error" => return Err("on purpose".into()),
        "exit" => std::process::exit(3),
        "panic" => panic!("on purpose {}", how.len()),
        "thread" => std::thread::spawn(|| panic!("elsewhere")).join().unwrap(),
        "sees" => sees(),
        _ => {}
    }
    Ok(())
}
