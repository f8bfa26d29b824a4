import type { ServiceSpec } from '../spec.js';
import { plain, source } from '../source.js';
import { pythonString } from './print.js';

/** `app/config.py`. */
export const PYTHON_CONFIG = source`
"""The settings of the service, from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass


class ConfigError(Exception):
    """A setting can't be used; the message says which and why."""


@dataclass(frozen=True)
class Config:
    host: str
    port: int
    data_dir: str


def read_config(environment: Mapping[str, str] = os.environ) -> Config:
    """HOST (default 127.0.0.1: this machine only), PORT (default 8080) and DATA_DIR (default ./data)."""
    text = environment.get("PORT") or "8080"
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise ConfigError(f"PORT must be a number from 0 to 65535, not {text!r}")
    return Config(
        host=environment.get("HOST") or "127.0.0.1",
        port=int(text),
        data_dir=environment.get("DATA_DIR") or "data",
    )
`;

/** `tests/test_config.py`. */
export const PYTHON_TEST_CONFIG = source`
import unittest

from app.config import Config, ConfigError, read_config


class ConfigTest(unittest.TestCase):
    def test_is_for_this_machine_only_unless_the_environment_says_more(self):
        self.assertEqual(read_config({}), Config("127.0.0.1", 8080, "data"))
        given = {"HOST": "192.0.2.1", "PORT": "0", "DATA_DIR": "/data"}
        self.assertEqual(read_config(given), Config("192.0.2.1", 0, "/data"))

    def test_holds_no_port_that_is_none(self):
        for port in ("eighty", "-1", "65536"):
            with self.subTest(port=port), self.assertRaises(ConfigError):
                read_config({"PORT": port})


if __name__ == "__main__":
    unittest.main()
`;

/** `app/__main__.py`. */
export const PYTHON_MAIN = source`
"""Starts the service: python3 -m app"""

import signal
import sys
import threading

from app.config import ConfigError, read_config
from app.log import log, log_to_output
from app.server import Server
from app.store import Store, StoreError


def main() -> int:
    log_to_output()
    try:
        config = read_config()
        server = Server(config.host, config.port, Store(config.data_dir))
    except (ConfigError, StoreError, OSError) as error:
        print(f"The service can't start: {error}", file=sys.stderr)
        return 1
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    thread = threading.Thread(target=server.serve_forever, name="server")
    thread.start()
    log("started", host=config.host, port=server.port, data_dir=config.data_dir)
    stopped.wait()
    server.stop()
    thread.join()
    log("stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
`;

/** `tests/test_main.py`. */
export const PYTHON_TEST_MAIN = source`
import io
import json
import logging
import os
import signal
import tempfile
import unittest
from contextlib import redirect_stderr, redirect_stdout
from unittest import mock

from app.__main__ import main
from app.log import logger


class TerminateWhenStarted(logging.Handler):
    def emit(self, record):
        if record.getMessage() == "started":
            signal.raise_signal(signal.SIGTERM)


class MainTest(unittest.TestCase):
    def setUp(self):
        self.enterContext(mock.patch.object(logger, "handlers", [TerminateWhenStarted()]))
        for number in (signal.SIGTERM, signal.SIGINT):
            self.addCleanup(signal.signal, number, signal.getsignal(number))

    def run_main(self, **settings):
        """Answer the exit code, what it logged and what it complained of."""
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as error, mock.patch.dict(os.environ, settings):
            code = main()
        return code, [json.loads(line) for line in out.getvalue().splitlines()], error.getvalue()

    def test_says_where_it_listens_and_ends_on_sigterm(self):
        with tempfile.TemporaryDirectory() as folder:
            code, logged, _ = self.run_main(HOST="127.0.0.1", PORT="0", DATA_DIR=folder)
        self.assertEqual((code, [line["event"] for line in logged]), (0, ["started", "stopped"]))
        self.assertEqual((logged[0]["level"], logged[0]["host"], logged[0]["data_dir"]), ("info", "127.0.0.1", folder))
        self.assertGreater(logged[0]["port"], 0)

    def test_says_why_it_can_not_start(self):
        code, logged, error = self.run_main(PORT="eighty")
        self.assertEqual((code, logged), (1, []))
        self.assertIn("PORT must be a number", error)


if __name__ == "__main__":
    unittest.main()
`;

