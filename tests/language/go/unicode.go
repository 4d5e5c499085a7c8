package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

func main() {
	line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	word := strings.TrimSpace(line)
	letters := []rune(word)
	fmt.Println(word)
	fmt.Println(len(letters))
	for i, j := 0, len(letters)-1; i < j; i, j = i+1, j-1 {
		letters[i], letters[j] = letters[j], letters[i]
	}
	fmt.Println(string(letters))
}
