package library

import "errors"

// PrimesUpTo answers all prime numbers up to and including the limit, in order. Refused: the limit must be at most
// 10,000,000, so that it fits into memory.
func PrimesUpTo(limit int) ([]int, error) {
	if limit > 10_000_000 {
		return nil, errors.New("the limit must be at most 10000000")
	}
	isComposite := make([]bool, max(limit, 0)+1)
	primes := []int{}
	for number := 2; number <= limit; number++ {
		if isComposite[number] {
			continue
		}
		primes = append(primes, number)
		for multiple := number * number; multiple <= limit; multiple += number {
			isComposite[multiple] = true
		}
	}
	return primes, nil
}
