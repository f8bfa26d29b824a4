import { source } from '../../source.js';

/** `app/__main__.py` of the tools that read files. */
export const PYTHON_TEXT_MAIN = source`
"""Starts the command line: python3 -m app --help"""

import sys

from app.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
`;

/** `app/cli.py` of the counting tool. */
export const PYTHON_COUNT_CLI = source`
"""Counts the lines, words and characters of files."""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Counts:
    lines: int
    words: int
    characters: int

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.lines + other.lines, self.words + other.words, self.characters + other.characters)


def count(text: str) -> Counts:
    """Lines are counted by their ends; a last line without one counts too."""
    lines = text.count("\n") + (text != "" and not text.endswith("\n"))
    return Counts(lines, len(text.split()), len(text))


def main(arguments: list[str]) -> int:
    """Print the counts of each file (or of the standard input); 1 when a file can't be read."""
    parser = argparse.ArgumentParser(prog="python3 -m app", description="Counts lines, words and characters.")
    parser.add_argument("files", nargs="*", metavar="FILE", help="nothing or - reads the standard input")
    files = parser.parse_args(arguments).files or ["-"]
    total, failed = Counts(0, 0, 0), False
    for name in files:
        try:
            counts = count(sys.stdin.read() if name == "-" else Path(name).read_text("utf-8"))
        except (OSError, UnicodeError) as error:
            print(f"error: {name} can't be read: {error}", file=sys.stderr)
            failed = True
            continue
        total += counts
        show(counts, "" if files == ["-"] else name)
    if len(files) > 1:
        show(total, "total")
    return 1 if failed else 0


def show(counts: Counts, name: str) -> None:
    print(f"{counts.lines} lines  {counts.words} words  {counts.characters} characters  {name}".rstrip())
`;

/** `tests/test_cli.py` of the counting tool. */
export const PYTHON_COUNT_TEST = source`
import contextlib
import io
import tempfile
import unittest
from pathlib import Path

from app.cli import Counts, count, main


class CountTest(unittest.TestCase):
    def run_cli(self, *arguments):
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            return main(list(arguments)), output.getvalue(), errors.getvalue()

    def test_counts(self):
        for text, expected in (
            ("", Counts(0, 0, 0)),
            ("one", Counts(1, 1, 3)),
            ("one two\n", Counts(1, 2, 8)),
            ("é\n\n  b", Counts(3, 2, 6)),
        ):
            with self.subTest(text=text):
                self.assertEqual(count(text), expected)

    def test_prints_each_file_and_the_total(self):
        with tempfile.TemporaryDirectory() as folder:
            first, second = Path(folder, "a"), Path(folder, "b")
            first.write_text("one two\n", "utf-8")
            second.write_text("three", "utf-8")
            code, output, _ = self.run_cli(str(first), str(second))
        self.assertEqual(code, 0)
        self.assertEqual(output.splitlines()[2], "2 lines  3 words  13 characters  total")

    def test_names_a_file_that_cannot_be_read(self):
        code, output, errors = self.run_cli("no/such/file")
        self.assertEqual((code, output), (1, ""))
        self.assertIn("no/such/file", errors)


if __name__ == "__main__":
    unittest.main()
`;

/** `app/cli.py` of the converter between CSV and JSON. */
export const PYTHON_CSV_CLI = source`
"""Converts between CSV (with a header line) and JSON (a list of objects)."""

import argparse
import csv
import io
import json
import sys
from pathlib import Path


class Failure(ValueError):
    """The input can't be converted; the message says why."""


def csv_to_json(text: str) -> str:
    """Each line becomes an object with the header's names; all values stay texts."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    if not rows:
        return "[]"
    header, *lines = rows
    if len(set(header)) < len(header):
        raise Failure("the header names a column twice")
    objects = []
    for number, line in enumerate(lines, start=2):
        if not line:
            continue
        if len(line) != len(header):
            raise Failure(f"row {number} has {len(line)} values, the header has {len(header)}")
        objects.append(dict(zip(header, line, strict=True)))
    return json.dumps(objects, indent=2, ensure_ascii=False)


def json_to_csv(text: str) -> str:
    """The columns are the names of all objects in the order of their first appearance."""
    objects = json.loads(text)
    if not isinstance(objects, list) or not all(isinstance(item, dict) for item in objects):
        raise Failure("the JSON must be a list of objects")
    header = list(dict.fromkeys(name for item in objects for name in item))
    output = io.StringIO(newline="")
    writer = csv.writer(output, lineterminator="\n")
    if header:
        writer.writerow(header)
    for item in objects:
        writer.writerow([cell(item.get(name)) for name in header])
    return output.getvalue()


def cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def main(arguments: list[str]) -> int:
    """Convert a file (or the standard input) to the standard output; 1 when it can't be converted."""
    parser = argparse.ArgumentParser(prog="python3 -m app", description="Converts between CSV and JSON.")
    parser.add_argument("command", choices=("to-json", "to-csv"))
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="nothing or - reads the standard input")
    options = parser.parse_args(arguments)
    try:
        text = sys.stdin.read() if options.file == "-" else Path(options.file).read_bytes().decode("utf-8")
        result = csv_to_json(text) if options.command == "to-json" else json_to_csv(text)
    except (OSError, ValueError, csv.Error, RecursionError) as error:
        print(f"error: {options.file} can't be converted: {error}", file=sys.stderr)
        return 1
    print(result.rstrip("\n"))
    return 0
`;

/** `tests/test_cli.py` of the converter. */
export const PYTHON_CSV_TEST = source`
import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

from app.cli import Failure, csv_to_json, json_to_csv, main


class ConvertTest(unittest.TestCase):
    def test_turns_csv_into_json(self):
        text = 'name,note\r\nAda,"a, ""quoted"" note"\r\n"two\nlines",\r\n'
        expected = [{"name": "Ada", "note": 'a, "quoted" note'}, {"name": "two\nlines", "note": ""}]
        self.assertEqual(json.loads(csv_to_json(text)), expected)
        self.assertEqual(csv_to_json(""), "[]")

    def test_turns_json_into_csv(self):
        text = json.dumps([{"name": "Ada", "age": 36}, {"name": 'say "hi"', "tags": ["a"]}])
        self.assertEqual(json_to_csv(text), 'name,age,tags\nAda,36,\n"say ""hi""",,"[""a""]"\n')
        self.assertEqual(json_to_csv("[]"), "")

    def test_there_and_back_is_the_same(self):
        text = 'a,b\n1,"x,y"\n"line\nbreak",z\n'
        self.assertEqual(json_to_csv(csv_to_json(text)), text)

    def test_refuses_what_does_not_fit(self):
        for text in ("a,b\n1\n", "a,a\n1,2\n"):
            with self.subTest(text=text), self.assertRaises(Failure):
                csv_to_json(text)
        for text in ("{", "{}", "[1]"):
            with self.subTest(text=text), self.assertRaises(ValueError):
                json_to_csv(text)

    def test_converts_a_file(self):
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as output:
            file = Path(folder, "in.csv")
            file.write_text("a\n1\n", "utf-8")
            self.assertEqual(main(["to-json", str(file)]), 0)
        self.assertEqual(json.loads(output.getvalue()), [{"a": "1"}])

    def test_names_a_file_that_cannot_be_read(self):
        with contextlib.redirect_stderr(io.StringIO()) as errors:
            self.assertEqual(main(["to-json", "no/such/file"]), 1)
        self.assertIn("no/such/file", errors.getvalue())


if __name__ == "__main__":
    unittest.main()
`;
