package library

import (
	"errors"
	"slices"
)

// Median answers the median of the numbers: the middle one, or the mean of the two in the middle. Refused: there
// must be at least one number.
func Median(numbers []float64) (float64, error) {
	if len(numbers) == 0 {
		return 0, errors.New("there must be at least one number")
	}
	sorted := slices.Sorted(slices.Values(numbers))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle], nil
	}
	return (sorted[middle-1] + sorted[middle]) / 2, nil
}
