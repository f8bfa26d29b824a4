import { PYTHON_DOCKERFILE, PYTHON_GITIGNORE, PYTHON_RUFF } from '../python/project.js';
import { MADE_BY, source } from '../source.js';
import type { GeneratedFile } from '../blueprint.js';
import { deploymentFile } from '../rest/deployment.js';

const SERVER = source`
"""Serves the files of site/ and nothing else. ${MADE_BY}"""

import json
import os
import signal
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SITE = Path(__file__).resolve().parent.parent / "site"
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".txt": "text/plain; charset=utf-8"}
POLICY = "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"


def load_site(folder: Path = SITE) -> dict[str, tuple[str, bytes]]:
    """Every file of the site by its path: what is not in here is not served, whatever a request asks for."""
    files: dict[str, tuple[str, bytes]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in TYPES:
            files["/" + path.relative_to(folder).as_posix()] = (TYPES[path.suffix], path.read_bytes())
    files["/"] = files["/index.html"]
    return files


class Handler(BaseHTTPRequestHandler):
    files = load_site()
    timeout = 10

    def do_GET(self) -> None:
        path = self.path.split("?", 1)[0]
        if path == "/health":
            self.answer(200, "application/json", b'{"status": "ok"}')
        elif path in self.files:
            self.answer(200, *self.files[path])
        else:
            self.answer(404, "text/plain; charset=utf-8", b"There is no such page.\n")

    do_HEAD = do_GET

    def answer(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        print(json.dumps({"event": "request", "text": format % args}), flush=True)


def make_server(host: str, port: int) -> ThreadingHTTPServer:
    return ThreadingHTTPServer((host, port), Handler)


def main() -> None:
    server = make_server(os.environ.get("HOST", "0.0.0.0"), int(os.environ.get("PORT", "8080")))
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: threading.Thread(target=server.shutdown).start())
    print(json.dumps({"event": "started", "port": server.server_address[1]}), flush=True)
    server.serve_forever()
    server.server_close()
`;

const TESTS = source`
import threading
import unittest
import urllib.error
import urllib.request
from html.parser import HTMLParser

from app.server import load_site, make_server


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            if name in ("href", "src") and value:
                self.links.append(value)


class PageTest(unittest.TestCase):
    def setUp(self) -> None:
        self.files = load_site()
        self.text = self.files["/"][1].decode()
        self.page = Page(self.text)

    def test_it_has_a_title_one_main_heading_and_a_language(self) -> None:
        self.assertEqual(self.page.tags.count("h1"), 1)
        self.assertIn("title", self.page.tags)
        self.assertIn('<html lang="en">', self.text)

    def test_every_link_leads_somewhere_here(self) -> None:
        for link in self.page.links:
            if link.startswith("#"):
                self.assertIn(link[1:], self.page.ids)
            else:
                self.assertIn(link, self.files)

    def test_it_runs_no_scripts(self) -> None:
        self.assertNotIn("script", self.page.tags)


class ServerTest(unittest.TestCase):
    def setUp(self) -> None:
        self.server = make_server("127.0.0.1", 0)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def tearDown(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def get(self, path: str) -> tuple[int, str, bytes]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.server.server_address[1]}{path}") as answer:
                return answer.status, answer.headers["Content-Type"], answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers["Content-Type"], error.read()

    def test_the_page_and_its_style_are_served(self) -> None:
        self.assertEqual(self.get("/")[:2], (200, "text/html; charset=utf-8"))
        self.assertEqual(self.get("/index.html")[2], self.get("/")[2])
        self.assertEqual(self.get("/style.css")[:2], (200, "text/css; charset=utf-8"))

    def test_it_says_whether_it_is_healthy(self) -> None:
        self.assertEqual(self.get("/health")[0], 200)

    def test_nothing_else_is_served(self) -> None:
        for path in ("/ghost", "/../app/server.py", "/%2e%2e/app/server.py", "//etc/passwd"):
            self.assertEqual(self.get(path)[0], 404)


if __name__ == "__main__":
    unittest.main()
`;

const IGNORE = source`
*
!app
!site
**/__pycache__
`;

/** The server of a site in Python, and what belongs to it. */
export const PYTHON_SITE = {
  label: 'Python',
  stack: ['Python 3.11 or newer, standard library only (http.server)', 'HTML and CSS without scripts', 'unittest, run by pytest'],
  start: 'python3 -m app',
  test: 'python3 -m unittest discover -s tests -t .',
  page: [] as GeneratedFile[],
  server: [
    { path: 'app/__init__.py', content: '' },
    { path: 'app/__main__.py', content: 'from app.server import main\n\nmain()\n' },
    { path: 'app/server.py', content: SERVER },
    { path: 'tests/__init__.py', content: '' },
    { path: 'tests/test_site.py', content: TESTS },
    { path: 'millwright.json', content: deploymentFile(['python3', '-m', 'app']) },
    { path: 'ruff.toml', content: PYTHON_RUFF.replace('160', '200') },
    // What lies in data/ is the person's here.
    { path: '.gitignore', content: PYTHON_GITIGNORE.replace('data/\n', '') },
  ],
  docs: [
    { path: 'Dockerfile', content: PYTHON_DOCKERFILE.replace('COPY app app', 'COPY app app\nCOPY site site') },
    { path: '.dockerignore', content: IGNORE },
  ],
};
