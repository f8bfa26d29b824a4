// what: starts a child in namespaces of its own
// expect: system-call
package main

import (
	"os/exec"
	"syscall"
)

func main() {
	child := exec.Command("id")
	child.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS | syscall.CLONE_NEWNET}
	output, err := child.CombinedOutput()
	if err != nil {
		panic(err)
	}
	println("BREACH", string(output))
}
