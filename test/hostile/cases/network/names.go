// what: asks for a name by its own resolver
// expect: network
package main

import "net"

func main() {
	addresses, err := net.LookupHost("attacker.example.com")
	if err != nil {
		panic(err)
	}
	println("BREACH", addresses[0])
}
