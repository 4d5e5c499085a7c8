package main

import (
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	log.Println("this is old")
	os.Stdout.WriteString("done\n")
}
