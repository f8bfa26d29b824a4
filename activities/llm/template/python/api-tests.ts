import { source } from '../source.js';

/** `tests/support.py`. */
export const PYTHON_TEST_SUPPORT = source`
"""Runs the real server on a free port for the tests."""

import http.client
import json
import logging
import tempfile
import threading
import unittest
from pathlib import Path

from app.log import logger
from app.server import Server
from app.store import Store
from tests.samples import SAMPLES

# Tests that look at the log say so; the others keep it out of their output.
logger.addHandler(logging.NullHandler())


class ServerTest(unittest.TestCase):
    """A test with a server, an empty data directory and a client."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.directory = folder.name
        self.start()
        self.addCleanup(lambda: self.server.stop())

    def start(self):
        self.server = Server("127.0.0.1", 0, Store(self.directory))
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def restart(self):
        self.server.stop()
        self.start()

    def damage_data(self):
        """Break the file with the data."""
        (Path(self.directory) / "data.json").write_text("{")

    def call(self, method, path, body=None, headers=None):
        """Answer (status, parsed body or None, headers). A body that is not bytes is sent as JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        self.addCleanup(connection.close)
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        sent = {"Content-Type": "application/json"} if body is not None else {}
        connection.request(method, path, body, {**sent, **(headers or {})})
        response = connection.getresponse()
        content = response.read()
        return response.status, json.loads(content) if content else None, response.headers

    def create_parents(self, path):
        """Create what the samples of this entity refer to."""
        for other in SAMPLES:
            if other == path:
                return
            self.call("POST", f"/{other}", SAMPLES[other][0])

    def create_samples(self, path):
        self.create_parents(path)
        return [self.call("POST", f"/{path}", sample)[1] for sample in SAMPLES[path]]
`;

/** `tests/test_api.py`. */
export const PYTHON_TEST_API = source`
import unittest
from urllib.parse import urlencode

from app.models import entity_at
from tests.samples import SAMPLES, WRONG
from tests.support import ServerTest


class ApiTest(ServerTest):
    """Each test runs for every entity, on a server of its own."""

    def for_each_entity(self, check):
        for path in SAMPLES:
            with self.subTest(path=path):
                check(path)
                self.server.stop()
                self.setUp()

    def test_creates_and_reads(self):
        def check(path):
            self.create_parents(path)
            status, item, headers = self.call("POST", f"/{path}", SAMPLES[path][0])
            self.assertEqual(status, 201)
            self.assertEqual({**item, **SAMPLES[path][0]}, item)
            self.assertEqual(headers["Location"], f"/{path}/{item['id']}")
            self.assertEqual(self.call("GET", headers["Location"])[:2], (200, item))

        self.for_each_entity(check)

    def test_lists_pages_and_sorts(self):
        def check(path):
            items = self.create_samples(path)
            self.assertEqual(self.call("GET", f"/{path}")[1], {"items": items, "total": 3, "limit": 20, "offset": 0})
            self.assertEqual(self.call("GET", f"/{path}?limit=1&offset=1")[1]["items"], items[1:2])
            self.assertEqual(self.call("GET", f"/{path}?limit=2&page=2")[1]["items"], items[2:])
            self.assertEqual(self.call("GET", f"/{path}?sort=-id")[1]["items"], items[::-1])

        self.for_each_entity(check)

    def test_filters_by_a_field(self):
        def check(path):
            items = self.create_samples(path)
            for field in entity_at(path).fields:
                if field.type in ("string", "boolean", "enum", "integer") and items[1][field.name] is not None:
                    value = items[1][field.name]
                    text = str(value).lower() if isinstance(value, bool) else value
                    _, page, _ = self.call("GET", f"/{path}?" + urlencode({field.name: text}))
                    self.assertEqual(page["items"], [item for item in items if item[field.name] == value])

        self.for_each_entity(check)

    def test_replaces_and_changes(self):
        def check(path):
            self.create_parents(path)
            first, second, _ = SAMPLES[path]
            _, item, _ = self.call("POST", f"/{path}", first)
            status, replaced, _ = self.call("PUT", f"/{path}/{item['id']}", second)
            self.assertEqual((status, {**replaced, **second}), (200, replaced))
            name = next(iter(first))
            status, changed, _ = self.call("PATCH", f"/{path}/{item['id']}", {name: first[name]})
            self.assertEqual((status, changed), (200, {**replaced, name: first[name], "updated_at": changed["updated_at"]}))

        self.for_each_entity(check)

    def test_deletes(self):
        def check(path):
            item = self.create_samples(path)[1]
            self.assertEqual(self.call("DELETE", f"/{path}/{item['id']}")[:2], (204, None))
            self.assertEqual(self.call("GET", f"/{path}/{item['id']}")[0], 404)
            self.assertEqual(self.call("DELETE", f"/{path}/{item['id']}")[0], 404)

        self.for_each_entity(check)

    def test_refuses_invalid_fields_by_name(self):
        def check(path):
            self.create_parents(path)
            sample = SAMPLES[path][0]
            for field in entity_at(path).fields:
                status, body, _ = self.call("POST", f"/{path}", {**sample, field.name: WRONG[field.type]})
                self.assertEqual((status, [error["field"] for error in body["errors"]]), (422, [field.name]))
            self.assertEqual(self.call("POST", f"/{path}", {**sample, "no_such_field": 1})[0], 422)
            self.assertEqual(self.call("GET", f"/{path}")[1]["total"], 0)

        self.for_each_entity(check)

    def test_keeps_everything_over_a_restart(self):
        def check(path):
            items = self.create_samples(path)
            self.restart()
            self.assertEqual(self.call("GET", f"/{path}")[1]["items"], items)

        self.for_each_entity(check)


if __name__ == "__main__":
    unittest.main()
`;

