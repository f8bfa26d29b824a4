package app

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Words are the arguments of a command, taken one after the other.
type Words struct {
	left  []string
	in    io.Reader
	wrong string
}

type command struct {
	name string
	use  string
	run  func(words *Words) (any, error)
}

// Run runs the command line. The exit code: 0 done, 1 refused, 2 wrong use.
func Run(arguments []string, in io.Reader, out, errOut io.Writer) int {
	if slices.Contains(arguments, "--help") || slices.Contains(arguments, "-h") {
		say(out, usage())
		return 0
	}
	words := &Words{left: arguments, in: in}
	found := find(words)
	if found == nil {
		say(errOut, usage())
		return 2
	}
	result, err := found.run(words)
	if words.wrong == "" && len(words.left) > 0 {
		words.wrong = "there is nothing to do with " + strings.Join(words.left, " ")
	}
	if words.wrong != "" {
		say(errOut, "error: "+words.wrong+"\n"+usage())
		return 2
	}
	if err != nil {
		say(errOut, "error: "+err.Error())
		return 1
	}
	say(out, printed(result))
	return 0
}

func find(words *Words) *command {
	if len(commands) == 1 {
		return &commands[0]
	}
	name := words.next("COMMAND")
	for at := range commands {
		if commands[at].name == name {
			return &commands[at]
		}
	}
	return nil
}

func usage() string {
	lines := []string{"usage:"}
	for _, command := range commands {
		name := command.name + " "
		if len(commands) == 1 {
			name = ""
		}
		lines = append(lines, "  go run . "+name+command.use)
	}
	return strings.Join(lines, "\n")
}

func (words *Words) next(name string) string {
	if len(words.left) == 0 {
		words.wrong = name + " is missing"
		return ""
	}
	word := words.left[0]
	words.left = words.left[1:]
	return word
}

// Text is the next word; "-" stands for the standard input.
func (words *Words) Text(name string) string {
	word := words.next(name)
	if word != "-" {
		return word
	}
	text, err := io.ReadAll(words.in)
	if err != nil {
		words.wrong = "the standard input can't be read"
	}
	return string(text)
}

// Integer is the next word as a whole number.
func (words *Words) Integer(name string) int {
	number, err := strconv.Atoi(words.next(name))
	if err != nil && words.wrong == "" {
		words.wrong = name + " must be a whole number"
	}
	return number
}

// Number is the next word as a number.
func (words *Words) Number(name string) float64 {
	number, err := strconv.ParseFloat(words.next(name), 64)
	if err != nil && words.wrong == "" {
		words.wrong = name + " must be a number"
	}
	return number
}

// Texts are all words that are left.
func (words *Words) Texts() []string {
	texts := words.left
	words.left = nil
	return texts
}

// Numbers are all words that are left, as numbers.
func (words *Words) Numbers(name string) []float64 {
	numbers := []float64{}
	for len(words.left) > 0 {
		numbers = append(numbers, words.Number(name))
	}
	return numbers
}

func printed(result any) string {
	switch value := result.(type) {
	case bool:
		if value {
			return "yes"
		}
		return "no"
	case float64:
		return strconv.FormatFloat(value, 'g', 12, 64)
	case []string:
		return strings.Join(value, "\n")
	case []int:
		lines := []string{}
		for _, number := range value {
			lines = append(lines, strconv.Itoa(number))
		}
		return strings.Join(lines, "\n")
	}
	return fmt.Sprint(result)
}

func say(out io.Writer, text string) {
	_, _ = fmt.Fprintln(out, text)
}
