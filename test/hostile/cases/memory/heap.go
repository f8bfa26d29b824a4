// what: keeps slices without end
// expect: memory
package main

func main() {
	var kept [][]byte
	for {
		piece := make([]byte, 32<<20)
		for n := range piece {
			piece[n] = 1
		}
		kept = append(kept, piece)
	}
}
