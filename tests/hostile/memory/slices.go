// tries: take memory and use it
// allowed: memory_limit runtime_error
// seconds: 60
package main

import "fmt"

func main() {
	var all [][]byte
	for i := 0; i < 2000; i++ {
		block := make([]byte, 1<<20)
		for j := 0; j < len(block); j += 4096 {
			block[j] = 1
		}
		all = append(all, block)
	}
	fmt.Println("ATTACK"+"-WORKED", len(all))
}
