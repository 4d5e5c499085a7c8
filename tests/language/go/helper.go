package main

func twice(number int) int {
	return 2 * number
}
