package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

func main() {
	text, err := os.ReadFile("data/number.txt")
	if err != nil {
		panic(err)
	}
	number, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		panic(err)
	}
	fmt.Println(twice(number))
}
