// tries: make raw system calls past its library
// allowed: success
// seconds: 30
package main

import (
	"fmt"
	"syscall"
)

func main() {
	for _, number := range []uintptr{syscall.SYS_PTRACE, syscall.SYS_UNSHARE, 425, 321, syscall.SYS_MOUNT, syscall.SYS_CHROOT, 323} {
		if _, _, errno := syscall.RawSyscall(number, 0x10000000, 0, 0); errno == 0 {
			fmt.Println("ATTACK"+"-WORKED", number)
		}
	}
}
