package library

import "slices"

// ReverseText answers the characters of the text in reverse order.
func ReverseText(text string) string {
	characters := []rune(text)
	slices.Reverse(characters)
	return string(characters)
}
