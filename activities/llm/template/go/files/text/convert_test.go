package app

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestTurnsCSVIntoJSON(t *testing.T) {
	text, err := ToJSON("name,note\nAda,\"a, \"\"b\"\"\"\nBob,\n")
	if err != nil {
		t.Fatal(err)
	}
	var objects []map[string]string
	if err := json.Unmarshal([]byte(text), &objects); err != nil {
		t.Fatal(err)
	}
	want := []map[string]string{{"name": "Ada", "note": `a, "b"`}, {"name": "Bob", "note": ""}}
	if !reflect.DeepEqual(objects, want) {
		t.Error(objects)
	}
}

func TestTurnsJSONIntoCSV(t *testing.T) {
	text, err := ToCSV(`[{"b": "x, y", "a": 1}, {"a": null, "c": [1]}]`)
	if want := "b,a,c\n\"x, y\",1,\n,,[1]\n"; err != nil || text != want {
		t.Errorf("%q, want %q (%v)", text, want, err)
	}
}

func TestGoesThereAndBack(t *testing.T) {
	text := "b,a\n1,\"two\nlines\"\n"
	middle, err := ToJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := ToCSV(middle); err != nil || back != text {
		t.Errorf("%q (%v)", back, err)
	}
}

func TestRefusesWhatDoesNotFit(t *testing.T) {
	for _, text := range []string{"a,b\n1\n", "a,a\n1,2\n"} {
		if _, err := ToJSON(text); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
	for _, text := range []string{"{", "{}", "[1]"} {
		if _, err := ToCSV(text); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
}

func TestRunsOnTheStandardInput(t *testing.T) {
	for _, run := range []struct {
		words string
		code  int
		part  string
	}{{"to-json -", 0, `"a": "1"`}, {"to-json no/such/file", 1, "no/such/file"}, {"to-csv -", 1, "error"}, {"--help", 0, "usage"}, {"no-such-command", 2, "usage"}} {
		var out bytes.Buffer
		code := Run(strings.Fields(run.words), strings.NewReader("a\n1\n"), &out, &out)
		if code != run.code || !strings.Contains(out.String(), run.part) {
			t.Errorf("%s: %d %s", run.words, code, out.String())
		}
	}
}
