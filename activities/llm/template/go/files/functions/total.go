package library

// Total answers the sum of the numbers.
func Total(numbers []float64) float64 {
	sum := 0.0
	for _, number := range numbers {
		sum += number
	}
	return sum
}
