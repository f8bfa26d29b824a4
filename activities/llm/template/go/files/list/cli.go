package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

var (
	doneNames   = []string{"done", "completed", "complete", "finished", "closed", "resolved", "paid", "read", "watched"}
	innerHyphen = regexp.MustCompile(`(\w)-`)
)

// usageError is a command that is used wrongly; the message says how it is used.
type usageError struct{ message string }

func (err usageError) Error() string { return err.message }

// arguments are what stands on a command line behind the command.
type arguments struct {
	positionals []string
	flags       map[string][]string
	isJSON      bool
}

// Run runs one command of the command line: add, list, show, update, done and remove. The exit code: 0 done, 1 failed, 2 wrong use.
func Run(words []string, directory string, out, errOut io.Writer) int {
	if len(words) == 0 || slices.Contains(words, "--help") || slices.Contains(words, "-h") {
		say(out, usage())
		if len(words) == 0 {
			return exitUsage
		}
		return exitDone
	}
	lines, err := runCommand(words, directory)
	var wrongUse usageError
	var conflict *Conflict
	switch {
	case err == nil:
		if len(lines) > 0 {
			say(out, strings.Join(lines, "\n"))
		}
		return exitDone
	case errors.As(err, &wrongUse):
		say(errOut, "error: "+wrongUse.message+"\n"+usage())
		return exitUsage
	case errors.As(err, &conflict):
		say(errOut, "error: "+sentences(conflict.Problems))
	default:
		say(errOut, "error: "+err.Error())
	}
	return exitFailed
}

func say(out io.Writer, text string) {
	_, _ = fmt.Fprintln(out, text)
}

func usage() string {
	lines := []string{"usage (each takes --json):"}
	for _, entity := range Entities {
		start := "  go run . "
		if len(Entities) > 1 {
			start += entity.Path + " "
		}
		main := MainField(entity)
		flags := ""
		for _, field := range entity.Fields {
			if field.Name != main.Name {
				flags += " [--" + flagOf(field) + " " + strings.ToUpper(field.Type) + "]"
			}
		}
		lines = append(lines, start+"add "+strings.ToUpper(main.Name)+flags, start+"list [--filter FIELD=VALUE]... [--search TEXT] [--sort FIELD or --sort=-FIELD]")
		lines = append(lines, start+"show ID", start+"update ID [--"+flagOf(main)+" "+strings.ToUpper(main.Type)+"]"+flags, start+"remove ID")
		if DoneField(entity) != "" {
			lines = append(lines, start+"done ID")
		}
	}
	return strings.Join(lines, "\n")
}

func runCommand(words []string, directory string) ([]string, error) {
	entity := Entities[0]
	if len(Entities) > 1 {
		found, known := EntityAt(words[0])
		if !known {
			return nil, usageError{"there is nothing called " + words[0]}
		}
		entity, words = found, words[1:]
	}
	if len(words) == 0 {
		return nil, usageError{"a command is missing"}
	}
	given, err := parse(entity, words[0], words[1:])
	if err != nil {
		return nil, err
	}
	store, err := OpenStore(directory)
	if err != nil {
		return nil, err
	}
	switch words[0] {
	case "add":
		return runAdd(store, entity, given)
	case "list":
		return runList(store, entity, given)
	}
	return runOnOne(store, entity, words[0], given)
}

func parse(entity Entity, command string, words []string) (arguments, error) {
	known := map[string][]string{"add": fieldFlags(entity), "update": fieldFlags(entity), "list": {"filter", "search", "sort"}, "show": {}, "done": {}, "remove": {}}
	allowed, isCommand := known[command]
	if !isCommand {
		return arguments{}, usageError{"there is no command " + command}
	}
	given := arguments{flags: map[string][]string{}}
	for at := 0; at < len(words); at++ {
		name, value, hasValue := strings.Cut(strings.TrimPrefix(words[at], "--"), "=")
		switch {
		case words[at] == "--json":
			given.isJSON = true
		case !strings.HasPrefix(words[at], "--"):
			given.positionals = append(given.positionals, words[at])
		case !slices.Contains(allowed, name):
			return given, usageError{"there is no flag --" + name}
		case !hasValue && at+1 == len(words):
			return given, usageError{"--" + name + " takes a value"}
		default:
			if !hasValue {
				at++
				value = words[at]
			}
			given.flags[name] = append(given.flags[name], value)
		}
	}
	return given, nil
}

func fieldFlags(entity Entity) []string {
	flags := []string{}
	for _, field := range entity.Fields {
		flags = append(flags, flagOf(field))
	}
	return flags
}

func runAdd(store *Store, entity Entity, given arguments) ([]string, error) {
	main := MainField(entity)
	if len(given.positionals) != 1 {
		return nil, usageError{"add takes " + strings.ToUpper(main.Name) + " and flags"}
	}
	given.flags[flagOf(main)] = given.positionals
	values, err := checked(entity, given, false)
	if err != nil {
		return nil, err
	}
	item, err := store.Create(entity, values)
	if err != nil {
		return nil, err
	}
	return shown(entity, item, given)
}

