// Starts the command line: go run . --help
package main

import (
	"os"
	"path/filepath"

	"project/app"
)

func main() {
	directory := os.Getenv("DATA_DIR")
	if directory == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			home = "."
		}
		directory = filepath.Join(home, "."+app.Entities[0].Path)
	}
	os.Exit(app.Run(os.Args[1:], directory, os.Stdout, os.Stderr))
}
