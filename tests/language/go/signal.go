package main

import (
	"fmt"
	"os"
	"syscall"
)

func main() {
	fmt.Println("before")
	if err := syscall.Kill(os.Getpid(), syscall.SIGKILL); err != nil {
		panic(err)
	}
}