/** `app/openapi.py`: the service's description of itself, computed from the models. */
export function pythonOpenapi(spec: ServiceSpec): string {
  return OPENAPI.replace('"@TITLE@"', () => pythonString(plain(spec.title, 2_000)));
}

const OPENAPI = source`
"""The service's description of itself, made from the entities."""

from app.models import ENTITIES, Entity, Field

TITLE = "@TITLE@"
VERSION = "1.0.0"
TYPES = {
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "email": {"type": "string", "format": "email"},
    "url": {"type": "string", "format": "uri"},
    "list": {"type": "array", "items": {"type": "string"}},
    "reference": {"type": "integer"},
}
LIMITS = {"list": ("minItems", "maxItems"), "integer": ("minimum", "maximum"), "number": ("minimum", "maximum")}


def describe() -> dict:
    """What GET / answers: the collections and their fields."""
    return {
        "service": TITLE,
        "openapi": "/openapi.json",
        "health": "/health",
        "collections": {f"/{entity.path}": [field.name for field in entity.fields] for entity in ENTITIES},
    }


def openapi() -> dict:
    """The OpenAPI 3.1 document of this service."""
    paths: dict = {"/health": {"get": {"summary": "Tell that the service is up", "responses": {"200": {"description": "It is up"}}}}}
    schemas: dict = {}
    for entity in ENTITIES:
        schemas[entity.name] = schema(entity)
        paths[f"/{entity.path}"] = collection_path(entity)
        paths[f"/{entity.path}/{{id}}"] = item_path(entity)
    return {"openapi": "3.1.0", "info": {"title": TITLE, "version": VERSION}, "paths": paths, "components": {"schemas": schemas}}


def schema(entity: Entity) -> dict:
    return {
        "type": "object",
        "required": [field.name for field in entity.fields if field.required and field.default is None],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "integer", "readOnly": True},
            **{field.name: property_schema(field) for field in entity.fields},
            "created_at": {"type": "string", "format": "date-time", "readOnly": True},
            "updated_at": {"type": "string", "format": "date-time", "readOnly": True},
        },
    }


def property_schema(field: Field) -> dict:
    if field.type == "enum":
        rules: dict = {"enum": [*field.choices] if field.required else [*field.choices, None]}
    else:
        rules = dict(TYPES.get(field.type, {"type": "string"}))
        if not field.required and field.type not in ("boolean", "list"):
            rules["type"] = [rules["type"], "null"]
    smallest, largest = LIMITS.get(field.type, ("minLength", "maxLength"))
    if field.minimum is not None:
        rules[smallest] = field.minimum
    if field.maximum is not None:
        rules[largest] = field.maximum
    if not field.required:
        rules["default"] = field.empty
    return rules


def collection_path(entity: Entity) -> dict:
    options = ("limit", "offset", "page", "sort", "q", *[field.name for field in entity.fields])
    parameters = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in options]
    return {
        "get": {
            "summary": f"List {entity.path}",
            "parameters": parameters,
            "responses": {"200": {"description": "A page"}, "422": {"description": "Invalid options"}},
        },
        "post": {
            "summary": f"Create a new {entity.name}",
            "requestBody": body(entity),
            "responses": {"201": content(entity, "Created"), **failures("400", "409", "413", "415", "422")},
        },
    }


def item_path(entity: Entity) -> dict:
    change = ("400", "404", "409", "413", "415", "422")
    return {
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
        "get": {"summary": f"Read one {entity.name}", "responses": {"200": content(entity, "Found"), **failures("404")}},
        "put": {"summary": f"Replace one {entity.name}", "requestBody": body(entity), "responses": {"200": content(entity, "Replaced"), **failures(*change)}},
        "patch": {
            "summary": f"Change some fields of one {entity.name}",
            "requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}},
            "responses": {"200": content(entity, "Changed"), **failures(*change)},
        },
        "delete": {"summary": f"Delete one {entity.name}", "responses": {"204": {"description": "Deleted"}, **failures("404", "409")}},
    }


def content(entity: Entity, description: str) -> dict:
    return {"description": description, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{entity.name}"}}}}


def body(entity: Entity) -> dict:
    return {"required": True, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{entity.name}"}}}}


def failures(*statuses: str) -> dict:
    return {status: {"description": "A problem (RFC 9457)", "content": {"application/problem+json": {}}} for status in statuses}
`;
