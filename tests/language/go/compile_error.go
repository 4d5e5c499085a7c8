package main

import "fmt"

func main() {
	var number int = "text"
	fmt.Println(number)
}
