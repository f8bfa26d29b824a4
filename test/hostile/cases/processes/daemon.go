// what: starts a child in a session of its own and ends
// expect: leftovers
package main

import (
	"os/exec"
	"syscall"
)

func main() {
	child := exec.Command("sh", "-c", "trap '' TERM; while :; do sleep 1; done")
	child.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := child.Start(); err != nil {
		panic(err)
	}
}
