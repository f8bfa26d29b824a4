package library

import "strings"

// Caesar answers the text with each letter a to z moved on by the shift; a negative shift decodes.
func Caesar(text string, shift int) string {
	steps := rune((shift%26 + 26) % 26)
	return strings.Map(func(letter rune) rune {
		switch {
		case letter >= 'a' && letter <= 'z':
			return 'a' + (letter-'a'+steps)%26
		case letter >= 'A' && letter <= 'Z':
			return 'A' + (letter-'A'+steps)%26
		}
		return letter
	}, text)
}
