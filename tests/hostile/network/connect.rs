// tries: open a connection, and listen
// allowed: success
// seconds: 60
use std::net::*;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    if TcpStream::connect(format!("127.0.0.1:{}", args[2])).is_ok() || TcpListener::bind("127.0.0.1:0").is_ok() || UdpSocket::bind("127.0.0.1:0").is_ok() {
        println!("{}{}", "ATTACK", "-WORKED");
    }
    if std::os::unix::net::UnixStream::connect(format!("{}/socket", args[1])).is_ok() {
        println!("{}{}", "ATTACK", "-WORKED");
    }
}
