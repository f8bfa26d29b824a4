package library

import "strings"

// Slugify answers the text as a slug: lower case letters a to z and digits, joined by single hyphens; accents are
// dropped.
func Slugify(text string) string {
	plain := strings.NewReplacer(
		"á", "a", "à", "a", "â", "a", "ä", "a", "ã", "a", "å", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e",
		"í", "i", "ì", "i", "î", "i", "ï", "i", "ñ", "n", "ó", "o", "ò", "o", "ô", "o", "ö", "o", "õ", "o",
		"ú", "u", "ù", "u", "û", "u", "ü", "u", "ý", "y", "ÿ", "y",
	).Replace(strings.ToLower(text))
	words := strings.FieldsFunc(plain, func(letter rune) bool {
		return (letter < 'a' || letter > 'z') && (letter < '0' || letter > '9')
	})
	return strings.Join(words, "-")
}
