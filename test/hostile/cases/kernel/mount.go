// what: mounts the proc of the machine
// expect: system-call
package main

import "syscall"

func main() {
	if err := syscall.Mount("proc", "/tmp", "proc", 0, ""); err != nil {
		panic(err)
	}
	println("BREACH")
}
