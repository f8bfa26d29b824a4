import { source } from '../../source.js';

/** `app/cli.py` of a tool that keeps lists of objects. */
export const PYTHON_LIST_CLI = source`
"""The command line: add, list, show, update, done and remove."""

import argparse
import json
import re
import sys
from urllib.parse import urlencode

from app.models import ENTITIES, Entity, Field
from app.query import list_items
from app.store import Conflict, Store, StoreError
from app.validation import validate

DONE_NAMES = ("done", "completed", "complete", "finished", "closed", "resolved", "paid", "read", "watched")
WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class Failure(Exception):
    """A command can't be done; the message says why."""


def main(arguments: list[str], directory: str) -> int:
    """Run one command; answer the exit code: 0 done, 1 failed (2, wrong use, comes from argparse)."""
    options = build_parser().parse_args(arguments)
    try:
        options.run(Store(directory), options.entity, options)
    except (Failure, StoreError) as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 1
    except Conflict as conflict:
        for problem in conflict.problems:
            print(f"error: {problem['field']} {problem['message']}", file=sys.stderr)
        return 1
    return 0


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m app", description="Keeps " + ", ".join(entity.path for entity in ENTITIES) + " in a file.")
    if len(ENTITIES) == 1:
        add_commands(parser, ENTITIES[0])
        return parser
    kinds = parser.add_subparsers(required=True, metavar="KIND")
    for entity in ENTITIES:
        add_commands(kinds.add_parser(entity.path, help=f"commands for {entity.path}"), entity)
    return parser


def add_commands(parser: argparse.ArgumentParser, entity: Entity) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=text)
        found.set_defaults(run=run, entity=entity)
        found.add_argument("--json", action="store_true", help="print JSON")
        return found

    add = command("add", run_add, f"add a new {entity.name}")
    update = command("update", run_update, f"change one {entity.name}")
    for field in entity.fields:
        flag = "--" + field.name.replace("_", "-")
        if field is main_field(entity):
            add.add_argument(field.name, metavar=field.name.upper(), help=describe(field))
        else:
            add.add_argument(flag, dest=field.name, required=field.required and field.default is None, help=describe(field))
        update.add_argument(flag, dest=field.name, help=describe(field))
    update.add_argument("id", type=int)
    found = command("list", run_list, f"list {entity.path}")
    found.add_argument("--filter", action="append", default=[], metavar="FIELD=VALUE", help="only those with this value; may be repeated")
    found.add_argument("--search", default="", help="only those with this text")
    found.add_argument("--sort", default="", help="FIELD, or -FIELD for the other direction (write --sort=-FIELD)")
    command("show", run_show, f"show one {entity.name}").add_argument("id", type=int)
    command("remove", run_remove, f"remove one {entity.name}").add_argument("id", type=int)
    if done_field(entity):
        command("done", run_done, f"mark one {entity.name} as {done_field(entity)}").add_argument("id", type=int)


def main_field(entity: Entity) -> Field:
    """The field that is given without a flag: the first required text, else the first required field, else the first one."""
    required = [field for field in entity.fields if field.required]
    return next((field for field in required if field.type == "string"), [*required, entity.fields[0]][0])


def done_field(entity: Entity) -> str | None:
    return next((field.name for field in entity.fields if field.type == "boolean" and field.name in DONE_NAMES), None)


def describe(field: Field) -> str:
    if field.choices:
        return "one of " + ", ".join(field.choices)
    if field.references:
        return f"an id of {field.references}"
    return {"list": "texts with commas between them", "boolean": "yes or no", "date": "like 2026-01-31"}.get(field.type, field.type)


def run_add(store: Store, entity: Entity, options: argparse.Namespace) -> None:
    given = {field.name: from_text(field, getattr(options, field.name)) for field in entity.fields if getattr(options, field.name) is not None}
    values, problems = validate(entity, given)
    refuse(problems)
    show(store.create(entity, values), options)


def run_update(store: Store, entity: Entity, options: argparse.Namespace) -> None:
    given = {field.name: from_text(field, getattr(options, field.name)) for field in entity.fields if getattr(options, field.name) is not None}
    values, problems = validate(entity, given, partial=True)
    refuse(problems)
    show(found(entity, store.update(entity, options.id, values), options.id), options)


def run_list(store: Store, entity: Entity, options: argparse.Namespace) -> None:
    filters = []
    for text in options.filter:
        name, separator, value = text.partition("=")
        if not separator or entity.field(name.replace("-", "_")) is None:
            raise Failure(f"--filter takes FIELD=VALUE with a field of {entity.name}, not {text!r}")
        filters.append((name.replace("-", "_"), value))
    sort = re.sub(r"(?<=\w)-", "_", options.sort)
    query = urlencode([*filters, ("q", options.search), ("sort", sort), ("limit", "1000")])
    page, problems = list_items(entity, store.all(entity), query)
    refuse(problems)
    if options.json:
        print(json.dumps(page["items"], indent=2))
        return
    for item in page["items"]:
        print(line(entity, item))


def run_show(store: Store, entity: Entity, options: argparse.Namespace) -> None:
    show(found(entity, store.get(entity, options.id), options.id), options)


def run_done(store: Store, entity: Entity, options: argparse.Namespace) -> None:
    show(found(entity, store.update(entity, options.id, {done_field(entity): True}), options.id), options)


def run_remove(store: Store, entity: Entity, options: argparse.Namespace) -> None:
    found(entity, store.delete(entity, options.id) or None, options.id)
    print(json.dumps({"removed": options.id}) if options.json else f"removed {entity.name} {options.id}")


def found(entity: Entity, item: object, id: int) -> object:
    if item is None:
        raise Failure(f"there is no {entity.name} {id}")
    return item


def refuse(problems: list[dict]) -> None:
    if problems:
        raise Failure("; ".join(f"{problem['field']} {problem['message']}" for problem in problems))


def from_text(field: Field, text: str) -> object:
    """The value a text on the command line stands for; what it can't stand for is left to validation."""
    if field.type == "list":
        return [part.strip() for part in text.split(",") if part.strip()]
    if field.type == "boolean":
        return WORDS.get(text.lower(), text)
    if text == "" and not field.required:
        return None
    try:
        if field.type in ("integer", "reference"):
            return int(text)
        if field.type == "number":
            return float(text)
    except ValueError:
        pass
    return text


def show(item: dict, options: argparse.Namespace) -> None:
    print(json.dumps(item, indent=2) if options.json else line(options.entity, item))


def line(entity: Entity, item: dict) -> str:
    """One object on one line: "1  Buy milk  done: no"."""
    main = main_field(entity).name
    others = [f"{name}: {word(item[name])}" for name in (field.name for field in entity.fields) if name != main and item[name] not in (None, [])]
    return "  ".join([str(item["id"]), word(item[main]), *others])


def word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = ", ".join(value) if isinstance(value, list) else str(value)
    # Control characters in stored text must not reach the terminal.
    return "".join(character if character.isprintable() else " " for character in text)
`;

