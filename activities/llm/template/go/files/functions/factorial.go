package library

import "errors"

// Factorial answers the factorial of n. Refused: n must be a whole number from 0 to 18, the last one that every
// language holds exactly.
func Factorial(n int) (int, error) {
	if n < 0 || n > 18 {
		return 0, errors.New("n must be a whole number from 0 to 18")
	}
	product := 1
	for factor := 2; factor <= n; factor++ {
		product *= factor
	}
	return product, nil
}
