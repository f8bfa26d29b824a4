package library

import "errors"

// Average answers the arithmetic mean of the numbers. Refused: there must be at least one number.
func Average(numbers []float64) (float64, error) {
	if len(numbers) == 0 {
		return 0, errors.New("there must be at least one number")
	}
	total := 0.0
	for _, number := range numbers {
		total += number
	}
	return total / float64(len(numbers)), nil
}
