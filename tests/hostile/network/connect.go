// tries: open a connection, and listen
// allowed: success
// seconds: 30
package main

import (
	"fmt"
	"net"
	"os"
)

func main() {
	if _, err := net.Dial("tcp", "127.0.0.1:"+os.Args[2]); err == nil {
		fmt.Println("ATTACK" + "-WORKED connected")
	}
	if _, err := net.Listen("tcp", "127.0.0.1:0"); err == nil {
		fmt.Println("ATTACK" + "-WORKED listens")
	}
	if _, err := net.Dial("unix", os.Args[1]+"/socket"); err == nil {
		fmt.Println("ATTACK" + "-WORKED connected")
	}
}
