use std::io;

fn main() -> io::Result<()> {
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    let word = line.trim();
    println!("{word}");
    println!("{}", word.chars().count());
    println!("{}", word.chars().rev().collect::<String>());
    Ok(())
}
