package library

import (
	"strings"
	"unicode"
)

// TitleCase answers the text with the first letter of each word in upper case and the others in lower case.
func TitleCase(text string) string {
	isStart := true
	return strings.Map(func(letter rune) rune {
		wasStart := isStart
		isStart = unicode.IsSpace(letter)
		if wasStart {
			return unicode.ToUpper(letter)
		}
		return unicode.ToLower(letter)
	}, text)
}
