// what: floods stdout from many goroutines
// expect: output
// seconds: 60
package main

import "fmt"

func main() {
	for n := 0; n < 50; n++ {
		go func() {
			for {
				fmt.Println("line after line after line")
			}
		}()
	}
	select {}
}
