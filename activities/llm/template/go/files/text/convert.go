// Package app turns CSV into JSON and back.
package app

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

const help = "usage: go run . to-json|to-csv FILE\nTurns CSV with a header line into a JSON list of objects, or back; - is the standard input."

// ToJSON turns CSV with a header line into a JSON list of objects; the values stay texts.
func ToJSON(text string) (string, error) {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return "", err
	}
	objects := []json.RawMessage{}
	for at, row := range rows {
		if at == 0 {
			if err := checkHeader(row); err != nil {
				return "", err
			}
			continue
		}
		object, err := objectOf(rows[0], row)
		if err != nil {
			return "", err
		}
		objects = append(objects, object)
	}
	pretty, err := json.MarshalIndent(objects, "", "  ")
	return string(pretty), err
}

func checkHeader(names []string) error {
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] {
			return fmt.Errorf("the header names %q twice", name)
		}
		seen[name] = true
	}
	return nil
}

// objectOf writes the columns in the order of the header, which a map would lose.
func objectOf(names, values []string) (json.RawMessage, error) {
	var object bytes.Buffer
	for at, name := range names {
		key, keyErr := json.Marshal(name)
		value, valueErr := json.Marshal(values[at])
		if err := errors.Join(keyErr, valueErr); err != nil {
			return nil, err
		}
		if at > 0 {
			object.WriteByte(',')
		}
		object.Write(key)
		object.WriteByte(':')
		object.Write(value)
	}
	return json.RawMessage("{" + object.String() + "}"), nil
}

// ToCSV turns a JSON list of objects into CSV with a header line; values that are no texts are written as JSON.
func ToCSV(text string) (string, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	var objects []json.RawMessage
	if err := decoder.Decode(&objects); err != nil {
		return "", fmt.Errorf("the input is no JSON list: %w", err)
	}
	names := []string{}
	rows := []map[string]string{}
	for _, object := range objects {
		keys, row, err := rowOf(object)
		if err != nil {
			return "", err
		}
		rows = append(rows, row)
		for _, key := range keys {
			if !contains(names, key) {
				names = append(names, key)
			}
		}
	}
	var out bytes.Buffer
	writer := csv.NewWriter(&out)
	lines := [][]string{names}
	for _, row := range rows {
		line := []string{}
		for _, name := range names {
			line = append(line, row[name])
		}
		lines = append(lines, line)
	}
	if len(names) == 0 {
		return "", nil
	}
	err := writer.WriteAll(lines)
	return out.String(), err
}

// rowOf answers the names of an object in their order, and its values as texts.
func rowOf(object json.RawMessage) ([]string, map[string]string, error) {
	decoder := json.NewDecoder(bytes.NewReader(object))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return nil, nil, errors.New("the list holds something that is no object")
	}
	names := []string{}
	row := map[string]string{}
	for decoder.More() {
		token, err := decoder.Token()
		name, _ := token.(string)
		var value json.RawMessage
		if err := errors.Join(err, decoder.Decode(&value)); err != nil {
			return nil, nil, err
		}
		names = append(names, name)
		row[name] = cell(value)
	}
	return names, row, nil
}

func cell(value json.RawMessage) string {
	var text string
	if err := json.Unmarshal(value, &text); err == nil && string(value) != "null" {
		return text
	}
	if string(value) == "null" {
		return ""
	}
	return string(value)
}

func contains(names []string, wanted string) bool {
	for _, name := range names {
		if name == wanted {
			return true
		}
	}
	return false
}

// Run runs the command line. The exit code: 0 done, 1 failed, 2 wrong use.
func Run(words []string, in io.Reader, out, errOut io.Writer) int {
	if len(words) == 1 && (words[0] == "--help" || words[0] == "-h") {
		say(out, help)
		return 0
	}
	commands := map[string]func(string) (string, error){"to-json": ToJSON, "to-csv": ToCSV}
	if len(words) != 2 || commands[words[0]] == nil {
		say(errOut, help)
		return 2
	}
	text, err := read(words[1], in)
	if err == nil {
		text, err = commands[words[0]](text)
	}
	if err != nil {
		say(errOut, "error: "+err.Error())
		return 1
	}
	say(out, strings.TrimSuffix(text, "\n"))
	return 0
}

func read(name string, in io.Reader) (string, error) {
	if name == "-" {
		text, err := io.ReadAll(in)
		return string(text), err
	}
	text, err := os.ReadFile(filepath.Clean(name))
	return string(text), err
}

func say(out io.Writer, text string) {
	_, _ = fmt.Fprintln(out, text)
}
