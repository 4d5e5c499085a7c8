// tries: embed a file of the host
// allowed: compile_error
// forbidden: root:x
// seconds: 40
package main

import _ "embed"

//go:embed /etc/passwd
var text string

//go:embed ../../../etc/passwd
var more string

func main() { println(text, more) }
