package library

import "strings"

// CountWords answers how many words the text has; words are separated by white space.
func CountWords(text string) int {
	return len(strings.Fields(text))
}
