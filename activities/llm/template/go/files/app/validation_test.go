package app

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestAcceptsEverySample(t *testing.T) {
	for _, set := range samples(t) {
		entity := entityAt(t, set.Path)
		for _, sample := range set.Objects {
			if values := validated(t, entity, sample); len(values) != len(entity.Fields) {
				t.Errorf("%s: %v", entity.Name, values)
			}
		}
	}
}

func TestRefusesAValueOfAnotherType(t *testing.T) {
	for _, set := range samples(t) {
		entity := entityAt(t, set.Path)
		for _, field := range entity.Fields {
			sample := maps.Clone(set.Objects[0])
			sample[field.Name] = wrong[field.Type]
			if _, problems := Validate(entity, sample, false); !slices.Equal(fieldsOf(problems), []string{field.Name}) {
				t.Errorf("%s.%s: %v", entity.Name, field.Name, problems)
			}
		}
	}
}

func TestNamesEveryMissingRequiredField(t *testing.T) {
	for _, entity := range Entities {
		required := []string{}
		for _, field := range entity.Fields {
			if field.Required && field.Default == nil {
				required = append(required, field.Name)
			}
		}
		if _, problems := Validate(entity, map[string]any{}, false); !slices.Equal(fieldsOf(problems), required) {
			t.Errorf("%s: %v", entity.Name, problems)
		}
	}
}

func TestLooksOnlyAtGivenFieldsOfAPartialChange(t *testing.T) {
	for _, entity := range Entities {
		if values, problems := Validate(entity, map[string]any{}, true); len(values) > 0 || len(problems) > 0 {
			t.Errorf("%s: %v %v", entity.Name, values, problems)
		}
	}
}

func TestRefusesUnknownFields(t *testing.T) {
	for _, entity := range Entities {
		_, problems := Validate(entity, map[string]any{"no_such_field": "x"}, true)
		if !slices.Equal(fieldsOf(problems), []string{"no_such_field"}) {
			t.Errorf("%s: %v", entity.Name, problems)
		}
	}
}

func TestHoldsTheLimits(t *testing.T) {
	for _, entity := range Entities {
		for _, field := range entity.Fields {
			if field.Maximum == nil {
				continue
			}
			var tooMuch any = json.Number(fmt.Sprint(*field.Maximum + 1))
			switch field.Type {
			case "string":
				tooMuch = strings.Repeat("x", int(*field.Maximum)+1)
			case "list":
				tooMuch = slices.Repeat([]any{"x"}, int(*field.Maximum)+1)
			}
			_, problems := Validate(entity, map[string]any{field.Name: tooMuch}, true)
			if !slices.Equal(fieldsOf(problems), []string{field.Name}) {
				t.Errorf("%s.%s: %v", entity.Name, field.Name, problems)
			}
		}
	}
}
