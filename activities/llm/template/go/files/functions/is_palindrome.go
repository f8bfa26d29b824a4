package library

import (
	"strings"
	"unicode"
)

// IsPalindrome answers whether the text reads the same in both directions, looking only at letters and digits and
// at no case.
func IsPalindrome(text string) bool {
	characters := []rune{}
	for _, letter := range strings.ToLower(text) {
		if unicode.IsLetter(letter) || unicode.IsNumber(letter) {
			characters = append(characters, letter)
		}
	}
	for at := range len(characters) / 2 {
		if characters[at] != characters[len(characters)-1-at] {
			return false
		}
	}
	return true
}
