import { source } from '../source.js';

/** `app/store.py`. */
export const PYTHON_STORE = source`
"""Keeps all objects in one JSON file that is replaced as a whole, so a crash never leaves half a file."""

import json
import os
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path

from app.models import ENTITIES, Entity

FILE_NAME = "data.json"


class StoreError(Exception):
    """The data file can't be used; the message says what to do."""


class Conflict(Exception):
    """A change breaks a rule between objects; "problems" is a list of {"field", "message"}."""

    def __init__(self, message: str, problems: list[dict]):
        super().__init__(message)
        self.problems = problems


class UnknownReference(Conflict):
    """A change points at an object that is not there."""


class Store:
    """All objects by entity and id. Safe to use from several threads."""

    def __init__(self, directory: str | Path):
        self._directory = Path(directory)
        self._file = self._directory / FILE_NAME
        self._lock = threading.RLock()
        self._seen: tuple | None = None
        self._tables: dict = {entity.path: {"next_id": 1, "items": {}} for entity in ENTITIES}
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"The data directory {self._directory} can't be made: {error}. Set DATA_DIR to another one.") from error
        if not os.access(self._directory, os.W_OK):
            raise StoreError(f"The data directory {self._directory} is not writable. Set DATA_DIR to another one.")
        self._refresh()

    def all(self, entity: Entity) -> list[dict]:
        """Every object of an entity, oldest first. Callers must not change them."""
        with self._lock:
            self._refresh()
            return list(self._tables[entity.path]["items"].values())

    def get(self, entity: Entity, id: int) -> dict | None:
        with self._lock:
            self._refresh()
            return self._tables[entity.path]["items"].get(id)

    def create(self, entity: Entity, values: dict) -> dict:
        """Store a new object and answer it with its id and times."""
        with self._lock:
            self._refresh()
            self._check_relations(entity, values, own_id=None)
            table = self._tables[entity.path]
            now = timestamp()
            item = {"id": table["next_id"], **values, "created_at": now, "updated_at": now}
            self._save(entity, {**table["items"], item["id"]: item}, table["next_id"] + 1)
            return item

    def update(self, entity: Entity, id: int, values: dict) -> dict | None:
        """Change the given fields of an object; None when there is no such object."""
        with self._lock:
            self._refresh()
            table = self._tables[entity.path]
            old = table["items"].get(id)
            if old is None:
                return None
            self._check_relations(entity, values, own_id=id)
            item = {**old, **values, "updated_at": timestamp()}
            self._save(entity, {**table["items"], id: item}, table["next_id"])
            return item

    def delete(self, entity: Entity, id: int) -> bool:
        """Remove an object; False when there is no such object."""
        with self._lock:
            self._refresh()
            table = self._tables[entity.path]
            if id not in table["items"]:
                return False
            self._check_unused(entity, id)
            items = {key: item for key, item in table["items"].items() if key != id}
            self._save(entity, items, table["next_id"])
            return True

    def _check_relations(self, entity: Entity, values: dict, own_id: int | None) -> None:
        for field in entity.fields:
            value = values.get(field.name)
            if value is None:
                continue
            if field.references is not None and value not in self._tables[field.references]["items"]:
                message = f"there is no object {value} in {field.references}"
                raise UnknownReference("A referenced object does not exist", [{"field": field.name, "message": message}])
            if field.unique:
                others = self._tables[entity.path]["items"].values()
                if any(item["id"] != own_id and item[field.name] == value for item in others):
                    message = f"another {entity.name} has this value already"
                    raise Conflict("A value that must be unique is taken", [{"field": field.name, "message": message}])

    def _check_unused(self, entity: Entity, id: int) -> None:
        for other in ENTITIES:
            for field in other.fields:
                if field.references != entity.path:
                    continue
                for item in self._tables[other.path]["items"].values():
                    if item[field.name] != id or (other is entity and item["id"] == id):
                        continue
                    message = f"{other.path} {item['id']} still refers to it"
                    raise Conflict("The object is still in use", [{"field": field.name, "message": message}])

    def _refresh(self) -> None:
        """Read the file when it changed since the last look: another process may have replaced it."""
        try:
            stat = os.stat(self._file)
        except FileNotFoundError:
            return
        seen = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        if seen == self._seen:
            return
        try:
            self._tables = parse(json.loads(self._file.read_text("utf-8")))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise StoreError(f"The data file {self._file} is damaged ({error}). Restore it from a backup, or move it away to start empty.") from error
        self._seen = seen

    def _save(self, entity: Entity, items: dict, next_id: int) -> None:
        tables = {**self._tables, entity.path: {"next_id": next_id, "items": items}}
        content = {path: {"next_id": table["next_id"], "items": list(table["items"].values())} for path, table in tables.items()}
        handle, temporary = tempfile.mkstemp(dir=self._directory, prefix=".data-", suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"version": 1, "collections": content}, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            stat = os.stat(temporary)
            os.replace(temporary, self._file)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        self._seen = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        self._tables = tables


def parse(content: dict) -> dict:
    """The tables of a data file. Fields that were added since it was written get their default."""
    collections = content["collections"]
    tables = {}
    for entity in ENTITIES:
        table = collections.get(entity.path, {"next_id": 1, "items": []})
        empty = {field.name: field.empty for field in entity.fields}
        items = {}
        for item in table["items"]:
            if not isinstance(item["id"], int):
                raise TypeError(f"an id in {entity.path} is not a number")
            items[item["id"]] = {"id": item["id"], **empty, **item}
        tables[entity.path] = {"next_id": max([table["next_id"] - 1, *items]) + 1, "items": items}
    return tables


def timestamp() -> str:
    """The time now, in UTC, like 2026-01-31T12:00:00.000Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
`;
