// Package app counts the lines, words and characters of files.
package app

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

const help = "usage: go run . [FILE]...\nPrints how many lines, words and characters each FILE has; - is the standard input."

// Counts is what a text has.
type Counts struct {
	Lines      int
	Words      int
	Characters int
}

// Count counts the lines, words and characters of a text. A last line without a line break counts too.
func Count(text string) Counts {
	lines := strings.Count(text, "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		lines++
	}
	return Counts{lines, len(strings.Fields(text)), utf8.RuneCountInString(text)}
}

// Run runs the command line. The exit code: 0 done, 1 failed, 2 wrong use.
func Run(words []string, in io.Reader, out, errOut io.Writer) int {
	if slices.Contains(words, "--help") || slices.Contains(words, "-h") {
		say(out, help)
		return 0
	}
	if slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, "-") && word != "-" }) {
		say(errOut, help)
		return 2
	}
	if len(words) == 0 {
		words = []string{"-"}
	}
	total := Counts{}
	code := 0
	for _, name := range words {
		text, err := read(name, in)
		if err != nil {
			say(errOut, "error: "+err.Error())
			code = 1
			continue
		}
		counts := Count(text)
		total = Counts{total.Lines + counts.Lines, total.Words + counts.Words, total.Characters + counts.Characters}
		say(out, line(counts, name))
	}
	if len(words) > 1 {
		say(out, line(total, "total"))
	}
	return code
}

func read(name string, in io.Reader) (string, error) {
	if name == "-" {
		text, err := io.ReadAll(in)
		return string(text), err
	}
	text, err := os.ReadFile(filepath.Clean(name))
	return string(text), err
}

func line(counts Counts, name string) string {
	return fmt.Sprintf("%8d %8d %8d  %s", counts.Lines, counts.Words, counts.Characters, name)
}

func say(out io.Writer, text string) {
	_, _ = fmt.Fprintln(out, text)
}
