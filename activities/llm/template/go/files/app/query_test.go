package app

import (
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func itemsOf(t *testing.T, set sampleSet) []Item {
	t.Helper()
	items := []Item{}
	for at, sample := range set.Objects {
		item := Item(validated(t, entityAt(t, set.Path), sample))
		item["id"], item["created_at"], item["updated_at"] = int64(at+1), "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"
		items = append(items, item)
	}
	return items
}

func TestGivesPages(t *testing.T) {
	for _, set := range samples(t) {
		items := itemsOf(t, set)
		for query, want := range map[string][]Item{"": items, "limit=1&offset=1": items[1:2], "limit=2&page=2": items[2:], "sort=id": items} {
			page, problems := ListItems(entityAt(t, set.Path), items, query)
			if len(problems) > 0 || page.Total != 3 || !reflect.DeepEqual(page.Items, want) {
				t.Errorf("%s?%s: %v %v", set.Path, query, page, problems)
			}
		}
	}
}

func TestFiltersByEveryField(t *testing.T) {
	for _, set := range samples(t) {
		items := itemsOf(t, set)
		entity := entityAt(t, set.Path)
		for _, field := range entity.Fields {
			value := items[1][field.Name]
			text := fmt.Sprint(value)
			if texts, isList := value.([]string); isList {
				text = texts[0]
			}
			if value == nil {
				text = ""
			}
			page, problems := ListItems(entity, items, url.Values{field.Name: {text}}.Encode())
			want := keep(items, func(item Item) bool { return sameValue(item[field.Name], value) })
			if len(problems) > 0 || !reflect.DeepEqual(page.Items, want) {
				t.Errorf("%s?%s=%s: %v %v", set.Path, field.Name, text, page.Items, problems)
			}
		}
	}
}

func TestSearchesTextWhateverItsCase(t *testing.T) {
	for _, set := range samples(t) {
		items := itemsOf(t, set)
		for _, field := range entityAt(t, set.Path).Fields {
			if field.Type != "string" {
				continue
			}
			text, _ := items[1][field.Name].(string)
			page, _ := ListItems(entityAt(t, set.Path), items, url.Values{"q": {strings.ToUpper(text)}}.Encode())
			if !slices.ContainsFunc(page.Items, func(item Item) bool { return item.ID() == 2 }) {
				t.Errorf("%s.%s: %v", set.Path, field.Name, page.Items)
			}
		}
	}
}

func TestSortsBothWays(t *testing.T) {
	for _, set := range samples(t) {
		items := itemsOf(t, set)
		entity := entityAt(t, set.Path)
		page, _ := ListItems(entity, items, "sort=-id")
		if page.Items[0].ID() != 3 || page.Items[2].ID() != 1 {
			t.Error(page.Items)
		}
		for _, field := range entity.Fields {
			if page, problems := ListItems(entity, items, "sort="+field.Name); page.Total != 3 || len(problems) > 0 {
				t.Errorf("%s: %v", field.Name, problems)
			}
		}
	}
}

func TestNamesEveryInvalidOption(t *testing.T) {
	for _, query := range []string{"limit=0", "limit=x", "offset=-1", "page=0", "sort=no_such_field", "no_such_field=1"} {
		if _, problems := ListItems(Entities[0], []Item{}, query); len(problems) != 1 {
			t.Errorf("%s: %v", query, problems)
		}
	}
}
