// what: ten thousand goroutines
// expect: fine
// says: done
package main

import (
	"fmt"
	"sync"
)

func main() {
	var group sync.WaitGroup
	for n := 0; n < 10_000; n++ {
		group.Add(1)
		go func() { group.Done() }()
	}
	group.Wait()
	fmt.Println("done")
}
