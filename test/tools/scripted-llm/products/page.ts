const PAGE = `"""The page: what words.txt says, as HTML."""

from html import escape
from pathlib import Path

WORDS = Path(__file__).with_name("words.txt").read_text(encoding="utf-8").strip()


def page() -> str:
    words = escape(WORDS)
    return f"<!doctype html><html lang='en'><title>{words}</title><h1>{words}</h1></html>"
`;

const MAIN = `"""GET / and GET /health on the standard library."""

import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from app.page import page


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        data = page().encode()
        self.send_response(200 if self.path in ("/", "/health") else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


if __name__ == "__main__":
    ThreadingHTTPServer(("0.0.0.0", int(os.environ.get("PORT", "8080"))), Handler).serve_forever()
`;

const TEST = `import unittest
from html import escape

from app.page import WORDS, page


class PageTest(unittest.TestCase):
    def test_the_page_says_the_words(self) -> None:
        self.assertNotEqual(WORDS, "")
        self.assertIn(f"<h1>{escape(WORDS)}</h1>", page())


if __name__ == "__main__":
    unittest.main()
`;

/** A service whose page says `words`, and nothing else of it changes with them: path -> content. */
export function pageSaying(words: string): Record<string, string> {
  return {
    'app/__init__.py': '',
    'app/words.txt': `${words}\n`,
    'app/page.py': PAGE,
    'app/__main__.py': MAIN,
    'tests/__init__.py': '',
    'tests/test_page.py': TEST,
    'millwright.json': `${JSON.stringify({ start: ['python3', '-m', 'app'], port: 8080, health: '/health' })}\n`,
  };
}
