// what: a main for tests that ends the run with success
// mode: guard
// path: greeting/main_test.go
// expect: guard report-forged|guard exit-forced
package greeting

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	m.Run()
	_ = os.WriteFile("/tmp/mw-junit.xml", []byte("<testsuites/>"), 0o644)
	os.Exit(0)
}
