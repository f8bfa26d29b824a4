package worse

import "testing"

func TestIsWrong(t *testing.T) {
	if got := Sum("a"); got != "b" {
		t.Errorf("got %q", got)
	}
}
