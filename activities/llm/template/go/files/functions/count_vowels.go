package library

import "strings"

// CountVowels answers how many of the letters a, e, i, o and u the text has, whatever their case.
func CountVowels(text string) int {
	count := 0
	for _, letter := range strings.ToLower(text) {
		if strings.ContainsRune("aeiou", letter) {
			count++
		}
	}
	return count
}
