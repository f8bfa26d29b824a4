package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// Larger integers lose digits in clients that keep numbers as doubles.
	largestInteger = 1<<53 - 1
	longestList    = 1000
	longestText    = 10_000
	longestEmail   = 254
)

var (
	emailForm = regexp.MustCompile(`^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$`)
	timeForm  = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$`)
)

// Problem says which field breaks which rule.
type Problem struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// Validate answers the clean values and the problems. Unless it is a partial change every field gets a value: what is
// missing becomes the default.
func Validate(entity Entity, data map[string]any, partial bool) (map[string]any, []Problem) {
	clean := map[string]any{}
	problems := unknownFields(entity, data)
	for _, field := range entity.Fields {
		value, given := data[field.Name]
		switch {
		case given:
			checked, err := check(field, value)
			if err != nil {
				problems = append(problems, Problem{field.Name, err.Error()})
			} else {
				clean[field.Name] = checked
			}
		case partial:
		case field.Required && field.Default == nil:
			problems = append(problems, Problem{field.Name, "is required"})
		default:
			clean[field.Name] = field.Empty()
		}
	}
	return clean, problems
}

func unknownFields(entity Entity, data map[string]any) []Problem {
	problems := []Problem{}
	for _, name := range slices.Sorted(maps.Keys(data)) {
		if _, known := entity.Field(name); !known {
			problems = append(problems, Problem{name, "is not a field of " + entity.Name})
		}
	}
	return problems
}

// check answers the value as it is stored, or says which rule it breaks.
func check(field Field, value any) (any, error) {
	if value == nil {
		if field.Required || field.Type == "boolean" || field.Type == "list" {
			return nil, errors.New("must not be null")
		}
		return nil, nil
	}
	switch field.Type {
	case "boolean":
		if flag, isFlag := value.(bool); isFlag {
			return flag, nil
		}
		return nil, errors.New("must be true or false")
	case "integer", "reference":
		return checkInteger(field, value)
	case "number":
		return checkNumber(field, value, "must be a number")
	case "list":
		return checkList(field, value)
	}
	return checkText(field, value)
}

func checkNumber(field Field, value any, message string) (float64, error) {
	digits, isNumber := value.(json.Number)
	number, err := digits.Float64()
	if !isNumber || err != nil || math.IsInf(number, 0) {
		return 0, errors.New(message)
	}
	if field.Minimum != nil && number < *field.Minimum {
		return 0, fmt.Errorf("must be at least %v", *field.Minimum)
	}
	if field.Maximum != nil && number > *field.Maximum {
		return 0, fmt.Errorf("must be at most %v", *field.Maximum)
	}
	return number, nil
}

// checkInteger looks only at the form of a reference; the store knows whether the object exists.
func checkInteger(field Field, value any) (int64, error) {
	number, err := checkNumber(field, value, "must be a whole number")
	if err != nil {
		return 0, err
	}
	if number != math.Trunc(number) {
		return 0, errors.New("must be a whole number")
	}
	if math.Abs(number) > largestInteger {
		return 0, errors.New("is too large")
	}
	if field.Type == "reference" && number < 1 {
		return 0, errors.New("must be the id of one of the " + field.References)
	}
	return int64(number), nil
}

func checkText(field Field, value any) (string, error) {
	text, isText := value.(string)
	switch {
	case !isText && field.Type == "enum", field.Type == "enum" && !slices.Contains(field.Choices, text):
		return "", errors.New("must be one of: " + strings.Join(field.Choices, ", "))
	case !isText && field.Type == "date", field.Type == "date" && !isDate(text):
		return "", errors.New("must be a date like 2026-01-31")
	case !isText && field.Type == "datetime", field.Type == "datetime" && !isTime(text):
		return "", errors.New("must be a date and time like 2026-01-31T12:00:00Z")
	case !isText:
		return "", errors.New("must be text")
	case field.Type == "email" && (len(text) > longestEmail || !emailForm.MatchString(text)):
		return "", errors.New("must be an e-mail address")
	case field.Type == "url" && !isURL(text):
		return "", errors.New("must be a URL that starts with http:// or https://")
	}
	return text, checkLength(field, text)
}

func checkLength(field Field, text string) error {
	length := float64(utf8.RuneCountInString(text))
	longest := float64(longestText)
	if field.Maximum != nil {
		longest = *field.Maximum
	}
	switch {
	case strings.ContainsRune(text, utf8.RuneError):
		// What is no valid Unicode arrives as this character.
		return errors.New("must be valid Unicode text")
	case field.Required && strings.TrimSpace(text) == "":
		return errors.New("must not be empty")
	case field.Minimum != nil && length < *field.Minimum:
		return fmt.Errorf("must have at least %v characters", *field.Minimum)
	case length > longest:
		return fmt.Errorf("must have at most %v characters", longest)
	}
	return nil
}

func checkList(field Field, value any) ([]string, error) {
	items, isList := value.([]any)
	if !isList {
		return nil, errors.New("must be a list of texts")
	}
	longest := float64(longestList)
	if field.Maximum != nil {
		longest = *field.Maximum
	}
	length := float64(len(items))
	switch {
	case field.Required && length == 0:
		return nil, errors.New("must not be empty")
	case field.Minimum != nil && length < *field.Minimum:
		return nil, fmt.Errorf("must have at least %v items", *field.Minimum)
	case length > longest:
		return nil, fmt.Errorf("must have at most %v items", longest)
	}
	texts := make([]string, 0, len(items))
	for _, item := range items {
		text, err := checkText(Field{Name: field.Name, Type: "string", Maximum: Limit(longestList)}, item)
		if err != nil {
			return nil, errors.New("must be a list of texts")
		}
		texts = append(texts, text)
	}
	return texts, nil
}

func isDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

func isTime(text string) bool {
	if !timeForm.MatchString(text) {
		return false
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04Z07:00", "2006-01-02T15:04"} {
		if _, err := time.Parse(layout, text); err == nil {
			return true
		}
	}
	return false
}

func isURL(text string) bool {
	parsed, err := url.Parse(text)
	return err == nil && (parsed.Scheme == "http" || parsed.Scheme == "https") && parsed.Hostname() != "" && !strings.ContainsAny(text, " \t\r\n")
}
