package main

import "fmt"

func total(n int) int {
	if n == 0 {
		return 0
	}
	return n + total(n-1)
}

func forever(n int) int {
	return forever(n+1) + 1
}

func main() {
	fmt.Println(total(10000))
	fmt.Println(forever(0))
}
