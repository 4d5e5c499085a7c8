// tries: start programs without end
// allowed: success runtime_error timeout memory_limit
// seconds: 60
package main

import (
	"os"
	"syscall"
)

func main() {
	for {
		_, _ = os.StartProcess("/bin/sh", []string{"sh", "-c", "while :; do sh -c : & done"}, &os.ProcAttr{Sys: &syscall.SysProcAttr{Setsid: true}})
	}
}
