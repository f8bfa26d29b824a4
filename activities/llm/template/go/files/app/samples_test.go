package app

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
)

type sampleSet struct {
	Path    string           `json:"path"`
	Objects []map[string]any `json:"objects"`
}

// samples are three valid objects of each entity, in an order in which each finds what it refers to.
func samples(t *testing.T) []sampleSet {
	t.Helper()
	content, err := os.ReadFile("testdata/samples.json")
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	var sets []sampleSet
	if err := decoder.Decode(&sets); err != nil {
		t.Fatal(err)
	}
	return sets
}

// wrong is for each type a value of another kind.
var wrong = map[string]any{
	"string":    json.Number("5"),
	"integer":   json.Number("1.5"),
	"number":    "many",
	"boolean":   "yes",
	"date":      "2026-02-30",
	"datetime":  "2026-02-30T12:00:00Z",
	"email":     "nobody",
	"url":       "nowhere",
	"enum":      "none of these",
	"list":      "not a list",
	"reference": json.Number("0"),
}

func entityAt(t *testing.T, path string) Entity {
	t.Helper()
	entity, known := EntityAt(path)
	if !known {
		t.Fatalf("there is no entity at %s", path)
	}
	return entity
}

// validated answers a sample as it is stored.
func validated(t *testing.T, entity Entity, sample map[string]any) map[string]any {
	t.Helper()
	values, problems := Validate(entity, sample, false)
	if len(problems) > 0 {
		t.Fatalf("%s: %v", entity.Name, problems)
	}
	return values
}

func fieldsOf(problems []Problem) []string {
	names := []string{}
	for _, problem := range problems {
		names = append(names, problem.Field)
	}
	return names
}
