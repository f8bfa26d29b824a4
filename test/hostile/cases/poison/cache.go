// what: poisons the compiler's cache
// mode: fresh
// expect: inside
// holds: the cache is in /tmp of one container; the image has its own, read-only
// after: . /opt/sandbox/prepare.sh; ls /tmp/go-cache | grep -q poison && echo BREACH; go version
package main

import "os"

func main() {
	_ = os.MkdirAll("/tmp/go-cache/poison", 0o755)
	for _, path := range []string{"/opt/gocache/poison", "/deps/mod/poison"} {
		if os.WriteFile(path, []byte("x"), 0o644) == nil {
			println("BREACH", path)
		}
	}
}
