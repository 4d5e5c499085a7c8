// tries: block a thread of the system in each goroutine
// allowed: success runtime_error timeout memory_limit output_limit
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
