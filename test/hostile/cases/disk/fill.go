// what: writes files without end
// expect: disk
package main

import (
	"fmt"
	"os"
)

func main() {
	piece := make([]byte, 8<<20)
	for n := 0; ; n++ {
		if err := os.WriteFile(fmt.Sprintf("fill%d", n), piece, 0o644); err != nil {
			panic(err)
		}
	}
}
