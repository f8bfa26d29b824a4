package library

// Levenshtein answers how many single characters must be inserted, deleted or replaced to turn one text into the
// other.
func Levenshtein(first, second string) int {
	others := []rune(second)
	previous := make([]int, len(others)+1)
	for at := range previous {
		previous[at] = at
	}
	for row, one := range []rune(first) {
		current := []int{row + 1}
		for column, other := range others {
			replaced := previous[column]
			if one != other {
				replaced++
			}
			current = append(current, min(previous[column+1]+1, current[column]+1, replaced))
		}
		previous = current
	}
	return previous[len(others)]
}