/** `tests/test_server.py`. */
export const PYTHON_TEST_SERVER = source`
import unittest

from tests.samples import SAMPLES
from tests.support import ServerTest

PATH = "/" + next(iter(SAMPLES))


class ServerBehaviourTest(ServerTest):
    def test_tells_that_it_is_up(self):
        self.assertEqual(self.call("GET", "/health")[:2], (200, {"status": "ok"}))

    def test_describes_itself(self):
        self.assertEqual(set(self.call("GET", "/")[1]["collections"]), {f"/{path}" for path in SAMPLES})
        self.assertIn(PATH, self.call("GET", "/openapi.json")[1]["paths"])

    def test_answers_unknown_paths_and_ids_with_404(self):
        for path in ("/nothing", f"{PATH}/99", f"{PATH}/abc", f"{PATH}/1/2"):
            with self.subTest(path=path):
                status, body, headers = self.call("GET", path)
                self.assertEqual((status, body["status"]), (404, 404))
                self.assertEqual(headers["Content-Type"], "application/problem+json")

    def test_names_the_allowed_methods(self):
        status, _, headers = self.call("DELETE", PATH)
        self.assertEqual((status, headers["Allow"]), (405, "GET, HEAD, OPTIONS, POST"))
        status, _, headers = self.call("OPTIONS", f"{PATH}/1")
        self.assertEqual((status, headers["Allow"]), (204, "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"))

    def test_answers_head_without_a_body(self):
        status, body, headers = self.call("HEAD", "/health")
        self.assertEqual((status, body, headers["Content-Length"]), (200, None, "16"))

    def test_refuses_what_is_not_json(self):
        for body in (b"{", b"", b"NaN", b"\xff", b"[" * 100_000):
            with self.subTest(body=body[:10]):
                self.assertEqual(self.call("POST", PATH, body)[0], 400)
        self.assertEqual(self.call("POST", PATH, [1])[0], 422)

    def test_refuses_another_content_type(self):
        status, body, _ = self.call("POST", PATH, b"a=b", {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(status, 415)
        self.assertIn("Content-Type: application/json", body["detail"])

    def test_refuses_a_body_over_one_megabyte(self):
        for size in (1024 * 1024 + 1, 4 * 1024 * 1024):
            with self.subTest(size=size):
                status, _, headers = self.call("POST", PATH, b" " * size)
                self.assertEqual((status, headers["Connection"]), (413, "close"))

    def test_refuses_a_large_body_that_it_was_asked_about(self):
        headers = {"Expect": "100-continue", "Content-Length": str(2 * 1024 * 1024)}
        self.assertEqual(self.call("POST", PATH, b"", headers)[0], 413)

    def test_refuses_invalid_list_options(self):
        status, body, _ = self.call("GET", f"{PATH}?limit=0")
        self.assertEqual((status, body["errors"][0]["field"]), (422, "limit"))

    def test_sends_security_headers(self):
        self.assertEqual(self.call("GET", PATH)[2]["X-Content-Type-Options"], "nosniff")

    def test_tells_what_broke_in_its_log_only(self):
        self.damage_data()
        with self.assertLogs("app", "ERROR") as logs:
            status, body, _ = self.call("GET", PATH)
        self.assertEqual(status, 500)
        self.assertNotIn("data.json", body["detail"])
        self.assertEqual(logs.records[0].getMessage(), "request failed")
        self.assertIn("damaged", str(logs.records[0].exc_info))

    def test_logs_each_request(self):
        with self.assertLogs("app", "INFO") as logs:
            self.call("GET", "/nothing")
            self.restart()
        self.assertEqual([(record.getMessage(), record.details["status"]) for record in logs.records], [("request", 404)])


if __name__ == "__main__":
    unittest.main()
`;
