"""A web server on this machine that serves one file, well or badly."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class FileServer:
    """Serves `content` at `url` and notes what was asked.

    Attributes:
        breaks_after: bytes after which an answer breaks off, or None.
        refuses: whether every request is answered with 404.
        knows_ranges: whether a Range is honoured; else the whole file is sent.
        headers: sent with every answer, in place of what is true.
        ranges: the Range header of every request, None where there was none.
    """

    def __init__(self, content: bytes, port: int) -> None:
        self.content = content
        self.url = f"http://127.0.0.1:{port}/file.bin"
        self.breaks_after: int | None = None
        self.refuses = False
        self.knows_ranges = True
        self.headers: dict[str, str] = {}
        self.ranges: list[str | None] = []


@contextmanager
def serving(content: bytes) -> Iterator[FileServer]:
    """Run a FileServer in a thread of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range")
            state.ranges.append(asked)
            start = int(asked[len("bytes=") : -1]) if asked and state.knows_ranges else 0
            if state.refuses:
                return self._say(HTTPStatus.NOT_FOUND)
            if start and start >= len(state.content):
                return self._say(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            status = HTTPStatus.PARTIAL_CONTENT if start else HTTPStatus.OK
            return self._say(status, state.content[start:])

        def _say(self, status: HTTPStatus, body: bytes = b"") -> None:
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | state.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[: state.breaks_after])

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state = FileServer(content, server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
