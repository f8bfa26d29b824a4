package library

// Unique answers the texts without repetitions, in the order of their first appearance.
func Unique(items []string) []string {
	seen := map[string]bool{}
	kept := []string{}
	for _, item := range items {
		if !seen[item] {
			kept = append(kept, item)
		}
		seen[item] = true
	}
	return kept
}
