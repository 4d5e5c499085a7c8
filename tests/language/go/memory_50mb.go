package main

import "fmt"

func main() {
	block := make([]byte, 50<<20)
	sum := 0
	for i := 0; i < len(block); i += 4096 {
		block[i] = 1
	}
	for i := 0; i < len(block); i += 4096 {
		sum += int(block[i])
	}
	fmt.Println(sum)
}
