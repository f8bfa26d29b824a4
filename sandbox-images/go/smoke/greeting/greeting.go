// Package greeting is what the smoke project does: enough to be vetted, tested and measured.
package greeting

import "errors"

// ErrNoName is answered for an empty name.
var ErrNoName = errors.New("a name is needed")

// Greet greets by name.
func Greet(name string) (string, error) {
	if name == "" {
		return "", ErrNoName
	}
	return "Hello, " + name + "!", nil
}
