import type { Product } from './product.js';

const STORE = `"""Items kept in memory, numbered from 1."""


class Store:
    def __init__(self) -> None:
        self._items: list[dict[str, object]] = []

    def add(self, name: str) -> dict[str, object]:
        if not name.strip():
            raise ValueError("name must not be empty")
        item: dict[str, object] = {"id": len(self._items) + 1, "name": name.strip()}
        self._items.append(item)
        return item

    def list(self) -> list[dict[str, object]]:
        return [dict(item) for item in self._items]
`;

const STORE_TEST = `import unittest

from app.store import Store


class StoreTest(unittest.TestCase):
    def test_items_are_numbered_from_one(self) -> None:
        store = Store()
        self.assertEqual(store.add("a")["id"], 1)
        self.assertEqual(store.add("b")["id"], 2)

    def test_a_name_is_kept_without_spaces_around_it(self) -> None:
        store = Store()
        store.add(" tea ")
        self.assertEqual(store.list(), [{"id": 1, "name": "tea"}])

    def test_an_empty_name_is_refused(self) -> None:
        with self.assertRaises(ValueError):
            Store().add("  ")


if __name__ == "__main__":
    unittest.main()
`;

const SERVER = `"""GET /health, GET /items and POST /items on the standard library."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from app.store import Store

MAX_BODY = 64 * 1024


class Handler(BaseHTTPRequestHandler):
    store = Store()

    def do_GET(self) -> None:
        if self.path == "/health":
            self._send(200, {"status": "ok"})
        elif self.path == "/items":
            self._send(200, {"items": self.store.list()})
        else:
            self._send(404, {"error": "not found"})

    def do_POST(self) -> None:
        if self.path != "/items":
            self._send(404, {"error": "not found"})
            return
        try:
            length = min(int(self.headers.get("Content-Length") or 0), MAX_BODY)
            body = json.loads(self.rfile.read(length) or b"null")
            name = body["name"]
            if not isinstance(name, str):
                raise TypeError("name must be text")
            self._send(201, self.store.add(name))
        except (KeyError, TypeError, ValueError) as error:
            self._send(422, {"error": str(error)})

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _send(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def make_server(host: str, port: int) -> ThreadingHTTPServer:
    return ThreadingHTTPServer((host, port), Handler)
`;

const MAIN = `import os

from app.server import make_server

if __name__ == "__main__":
    make_server("0.0.0.0", int(os.environ.get("PORT", "8080"))).serve_forever()
`;

const SERVER_TEST = `import json
import threading
import unittest
import urllib.error
import urllib.request

from app.server import make_server


class ServerTest(unittest.TestCase):
    def setUp(self) -> None:
        self.server = make_server("127.0.0.1", 0)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def tearDown(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _post(self, body: bytes) -> int:
        request = urllib.request.Request(self.url + "/items", data=body, method="POST")
        try:
            with urllib.request.urlopen(request) as response:
                return response.status
        except urllib.error.HTTPError as error:
            error.close()
            return error.code

    def test_health_is_ok(self) -> None:
        with urllib.request.urlopen(self.url + "/health") as response:
            self.assertEqual(json.load(response), {"status": "ok"})

    def test_an_item_is_created_and_listed(self) -> None:
        self.assertEqual(self._post(b'{"name": "tea"}'), 201)
        with urllib.request.urlopen(self.url + "/items") as response:
            self.assertIn("tea", [item["name"] for item in json.load(response)["items"]])

    def test_bad_input_is_refused(self) -> None:
        self.assertEqual(self._post(b'{"name": 7}'), 422)
        self.assertEqual(self._post(b"nonsense"), 422)


if __name__ == "__main__":
    unittest.main()
`;

export const python: Product = {
  language: 'python',
  store: { 'app/__init__.py': '', 'app/store.py': STORE, 'tests/__init__.py': '', 'tests/test_store.py': STORE_TEST },
  storeModule: 'app/store.py',
  // Wrong where the test looks: numbered from 0; then from the length after a doubled append.
  brokenStores: [STORE.replace('len(self._items) + 1', 'len(self._items)'), STORE.replace('len(self._items) + 1', 'len(self._items) + 2')],
  service: {
    'app/server.py': SERVER,
    'app/__main__.py': MAIN,
    'tests/test_server.py': SERVER_TEST,
    'millwright.json': `${JSON.stringify({ start: ['python3', '-m', 'app'], port: 8080, health: '/health' })}\n`,
  },
  runTests: 'python3 -m unittest',
};
