// tries: run a C compiler with options of its own
// allowed: compile_error
// seconds: 40
package main

// #cgo CFLAGS: -fplugin=/tmp/x.so
// #include "/etc/passwd"
import "C"

func main() {}
