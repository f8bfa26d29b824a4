import { source } from '../source.js';

/** `app/server.py`. */
export const PYTHON_SERVER = source`
"""The HTTP server: reads requests, writes responses and one log line each."""

import logging
import sys
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from app.log import log
from app.responses import Request, Response, problem
from app.routes import handle
from app.store import Store

logger = logging.getLogger(__name__)

LARGEST_BODY = 1024 * 1024
# A client that sends too much is read this far and this long after its answer: closing with unread bytes would reset the connection.
LARGEST_DRAIN = 64 * LARGEST_BODY
DRAIN_SECONDS = 2
# A connection that says nothing for this long is closed.
IDLE_SECONDS = 30
# Requests under way get this long to end when the service stops.
STOP_SECONDS = 5
# Of a path the log shows no more characters.
LONGEST_PATH = 500
SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Handler(BaseHTTPRequestHandler):
    """Turns bytes into requests and responses into bytes."""

    server: "Server"
    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS
    # Head and body are sent apart; without this the second waits for the first one's acknowledgement.
    disable_nagle_algorithm = True

    def answer(self) -> None:
        """Answer one request; whatever breaks becomes a 500 without details."""
        started = time.monotonic()
        self.unread = 0
        with self.server.busy:
            try:
                response = self.read_request()
            except OSError:
                self.close_connection = True
                return
            except Exception:
                # One broken request must not end the service.
                logger.exception("request failed", extra={"details": {"method": self.command, "path": self.path[:LONGEST_PATH]}})
                response = problem(500, "Something broke on our side; the log says what")
            self.write(response)
            self.drain()
            ms = round((time.monotonic() - started) * 1000, 1)
            log("request", method=self.command, path=self.path[:LONGEST_PATH], status=response.status, ms=ms)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

    def read_request(self) -> Response:
        if self.headers.get("Transfer-Encoding"):
            self.leave_unread(LARGEST_DRAIN)
            return problem(411, "Send the body with a Content-Length")
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit() and len(length) <= 15):
            self.leave_unread(LARGEST_DRAIN)
            return problem(400, "Content-Length is not a number")
        if int(length) > LARGEST_BODY:
            self.leave_unread(min(int(length), LARGEST_DRAIN))
            return problem(413, f"The body is larger than {LARGEST_BODY} bytes")
        body = self.rfile.read(int(length))
        path, _, query = self.path.partition("?")
        request = Request(self.command, unquote(path, errors="replace"), query, self.headers.get("Content-Type", ""), body)
        try:
            return handle(request, self.server.store)
        except OSError:
            logger.exception("storage failed", extra={"details": {"method": self.command, "path": path[:LONGEST_PATH]}})
            return problem(500, "The data could not be read or saved")

    def leave_unread(self, length: int) -> None:
        """Answer without the body; the connection is of no use afterwards."""
        self.close_connection = True
        self.unread = length

    def drain(self) -> None:
        """Read and forget what the client still sends, up to the bounds."""
        end = time.monotonic() + DRAIN_SECONDS
        try:
            while self.unread > 0 and (left := end - time.monotonic()) > 0:
                self.connection.settimeout(left)
                piece = self.rfile.read1(min(self.unread, 64 * 1024))
                self.unread = self.unread - len(piece) if piece else 0
        except OSError:
            # The client is gone, or it took too long.
            return

    def handle_expect_100(self) -> bool:
        """Ask for the body only when it will be accepted; otherwise the answer comes at once."""
        length = self.headers.get("Content-Length", "")
        if length.isascii() and length.isdigit() and int(length[:15]) > LARGEST_BODY:
            return True
        return super().handle_expect_100()

    def write(self, response: Response) -> None:
        try:
            self.send_response(response.status)
            for name, value in {**SECURITY_HEADERS, **response.headers}.items():
                self.send_header(name, value)
            if response.status != 204:
                self.send_header("Content-Type", response.content_type)
                self.send_header("Content-Length", str(len(response.body)))
            if self.close_connection:
                self.send_header("Connection", "close")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(response.body)
        except OSError:
            # The client is gone; there is nobody to tell.
            self.close_connection = True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the base class refuses by itself (malformed request lines, unknown methods), as a problem too."""
        self.close_connection = True
        self.write(problem(code, HTTPStatus(code).description or HTTPStatus(code).phrase))

    def version_string(self) -> str:
        return "service"

    def log_message(self, format: str, *args: object) -> None:
        """The base class's own lines are not JSON; answer() logs instead."""


class Busy:
    """Counts the requests under way."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    def __enter__(self) -> None:
        with self._changed:
            self._count += 1

    def __exit__(self, *error: object) -> None:
        with self._changed:
            self._count -= 1
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until no request is under way; False when that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count == 0, seconds)


class Server(ThreadingHTTPServer):
    """One thread a connection. Port 0 takes a free port; see "port"."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, store: Store):
        self.store = store
        self.busy = Busy()
        super().__init__((host, port), Handler)

    @property
    def port(self) -> int:
        return self.server_address[1]

    def stop(self) -> None:
        """Take no new requests and let those under way end. Not to be called from the thread that serves."""
        self.shutdown()
        self.busy.wait(STOP_SECONDS)
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        logger.warning("connection failed", extra={"details": {"error": repr(sys.exception())}})
`;
