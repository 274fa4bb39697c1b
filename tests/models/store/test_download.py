"""Downloads over a real socket on this machine: broken, resumed, stopped, wrong."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from models.errors import FetchCancelledError, ModelError
from models.store import download as download_module
from models.store.download import ABANDONED_S, download
from tests.fakes.file_server import FileServer, serving

CONTENT = np.random.default_rng(0).bytes(100_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    monkeypatch.setattr(download_module, "CHUNK_BYTES", 10_000)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving(CONTENT) as running:
        yield running


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "model.onnx"


def _part(target: Path) -> Path:
    return target.with_name("model.onnx.part")


def _fetch(
    server: FileServer, target: Path, stop_after: int | None = None
) -> list[tuple[int, int]]:
    """Download and return the progress told; stop when so many bytes have come."""
    told: list[tuple[int, int]] = []
    download(
        server.url,
        target,
        SHA256,
        lambda done, total: told.append((done, total)),
        lambda: stop_after is not None and told[-1][0] >= stop_after,
    )
    return told


def _files(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def test_a_file_arrives_with_progress_and_nothing_else_is_left(
    server: FileServer, target: Path
) -> None:
    told = _fetch(server, target)
    assert target.read_bytes() == CONTENT
    assert told == [(done, 100_000) for done in range(10_000, 100_001, 10_000)]
    assert _files(target) == ["model.onnx"]


def test_a_broken_connection_is_resumed_where_it_broke(server: FileServer, target: Path) -> None:
    server.breaks_after = 30_000
    with pytest.raises(ModelError, match="broke after 30000 of 100000 bytes"):
        _fetch(server, target)
    assert _files(target) == ["model.onnx.part"]
    server.breaks_after = None
    told = _fetch(server, target)
    assert server.ranges == [None, "bytes=30000-"]
    assert told[0] == (40_000, 100_000)
    assert target.read_bytes() == CONTENT


def test_a_server_that_ignores_ranges_is_taken_from_the_beginning(
    server: FileServer, target: Path
) -> None:
    _part(target).write_bytes(CONTENT[:30_000])
    server.knows_ranges = False
    assert _fetch(server, target)[0] == (10_000, 100_000)
    assert target.read_bytes() == CONTENT


def test_a_stopped_fetch_keeps_what_came_and_makes_no_file(
    server: FileServer, target: Path
) -> None:
    with pytest.raises(FetchCancelledError):
        _fetch(server, target, stop_after=20_000)
    assert _files(target) == ["model.onnx.part"]
    assert _part(target).read_bytes() == CONTENT[:20_000]
    _fetch(server, target)
    assert server.ranges == [None, "bytes=20000-"]
    assert target.read_bytes() == CONTENT


def test_a_wrong_file_is_refused_and_not_kept(server: FileServer, target: Path) -> None:
    server.content = CONTENT[:-1] + b"?"
    with pytest.raises(ModelError, match="SHA-256 differs"):
        _fetch(server, target)
    assert _files(target) == []


def test_a_page_in_place_of_the_file_spoils_nothing_that_came_before(
    server: FileServer, target: Path
) -> None:
    """As in a hotel's network, before one has signed in."""
    _part(target).write_bytes(CONTENT[:30_000])
    server.knows_ranges = False
    server.headers = {"Content-Type": "text/html; charset=utf-8"}
    with pytest.raises(ModelError, match=r"a page instead of the file.*sign in"):
        _fetch(server, target)
    server.knows_ranges = True
    server.headers = {}
    _fetch(server, target)
    assert server.ranges == ["bytes=30000-", "bytes=30000-"]
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize("length", ["100000, 100000", "-1", ""])
def test_a_length_that_is_none_hinders_nobody(
    server: FileServer, target: Path, length: str
) -> None:
    server.headers = {"Content-Length": length}
    assert _fetch(server, target)[-1] == (100_000, 0)
    assert target.read_bytes() == CONTENT


def test_a_part_that_is_whole_already_needs_no_request(server: FileServer, target: Path) -> None:
    _part(target).write_bytes(CONTENT)
    _fetch(server, target)
    assert server.ranges == []
    assert _files(target) == ["model.onnx"]


def test_a_part_longer_than_the_file_is_thrown_away(server: FileServer, target: Path) -> None:
    _part(target).write_bytes(b"x" * 120_000)
    _fetch(server, target)
    assert server.ranges == ["bytes=120000-", None]
    assert target.read_bytes() == CONTENT


def test_the_part_of_a_dead_process_is_taken_over(server: FileServer, target: Path) -> None:
    left = target.with_name("model.onnx.0123.part")
    left.write_bytes(CONTENT[:50_000])
    long_ago = left.stat().st_mtime - ABANDONED_S - 1
    os.utime(left, (long_ago, long_ago))
    _fetch(server, target)
    assert server.ranges == ["bytes=50000-"]
    assert _files(target) == ["model.onnx"]


def test_of_several_dead_processes_nothing_is_left(server: FileServer, target: Path) -> None:
    _part(target).write_bytes(CONTENT[:30_000])
    for name, size in (("0123", 50_000), ("4567", 20_000)):
        left = target.with_name(f"model.onnx.{name}.part")
        left.write_bytes(CONTENT[:size])
        long_ago = left.stat().st_mtime - ABANDONED_S - 1
        os.utime(left, (long_ago, long_ago))
    _fetch(server, target)
    assert server.ranges == ["bytes=50000-"]
    assert _files(target) == ["model.onnx"]


def test_the_part_of_a_running_process_is_left_alone(server: FileServer, target: Path) -> None:
    other = target.with_name("model.onnx.0123.part")
    other.write_bytes(CONTENT[:50_000])
    _fetch(server, target)
    assert server.ranges == [None]
    assert other.read_bytes() == CONTENT[:50_000]


def test_a_full_disk_is_told_before_it_is_filled(
    server: FileServer, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(target.parent)._replace(free=70 * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    _fetch(server, target)  # 0.1 MB beside the reserve of 64 MiB
    target.unlink()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=64 * 2**20))
    with pytest.raises(ModelError, match=r"has 67 MB free .* free some space"):
        _fetch(server, target)
    assert _files(target) == []


def test_a_file_of_unknown_length_never_fills_the_disk(
    server: FileServer, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(target.parent)
    monkeypatch.setattr(
        shutil,
        "disk_usage",
        lambda folder: usage._replace(
            free=64 * 2**20 + 50_000 - sum(path.stat().st_size for path in folder.iterdir())
        ),
    )
    server.headers = {"Content-Length": "unknown"}
    with pytest.raises(ModelError, match="free some space"):
        _fetch(server, target)
    assert 0 < _part(target).stat().st_size <= 50_000


def test_a_proxy_whose_address_is_none_is_told(
    server: FileServer, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("urllib.request._opener", None)  # it reads the settings once
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv("http_proxy", "http:/proxy:3128")
    with pytest.raises(ModelError, match=r"cannot be fetched: proxy URL with no authority"):
        _fetch(server, target)


def test_a_refusal_is_told_in_the_servers_words(server: FileServer, target: Path) -> None:
    server.refuses = True
    with pytest.raises(ModelError, match=r"file\.bin cannot be fetched: .*404"):
        _fetch(server, target)
    assert _files(target) == []


def test_a_server_that_is_gone_is_a_clear_error(target: Path) -> None:
    with serving(CONTENT) as server:
        pass
    with pytest.raises(ModelError, match=r"file\.bin cannot be fetched"):
        _fetch(server, target)
