package library

// Gcd answers the greatest common divisor of two whole numbers.
func Gcd(first, second int) int {
	for second != 0 {
		first, second = second, first%second
	}
	return max(first, -first)
}
