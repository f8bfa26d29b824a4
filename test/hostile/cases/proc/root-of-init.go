// what: goes through init's root and working directory
// expect: system-files
package main

import "os"

func main() {
	for _, path := range []string{"/proc/1/root/etc/hostname", "/proc/1/cwd/x", "/proc/1/environ"} {
		if _, err := os.ReadFile(path); err == nil {
			println("BREACH", path)
		} else if os.IsPermission(err) {
			defer panic(err)
		}
	}
}
