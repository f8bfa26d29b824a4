package library

// DigitSum answers the sum of the decimal digits of a whole number.
func DigitSum(number int) int {
	sum := 0
	for rest := max(number, -number); rest > 0; rest /= 10 {
		sum += rest % 10
	}
	return sum
}
