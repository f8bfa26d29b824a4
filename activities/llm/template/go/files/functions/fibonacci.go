package library

import "errors"

// Fibonacci answers the n-th Fibonacci number, counted from 0. Refused: n must be a whole number from 0 to 78, the
// last one that every language holds exactly.
func Fibonacci(n int) (int, error) {
	if n < 0 || n > 78 {
		return 0, errors.New("n must be a whole number from 0 to 78")
	}
	previous, current := 0, 1
	for range n {
		previous, current = current, previous+current
	}
	return previous, nil
}
