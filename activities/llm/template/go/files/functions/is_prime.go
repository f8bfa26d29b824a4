package library

// IsPrime answers whether n is a prime number.
func IsPrime(n int) bool {
	if n < 2 {
		return false
	}
	for divisor := 2; divisor <= n/divisor; divisor++ {
		if n%divisor == 0 {
			return false
		}
	}
	return true
}
