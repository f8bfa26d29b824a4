// what: sends datagrams to the host and to everybody
// expect: network
package main

import (
	"net"
	"os"
	"strings"
)

func main() {
	var refused error
	for _, host := range append(strings.Fields(os.Getenv("TRAP_HOSTS")), "255.255.255.255", "224.0.0.1", "8.8.8.8") {
		connection, err := net.Dial("udp", host+":"+os.Getenv("TRAP_PORT"))
		if err == nil {
			_, err = connection.Write([]byte("out"))
		}
		if err == nil {
			println("BREACH", host)
		} else {
			refused = err
		}
	}
	panic(refused)
}
