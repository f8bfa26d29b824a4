// what: hides a link out behind links and folders
// expect: refused a symbolic link
package main

import "os"

func main() {
	_ = os.MkdirAll("a/b/c", 0o755)
	for from, to := range map[string]string{"a/b/c/up": "../../../..", "a/x": "b/c/up", "y": "a/x/etc/passwd", "z": "/proc/self/root"} {
		if err := os.Symlink(to, from); err != nil {
			panic(err)
		}
	}
}
