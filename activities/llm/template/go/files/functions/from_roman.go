package library

import (
	"errors"
	"regexp"
	"strings"
)

// FromRoman answers the number a Roman numeral stands for. Refused: the numeral must be a well-formed Roman numeral
// from I to MMMCMXCIX.
func FromRoman(numeral string) (int, error) {
	form := regexp.MustCompile(`^M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$`)
	text := strings.ToUpper(numeral)
	if text == "" || !form.MatchString(text) {
		return 0, errors.New("the numeral must be a Roman numeral from I to MMMCMXCIX")
	}
	values := map[rune]int{'I': 1, 'V': 5, 'X': 10, 'L': 50, 'C': 100, 'D': 500, 'M': 1000}
	total, previous := 0, 0
	for _, symbol := range text {
		value := values[symbol]
		total += value
		if value > previous {
			// The smaller one before it was to be taken away.
			total -= 2 * previous
		}
		previous = value
	}
	return total, nil
}
