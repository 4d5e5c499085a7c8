// tries: include files of the host
// allowed: compile_error
// forbidden: root:x
// except: root-with-uid-alone
// seconds: 60
const TEXT: &str = include_str!("/etc/passwd");
const BYTES: &[u8] = include_bytes!("/etc/shadow");
fn main() { println!("{} {}", TEXT, BYTES.len()); }
