package main

import (
	"fmt"
	"sync"
)

func main() {
	var (
		total int
		lock  sync.Mutex
		group sync.WaitGroup
	)
	for i := 0; i < 8; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for n := 0; n < 1000; n++ {
				lock.Lock()
				total++
				lock.Unlock()
			}
		}()
	}
	group.Wait()
	fmt.Println(total)
}
