// what: a test that ends its process with success
// mode: verdict
// path: greeting/fake_test.go
// expect: verdict test-failed|verdict exit-code|verdict no-tests
package greeting

import (
	"os"
	"testing"
)

func TestAaa(t *testing.T) {
	os.Exit(0)
}