func runList(store *Store, entity Entity, given arguments) ([]string, error) {
	query := url.Values{"limit": {"1000"}}
	for _, text := range given.flags["filter"] {
		name, value, hasValue := strings.Cut(text, "=")
		field, known := entity.Field(strings.ReplaceAll(name, "-", "_"))
		if !hasValue || !known {
			return nil, fmt.Errorf("--filter takes FIELD=VALUE with a field of %s, not %q", entity.Name, text)
		}
		query.Add(field.Name, value)
	}
	query.Set("q", strings.Join(given.flags["search"], " "))
	query.Set("sort", innerHyphen.ReplaceAllString(strings.Join(given.flags["sort"], ","), "${1}_"))
	items, err := store.All(entity)
	if err != nil {
		return nil, err
	}
	page, problems := ListItems(entity, items, query.Encode())
	if len(problems) > 0 {
		return nil, errors.New(sentences(problems))
	}
	if given.isJSON {
		return asJSON(page.Items)
	}
	lines := []string{}
	for _, item := range page.Items {
		lines = append(lines, lineOf(entity, item))
	}
	return lines, nil
}

func runOnOne(store *Store, entity Entity, command string, given arguments) ([]string, error) {
	if len(given.positionals) != 1 {
		return nil, usageError{command + " takes one ID"}
	}
	id, err := strconv.ParseInt(given.positionals[0], 10, 64)
	if err != nil {
		return nil, usageError{command + " takes one ID"}
	}
	var item Item
	switch command {
	case "show":
		item, err = store.Get(entity, id)
	case "remove":
		return runRemove(store, entity, id, given)
	case "done":
		if DoneField(entity) == "" {
			return nil, usageError{entity.Path + " have nothing to be done"}
		}
		item, err = store.Update(entity, id, map[string]any{DoneField(entity): true})
	default:
		values, failed := checked(entity, given, true)
		if failed != nil {
			return nil, failed
		}
		item, err = store.Update(entity, id, values)
	}
	if err == nil && item == nil {
		err = fmt.Errorf("there is no %s %d", entity.Name, id)
	}
	if err != nil {
		return nil, err
	}
	return shown(entity, item, given)
}

func runRemove(store *Store, entity Entity, id int64, given arguments) ([]string, error) {
	removed, err := store.Delete(entity, id)
	if err == nil && !removed {
		err = fmt.Errorf("there is no %s %d", entity.Name, id)
	}
	if err != nil {
		return nil, err
	}
	if given.isJSON {
		return asJSON(map[string]int64{"removed": id})
	}
	return []string{fmt.Sprintf("removed %s %d", entity.Name, id)}, nil
}

func checked(entity Entity, given arguments, partial bool) (map[string]any, error) {
	data := map[string]any{}
	for _, field := range entity.Fields {
		if texts := given.flags[flagOf(field)]; len(texts) > 0 {
			data[field.Name] = valueOf(field, texts[len(texts)-1])
		}
	}
	values, problems := Validate(entity, data, partial)
	if len(problems) > 0 {
		return nil, errors.New(sentences(problems))
	}
	return values, nil
}

// valueOf is the value a text on the command line stands for; what it can't stand for is left to validation.
func valueOf(field Field, text string) any {
	switch field.Type {
	case "list":
		items := []any{}
		for part := range strings.SplitSeq(text, ",") {
			if trimmed := strings.TrimSpace(part); trimmed != "" {
				items = append(items, trimmed)
			}
		}
		return items
	case "boolean":
		if flag, known := flagWords[strings.ToLower(text)]; known {
			return flag
		}
	case "integer", "reference", "number":
		if _, err := strconv.ParseFloat(text, 64); err == nil {
			return json.Number(text)
		}
	}
	if text == "" && !field.Required {
		return nil
	}
	return text
}

func sentences(problems []Problem) string {
	parts := []string{}
	for _, problem := range problems {
		parts = append(parts, problem.Field+" "+problem.Message)
	}
	return strings.Join(parts, "; ")
}

// MainField is the field that is given without a flag: the first required text, else the first required field, else the first one.
func MainField(entity Entity) Field {
	required := []Field{}
	for _, field := range entity.Fields {
		if field.Required && field.Type == "string" {
			return field
		}
		if field.Required {
			required = append(required, field)
		}
	}
	return append(required, entity.Fields[0])[0]
}

// DoneField is the name of the field that says that something is done; empty when there is none.
func DoneField(entity Entity) string {
	for _, field := range entity.Fields {
		if field.Type == "boolean" && slices.Contains(doneNames, field.Name) {
			return field.Name
		}
	}
	return ""
}

func flagOf(field Field) string {
	return strings.ReplaceAll(field.Name, "_", "-")
}

func shown(entity Entity, item Item, given arguments) ([]string, error) {
	if given.isJSON {
		return asJSON(item)
	}
	return []string{lineOf(entity, item)}, nil
}

func asJSON(value any) ([]string, error) {
	text, err := json.MarshalIndent(value, "", "  ")
	return []string{string(text)}, err
}

// lineOf is one object on one line: "1  Buy milk  done: no".
func lineOf(entity Entity, item Item) string {
	main := MainField(entity).Name
	parts := []string{strconv.FormatInt(item.ID(), 10), word(item[main])}
	for _, field := range entity.Fields {
		if text := word(item[field.Name]); field.Name != main && text != "" {
			parts = append(parts, field.Name+": "+text)
		}
	}
	return strings.Join(parts, "  ")
}

func word(value any) string {
	switch typed := value.(type) {
	case nil:
		return ""
	case bool:
		if typed {
			return "yes"
		}
		return "no"
	case []string:
		return printable(strings.Join(typed, ", "))
	}
	return printable(fmt.Sprint(value))
}

// printable keeps control characters in stored text from the terminal.
func printable(text string) string {
	return strings.Map(func(letter rune) rune {
		if unicode.IsPrint(letter) {
			return letter
		}
		return ' '
	}, text)
}
