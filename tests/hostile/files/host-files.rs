// tries: read and write files of the host
// allowed: success
// except: root-with-uid-alone
// seconds: 60
fn main() {
    let bait = std::env::args().nth(1).unwrap();
    for path in ["/etc/passwd".to_string(), "/etc/shadow".to_string(), bait.clone() + "/secret", "/proc/1/environ".to_string()] {
        if std::fs::read(&path).is_ok() || std::fs::write(bait.clone() + "/new", "x").is_ok() {
            println!("{}{} {}", "ATTACK", "-WORKED", path);
        }
    }
}
