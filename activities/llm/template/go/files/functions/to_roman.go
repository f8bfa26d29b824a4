package library

import (
	"errors"
	"strings"
)

// ToRoman answers a number from 1 to 3999 as a Roman numeral. Refused: the number must be a whole number from 1 to
// 3999.
func ToRoman(number int) (string, error) {
	if number < 1 || number > 3999 {
		return "", errors.New("the number must be a whole number from 1 to 3999")
	}
	values := []int{1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1}
	symbols := []string{"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"}
	var numeral strings.Builder
	for at, value := range values {
		numeral.WriteString(strings.Repeat(symbols[at], number/value))
		number %= value
	}
	return numeral.String(), nil
}
