package library

import "strconv"

// Fizzbuzz answers the numbers from 1 to n as texts, with Fizz for multiples of 3, Buzz for multiples of 5 and
// FizzBuzz for both.
func Fizzbuzz(n int) []string {
	words := []string{}
	for number := 1; number <= n; number++ {
		word := ""
		if number%3 == 0 {
			word += "Fizz"
		}
		if number%5 == 0 {
			word += "Buzz"
		}
		if word == "" {
			word = strconv.Itoa(number)
		}
		words = append(words, word)
	}
	return words
}
