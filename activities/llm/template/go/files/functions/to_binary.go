package library

import "strconv"

// ToBinary answers a whole number in binary digits.
func ToBinary(number int) string {
	return strconv.FormatInt(int64(number), 2)
}
