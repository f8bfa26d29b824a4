// what: a file of 900 KB
// expect: fine
// says: written
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := os.WriteFile("data.bin", make([]byte, 900_000), 0o644); err != nil {
		panic(err)
	}
	fmt.Println("written")
}
