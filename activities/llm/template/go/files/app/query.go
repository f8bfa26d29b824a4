package app

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const (
	defaultLimit  = 20
	largestLimit  = 1000
	largestOffset = 1_000_000_000
	sortFieldsMax = 10
)

var (
	ownFields = []Field{{Name: "id", Type: "integer"}, {Name: "created_at", Type: "string"}, {Name: "updated_at", Type: "string"}}
	flagWords = map[string]bool{"true": true, "1": true, "yes": true, "false": false, "0": false, "no": false}
)

// Page is a part of a list.
type Page struct {
	Items  []Item `json:"items"`
	Total  int    `json:"total"`
	Limit  int    `json:"limit"`
	Offset int    `json:"offset"`
}

// ListItems answers one page of the items that match the query string, and the problems found in it.
func ListItems(entity Entity, items []Item, query string) (Page, []Problem) {
	problems := []Problem{}
	given, err := url.ParseQuery(query)
	if err != nil {
		problems = append(problems, Problem{"", "is no valid query string"})
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if slices.Contains([]string{"limit", "offset", "page", "sort", "q"}, name) {
			continue
		}
		field, known := findField(entity, name)
		if !known {
			problems = append(problems, Problem{name, "is not a field or option of this list"})
			continue
		}
		for _, text := range given[name] {
			items, problems = filterItems(field, items, text, problems)
		}
	}
	limit, problems := wholeNumber(given, "limit", 1, largestLimit, defaultLimit, problems)
	offset, problems := wholeNumber(given, "offset", 0, largestOffset, 0, problems)
	page, problems := wholeNumber(given, "page", 1, largestOffset, 0, problems)
	if page > 0 {
		offset = (page - 1) * limit
	}
	items, problems = sortItems(entity, searchItems(items, given.Get("q")), given.Get("sort"), problems)
	start, end := min(offset, len(items)), min(offset+limit, len(items))
	return Page{Items: slices.Clone(items[start:end]), Total: len(items), Limit: limit, Offset: offset}, problems
}

func findField(entity Entity, name string) (Field, bool) {
	if field, known := entity.Field(name); known {
		return field, true
	}
	at := slices.IndexFunc(ownFields, func(field Field) bool { return field.Name == name })
	if at < 0 {
		return Field{}, false
	}
	return ownFields[at], true
}

// filterItems keeps the items whose field has this value; an empty text finds those without a value.
func filterItems(field Field, items []Item, text string, problems []Problem) ([]Item, []Problem) {
	wanted, ok := fromText(field, text)
	if !ok {
		return items, append(problems, Problem{field.Name, "can't be compared with a value that is not of type " + field.Type})
	}
	return keep(items, func(item Item) bool {
		if texts, isList := item[field.Name].([]string); isList {
			return slices.Contains(texts, text) || text == "" && len(texts) == 0
		}
		return item[field.Name] == wanted || text == "" && item[field.Name] == ""
	}), problems
}

func keep(items []Item, matches func(Item) bool) []Item {
	kept := make([]Item, 0, len(items))
	for _, item := range items {
		if matches(item) {
			kept = append(kept, item)
		}
	}
	return kept
}

func fromText(field Field, text string) (any, bool) {
	if text == "" {
		return nil, true
	}
	switch field.Type {
	case "boolean":
		flag, known := flagWords[strings.ToLower(text)]
		return flag, known
	case "integer", "reference":
		number, err := strconv.ParseInt(text, 10, 64)
		return number, err == nil
	case "number":
		number, err := json.Number(text).Float64()
		return number, err == nil
	case "date", "datetime", "enum":
		value, err := check(field, text)
		return value, err == nil
	}
	return text, true
}

func wholeNumber(given url.Values, name string, smallest, largest, fallback int, problems []Problem) (int, []Problem) {
	if !given.Has(name) {
		return fallback, problems
	}
	number, err := strconv.ParseUint(given.Get(name), 10, 31)
	if err != nil || int(number) < smallest || int(number) > largest {
		return fallback, append(problems, Problem{name, fmt.Sprintf("must be a whole number from %d to %d", smallest, largest)})
	}
	return int(number), problems
}

// searchItems keeps the items with the text in any of their values, whatever its case.
func searchItems(items []Item, text string) []Item {
	wanted := strings.ToLower(text)
	if wanted == "" {
		return items
	}
	return keep(items, func(item Item) bool {
		for name, value := range item {
			if name != "created_at" && name != "updated_at" && strings.Contains(strings.ToLower(searchText(value)), wanted) {
				return true
			}
		}
		return false
	})
}

func searchText(value any) string {
	switch typed := value.(type) {
	case string:
		return typed
	case []string:
		return strings.Join(typed, "\n")
	}
	return ""
}

// sortItems sorts by "field" or "-field" (descending), several with commas; items without a value come last.
func sortItems(entity Entity, items []Item, order string, problems []Problem) ([]Item, []Problem) {
	names := strings.FieldsFunc(order, func(letter rune) bool { return letter == ',' })
	sorted := slices.Clone(items)
	for _, part := range slices.Backward(names[:min(len(names), sortFieldsMax)]) {
		name := strings.TrimSpace(strings.TrimPrefix(part, "-"))
		if _, known := findField(entity, name); !known {
			problems = append(problems, Problem{"sort", name + " is not a field of " + entity.Name})
			continue
		}
		slices.SortStableFunc(sorted, func(one, other Item) int {
			return compare(one[name], other[name], strings.HasPrefix(part, "-"))
		})
	}
	return sorted, problems
}

func compare(one, other any, isDescending bool) int {
	if one == nil || other == nil {
		return cmp.Compare(boolNumber(one == nil), boolNumber(other == nil))
	}
	if isDescending {
		one, other = other, one
	}
	switch typed := one.(type) {
	case int64:
		return cmp.Compare(typed, other.(int64))
	case float64:
		return cmp.Compare(typed, other.(float64))
	case bool:
		return cmp.Compare(boolNumber(typed), boolNumber(other.(bool)))
	}
	return cmp.Compare(strings.ToLower(searchText(one)), strings.ToLower(searchText(other)))
}

func boolNumber(flag bool) int {
	if flag {
		return 1
	}
	return 0
}
