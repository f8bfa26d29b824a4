// what: ignores TERM and INT
// expect: time
// seconds: 2
package main

import (
	"os/signal"
	"syscall"
)

func main() {
	signal.Ignore(syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	for {
		syscall.Pause()
	}
}
