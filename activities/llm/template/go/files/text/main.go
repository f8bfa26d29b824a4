// Starts the command line: go run . --help
package main

import (
	"os"

	"project/app"
)

func main() {
	os.Exit(app.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
