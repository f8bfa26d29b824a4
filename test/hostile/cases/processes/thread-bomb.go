// what: locks goroutines to system threads without end
// expect: processes
// seconds: 20
package main

import (
	"runtime"
	"syscall"
)

func main() {
	for {
		go func() {
			runtime.LockOSThread()
			syscall.Select(0, nil, nil, nil, nil)
		}()
		runtime.Gosched()
	}
}
