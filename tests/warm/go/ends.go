// request: {"cases": ["return", "exit", "panic", "deadlock", "goroutine", "memory", "sees"], "input": "some input"}
package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
)

func sees() {
	input, _ := io.ReadAll(os.Stdin)
	folder, _ := os.Getwd()
	fmt.Println(os.Args, os.Environ(), folder, string(input))
	fmt.Println(runtime.NumCPU(), runtime.GOMAXPROCS(0), runtime.NumGoroutine(), debug.SetMemoryLimit(-1))
}

func main() {
	how := os.Args[1]
	fmt.Println(how)
	switch how {
	case "exit":
		os.Exit(3)
	case "panic":
		panic(fmt.Sprint("on purpose ", len(how)))
	case "deadlock":
		<-make(chan int)
	case "goroutine":
		go func() { panic("elsewhere") }()
		select {}
	case "memory":
		for kept := [][]byte{}; ; {
			kept = append(kept, make([]byte, 1<<20))
			for i := range kept[len(kept)-1] {
				kept[len(kept)-1][i] = 1
			}
		}
	case "sees":
		sees()
	}
}
