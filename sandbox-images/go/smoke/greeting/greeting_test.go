package greeting

import (
	"errors"
	"testing"
)

func TestGreetsByName(t *testing.T) {
	got, err := Greet("Ada")
	if err != nil || got != "Hello, Ada!" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestRefusesAnEmptyName(t *testing.T) {
	if _, err := Greet(""); !errors.Is(err, ErrNoName) {
		t.Fatalf("got %v", err)
	}
}
