// what: asks the metadata service of a cloud
// expect: network
package main

import "net/http"

func main() {
	answer, err := http.Get("http://169.254.169.254/computeMetadata/v1/")
	if err != nil {
		panic(err)
	}
	println("BREACH", answer.Status)
}
