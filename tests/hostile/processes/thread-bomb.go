// tries: block a thread of the system in each goroutine
// allowed: runtime_error memory_limit output_limit
// because: a refused thread ends a program in Go, with a trace of all goroutines that may be over the limit of output; those may be over that of memory before
// seconds: 60
package main

import (
	"runtime"
	"time"
)

func main() {
	for i := 0; i < 100000; i++ {
		go func() {
			runtime.LockOSThread()
			select {}
		}()
	}
	time.Sleep(time.Hour)
}
