// what: opens sockets until none may be opened
// expect: open-files
package main

import "net"

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	var kept []net.Conn
	for {
		connection, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			panic(err)
		}
		kept = append(kept, connection)
	}
}
