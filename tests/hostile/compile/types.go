// tries: make the compiler unfold types without end
// allowed: compile_error success
// seconds: 60
package main

type T0 [2]int
type T1 [1 << 10]T0
type T2 [1 << 10]T1
type T3 [1 << 10]T2
type T4 [1 << 10]T3

var huge T4

func main() { println(len(huge)) }
