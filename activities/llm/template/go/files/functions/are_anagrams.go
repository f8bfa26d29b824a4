package library

import (
	"maps"
	"strings"
	"unicode"
)

// AreAnagrams answers whether two texts are made of the same letters and digits, whatever their order and case.
func AreAnagrams(first, second string) bool {
	count := func(text string) map[rune]int {
		counts := map[rune]int{}
		for _, letter := range strings.ToLower(text) {
			if unicode.IsLetter(letter) || unicode.IsNumber(letter) {
				counts[letter]++
			}
		}
		return counts
	}
	return maps.Equal(count(first), count(second))
}
