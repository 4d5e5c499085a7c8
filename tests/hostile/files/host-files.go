// tries: read and write files of the host
// allowed: success
// except: root-with-uid-alone
// seconds: 30
package main

import (
	"fmt"
	"os"
)

func main() {
	for _, path := range []string{"/etc/passwd", "/etc/shadow", os.Args[1] + "/secret", "/proc/1/environ"} {
		if _, err := os.ReadFile(path); err == nil {
			fmt.Println("ATTACK"+"-WORKED", path)
		}
	}
	for _, path := range []string{os.Args[1] + "/new", "/usr/new", os.Args[1] + "/secret"} {
		if err := os.WriteFile(path, []byte("x"), 0o600); err == nil {
			fmt.Println("ATTACK"+"-WORKED", path)
		}
	}
}
