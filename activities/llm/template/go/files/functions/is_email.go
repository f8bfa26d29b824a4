package library

import "regexp"

// IsEmail answers whether the text has the form of an e-mail address: a name, an @ and a domain with a dot, without
// blanks.
func IsEmail(text string) bool {
	form := regexp.MustCompile(`^[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+$`)
	return len(text) <= 254 && form.MatchString(text)
}
