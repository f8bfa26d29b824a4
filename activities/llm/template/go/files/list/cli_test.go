package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

type tool struct {
	t         *testing.T
	directory string
}

// run answers exit code, output and errors.
func (tool tool) run(path string, words ...string) (int, string, string) {
	tool.t.Helper()
	if len(Entities) > 1 {
		words = slices.Insert(words, 0, path)
	}
	var out, errOut bytes.Buffer
	code := Run(words, tool.directory, &out, &errOut)
	return code, strings.TrimSpace(out.String()), errOut.String()
}

func (tool tool) add(path string, sample map[string]any) map[string]any {
	tool.t.Helper()
	entity := entityAt(tool.t, path)
	main := MainField(entity).Name
	words := []string{"add", "--json", fmt.Sprint(sample[main])}
	for name, value := range sample {
		if texts, isList := value.([]any); isList {
			parts := []string{}
			for _, text := range texts {
				parts = append(parts, fmt.Sprint(text))
			}
			value = strings.Join(parts, ",")
		}
		if name != main && value != nil {
			words = append(words, "--"+strings.ReplaceAll(name, "_", "-")+"="+fmt.Sprint(value))
		}
	}
	code, out, errOut := tool.run(path, words...)
	var item map[string]any
	decoder := json.NewDecoder(strings.NewReader(out))
	decoder.UseNumber()
	if err := decoder.Decode(&item); code != exitDone || err != nil {
		tool.t.Fatal(code, out, errOut, err)
	}
	return item
}

func TestAddsListsAndSearches(t *testing.T) {
	tool := tool{t, t.TempDir()}
	for _, set := range samples(t) {
		for _, sample := range set.Objects {
			item := tool.add(set.Path, sample)
			for name, value := range sample {
				if !reflect.DeepEqual(item[name], value) {
					t.Errorf("%s.%s: %v, want %v", set.Path, name, item[name], value)
				}
			}
		}
		if _, out, _ := tool.run(set.Path, "list", "--sort=-id"); len(strings.Split(out, "\n")) != 3 || !strings.HasPrefix(out, "3  ") {
			t.Error(out)
		}
		if code, out, _ := tool.run(set.Path, "list", "--search", "no such text"); code != exitDone || out != "" {
			t.Error(code, out)
		}
	}
}

func TestShowsMarksChangesAndRemoves(t *testing.T) {
	tool := tool{t, t.TempDir()}
	sets := samples(t)
	for at, set := range sets {
		tool.add(set.Path, set.Objects[0])
		entity := entityAt(t, set.Path)
		if done := DoneField(entity); done != "" {
			if _, out, _ := tool.run(set.Path, "done", "1"); !strings.Contains(out, done+": yes") {
				t.Error(out)
			}
		}
		main := MainField(entity)
		value := fmt.Sprint(set.Objects[1][main.Name])
		if code, out, errOut := tool.run(set.Path, "update", "1", "--"+flagOf(main), value); code != exitDone || !strings.Contains(out, value) {
			t.Error(code, out, errOut)
		}
		if at < len(sets)-1 {
			continue
		}
		if code, _, errOut := tool.run(set.Path, "remove", "1"); code != exitDone {
			t.Error(errOut)
		}
		if code, _, _ := tool.run(set.Path, "show", "1"); code != exitFailed {
			t.Error(code)
		}
	}
}

func TestRefusesWhatIsNotThereOrWrong(t *testing.T) {
	tool := tool{t, t.TempDir()}
	path := Entities[0].Path
	for _, words := range [][]string{{"show", "99"}, {"remove", "99"}, {"update", "99"}, {"list", "--filter", "x"}, {"list", "--sort", "no_such_field"}} {
		if code, out, errOut := tool.run(path, words...); code != exitFailed || out != "" || !strings.HasPrefix(errOut, "error: ") {
			t.Error(words, code, out, errOut)
		}
	}
	for _, words := range [][]string{{"no-such-command"}, {"show", "x"}, {"show"}, {"add"}, {"list", "--no-such-flag", "1"}} {
		if code, _, errOut := tool.run(path, words...); code != exitUsage || !strings.Contains(errOut, "usage") {
			t.Error(words, code, errOut)
		}
	}
}

func TestExplainsItself(t *testing.T) {
	var out bytes.Buffer
	if code := Run([]string{"--help"}, t.TempDir(), &out, &out); code != exitDone || !strings.Contains(out.String(), "usage") {
		t.Error(code, out.String())
	}
}
