package library

// Lcm answers the least common multiple of two whole numbers.
func Lcm(first, second int) int {
	if first == 0 || second == 0 {
		return 0
	}
	divisor, rest := first, second
	for rest != 0 {
		divisor, rest = rest, divisor%rest
	}
	multiple := first / divisor * second
	return max(multiple, -multiple)
}
