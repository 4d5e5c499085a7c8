// tries: read our environment while it is compiled
// allowed: compile_error success
// forbidden: secret-of-the-host
// seconds: 60
fn main() { println!("{:?} {:?}", option_env!("TOKEN_OF_THE_HOST"), option_env!("CODEX_STATE_DIR")); }
