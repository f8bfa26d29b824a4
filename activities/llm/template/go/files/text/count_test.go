package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCountsLinesWordsAndCharacters(t *testing.T) {
	for text, want := range map[string]Counts{"": {0, 0, 0}, "one two\n": {1, 2, 8}, "one\ntwo": {2, 2, 7}, " é  b \n\n": {2, 2, 8}} {
		if got := Count(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestReadsFilesAndTheStandardInput(t *testing.T) {
	file := filepath.Join(t.TempDir(), "in.txt")
	if err := os.WriteFile(file, []byte("a b\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errOut bytes.Buffer
	if code := Run([]string{file, "-"}, strings.NewReader("c\n"), &out, &errOut); code != 0 {
		t.Fatal(code, errOut.String())
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 3 || strings.Fields(lines[2])[1] != "3" {
		t.Error(lines)
	}
}

func TestNamesAFileThatCanNotBeRead(t *testing.T) {
	var out, errOut bytes.Buffer
	if code := Run([]string{"no/such/file"}, strings.NewReader(""), &out, &errOut); code != 1 || !strings.Contains(errOut.String(), "no/such/file") {
		t.Error(code, errOut.String())
	}
}

func TestExplainsItself(t *testing.T) {
	for word, want := range map[string]int{"--help": 0, "--no-such-flag": 2} {
		var out bytes.Buffer
		if code := Run([]string{word}, strings.NewReader(""), &out, &out); code != want || !strings.Contains(out.String(), "usage") {
			t.Error(word, code, out.String())
		}
	}
}
