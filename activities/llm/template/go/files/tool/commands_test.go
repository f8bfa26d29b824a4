package app

import (
	"bytes"
	"strings"
	"testing"
)

func TestPrintsTheResults(t *testing.T) {
	for _, example := range []struct {
		words []string
		want  string
	}{
		// @CASES@
	} {
		var out, errOut bytes.Buffer
		code := Run(example.words, strings.NewReader(""), &out, &errOut)
		if code != 0 || out.String() != example.want+"\n" {
			t.Errorf("%q: %d %q %q, want %q", example.words, code, out.String(), errOut.String(), example.want)
		}
	}
}

func TestRefusesWrongUse(t *testing.T) {
	for words, want := range map[string]int{"--help": 0, "--no-such-option and more words than any command takes here": 2} {
		var out bytes.Buffer
		code := Run(strings.Fields(words), strings.NewReader(""), &out, &out)
		if code != want || !strings.Contains(out.String(), "usage") {
			t.Error(words, code, out.String())
		}
	}
}
