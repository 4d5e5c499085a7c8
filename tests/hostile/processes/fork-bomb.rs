// tries: start programs and threads without end
// allowed: success runtime_error timeout memory_limit compile_error
// seconds: 90
fn main() {
    loop {
        let _ = std::process::Command::new("/bin/sh").arg("-c").arg("while :; do sh -c : & done").spawn();
        let _ = std::thread::Builder::new().spawn(|| loop { std::thread::park() });
    }
}
