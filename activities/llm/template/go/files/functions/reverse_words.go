package library

import (
	"slices"
	"strings"
)

// ReverseWords answers the words of the text in reverse order, with one blank between them.
func ReverseWords(text string) string {
	words := strings.Fields(text)
	slices.Reverse(words)
	return strings.Join(words, " ")
}