/** `app/__main__.py` of the same. */
export const PYTHON_LIST_MAIN = source`
"""Starts the command line: python3 -m app --help"""

import os
import sys
from pathlib import Path

from app.cli import main
from app.models import ENTITIES

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ.get("DATA_DIR") or str(Path.home() / f".{ENTITIES[0].path}")))
`;

/** `tests/test_cli.py` of the same. */
export const PYTHON_LIST_TEST = source`
import contextlib
import io
import json
import tempfile
import unittest

from app.cli import done_field, main, main_field
from app.models import ENTITIES, entity_at
from tests.samples import SAMPLES


class CliTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.directory = folder.name

    def run_cli(self, *arguments):
        """Answer (exit code, output, errors)."""
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            try:
                code = main(list(arguments), self.directory)
            except SystemExit as exit:
                code = exit.code
        return code, output.getvalue(), errors.getvalue()

    def command(self, path, *arguments):
        return self.run_cli(*([path] if len(ENTITIES) > 1 else []), *arguments)

    def add(self, path, sample):
        entity = entity_at(path)
        arguments = ["add", "--json"]
        for name, value in sample.items():
            if value is None:
                continue
            text = ",".join(value) if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else str(value)
            arguments += [text] if name == main_field(entity).name else [f"--{name.replace('_', '-')}={text}"]
        code, output, errors = self.command(path, *arguments)
        self.assertEqual((code, errors), (0, ""))
        return json.loads(output)

    def test_adds_and_lists(self):
        for path, samples in SAMPLES.items():
            with self.subTest(path=path):
                items = [self.add(path, sample) for sample in samples]
                for item, sample in zip(items, samples, strict=True):
                    self.assertEqual({**item, **sample}, item)
                self.assertEqual(json.loads(self.command(path, "list", "--json")[1]), items)
                self.assertEqual(len(self.command(path, "list")[1].splitlines()), 3)

    def test_sorts_and_searches(self):
        for path, samples in SAMPLES.items():
            with self.subTest(path=path):
                items = [self.add(path, sample) for sample in samples]
                self.assertEqual(json.loads(self.command(path, "list", "--json", "--sort=-id")[1]), items[::-1])
                self.assertEqual(self.command(path, "list", "--search", "no such text")[1], "")

    def test_shows_changes_and_removes(self):
        for path, samples in SAMPLES.items():
            with self.subTest(path=path):
                item = self.add(path, samples[0])
                id = str(item["id"])
                self.assertEqual(json.loads(self.command(path, "show", "--json", id)[1]), item)
                done = done_field(entity_at(path))
                if done:
                    self.assertIs(json.loads(self.command(path, "done", "--json", id)[1])[done], True)
                if path == list(SAMPLES)[-1]:
                    self.assertEqual(self.command(path, "remove", id)[0], 0)
                    self.assertEqual(self.command(path, "show", id)[0], 1)

    def test_refuses_what_is_not_there_or_wrong(self):
        path = list(SAMPLES)[-1]
        for arguments in (("show", "99"), ("remove", "99"), ("update", "99"), ("list", "--filter", "x"), ("list", "--sort", "no_such_field")):
            with self.subTest(arguments=arguments):
                code, output, errors = self.command(path, *arguments)
                self.assertEqual((code, output), (1, ""))
                self.assertTrue(errors.startswith("error: "))
        self.assertEqual(self.run_cli("no-such-command")[0], 2)


if __name__ == "__main__":
    unittest.main()
`;
