// what: turns off the randomisation of addresses
// expect: read-only|system-files
package main

import "os"

func main() {
	if err := os.WriteFile("/proc/sys/kernel/randomize_va_space", []byte("0"), 0o644); err != nil {
		panic(err)
	}
	println("BREACH")
}
