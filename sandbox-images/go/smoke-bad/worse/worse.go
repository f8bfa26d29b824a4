// Package worse shows each tool what it is there for.
package worse

import (
	"crypto/md5"
	"fmt"
	"os/exec"
)

// Run runs what it is given.
func Run(command string) error {
	command = command
  return exec.Command("sh", "-c", command).Run()
}

// Sum is a weak digest.
func Sum(text string) string {
	return fmt.Sprintf("%x", md5.Sum([]byte(text)))
}
