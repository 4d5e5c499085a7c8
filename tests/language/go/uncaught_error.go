package main

import "fmt"

func divide(a, b int) int {
	return a / b
}

func main() {
	fmt.Println("before")
	fmt.Println(divide(1, 0))
}
