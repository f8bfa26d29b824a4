import { PYTHON_LOG } from '../python/log.js';
import { PYTHON_DOCKERFILE, PYTHON_GITIGNORE, PYTHON_RUFF } from '../python/project.js';
import { MADE_BY, source } from '../source.js';
import type { GeneratedFile } from '../blueprint.js';
import { deploymentFile } from '../rest/deployment.js';

const SERVER = source`
"""Serves the files of site/ and nothing else. ${MADE_BY}"""

import os
import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from app.log import log, log_to_output

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
    # A connection that says nothing for this long is closed.
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
        started = time.monotonic()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        log("request", method=self.command, path=self.path[:500], status=status, ms=round((time.monotonic() - started) * 1000, 1))

    def version_string(self) -> str:
        return "site"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """answer() logs instead, when the answer is out."""

    def log_message(self, format: str, *args: object) -> None:
        """What the base class refuses by itself: malformed requests, methods that no page has."""
        log("refused", reason=format % args)


class SiteServer(ThreadingHTTPServer):
    # Closing waits for the requests under way.
    daemon_threads = False


def make_server(host: str, port: int) -> SiteServer:
    return SiteServer((host, port), Handler)


def read_port(text: str) -> int:
    """The port to listen on; raises ValueError with a reason."""
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise ValueError(f"PORT must be a number from 0 to 65535, not {text!r}")
    return int(text)


def main() -> int:
    log_to_output()
    host = os.environ.get("HOST") or "127.0.0.1"
    try:
        server = make_server(host, read_port(os.environ.get("PORT") or "8080"))
    except (OSError, ValueError) as error:
        print(f"The site can't start: {error}", file=sys.stderr)
        return 1
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    log("started", host=host, port=server.server_address[1])
    server.serve_forever()
    server.server_close()
    log("stopped")
    return 0
`;

const TESTS = source`
import io
import json
import logging
import os
import signal
import threading
import unittest
import urllib.error
import urllib.request
from contextlib import redirect_stderr, redirect_stdout
from html.parser import HTMLParser
from unittest import mock

from app.log import logger
from app.server import load_site, main, make_server


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

    def test_each_request_is_logged(self) -> None:
        with self.assertLogs("app", "INFO") as logs:
            self.get("/ghost")
            self.tearDown()
            self.setUp()
        self.assertEqual([(record.getMessage(), record.__dict__["details"]["status"]) for record in logs.records], [("request", 404)])


class TerminateWhenStarted(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage() == "started":
            signal.raise_signal(signal.SIGTERM)


class MainTest(unittest.TestCase):
    def setUp(self) -> None:
        self.enterContext(mock.patch.object(logger, "handlers", [TerminateWhenStarted()]))
        for number in (signal.SIGTERM, signal.SIGINT):
            self.addCleanup(signal.signal, number, signal.getsignal(number))

    def test_it_says_where_it_listens_and_ends_on_sigterm(self) -> None:
        with redirect_stdout(io.StringIO()) as out, mock.patch.dict(os.environ, {"HOST": "", "PORT": "0"}):
            self.assertEqual(main(), 0)
        logged = [json.loads(line) for line in out.getvalue().splitlines()]
        self.assertEqual([line["event"] for line in logged], ["started", "stopped"])
        self.assertEqual(logged[0]["host"], "127.0.0.1")

    def test_it_says_why_it_can_not_start(self) -> None:
        for port in ("eighty", "-1", "65536"):
            with redirect_stderr(io.StringIO()) as error, mock.patch.dict(os.environ, {"PORT": port}):
                self.assertEqual(main(), 1)
            self.assertIn("PORT must be a number", error.getvalue())


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
    { path: 'app/__main__.py', content: 'import sys\n\nfrom app.server import main\n\nsys.exit(main())\n' },
    { path: 'app/log.py', content: PYTHON_LOG },
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
