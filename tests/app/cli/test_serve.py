"""`earshot serve` and `earshot call`: what is wrong is said in one sentence."""

import argparse
import asyncio
import socket
from pathlib import Path

import pytest

from app.cli import main, serve
from app.errors import CallError, UsageError
from tests.bench.call_abuse import silent_plan


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return the one line that these words of the command line lead to."""
    assert main(words) == 2
    line = capsys.readouterr().err.strip()
    assert len(line.splitlines()) == 1
    return line


def test_a_token_is_new_each_time_or_comes_from_a_file(tmp_path: Path) -> None:
    assert serve.token_of(None) != serve.token_of(None)
    path = tmp_path / "token"
    path.write_text("sesame\n")
    assert serve.token_of(path) == "sesame"


@pytest.mark.parametrize("content", [b"", b"two words", b"\xff", b"a\x00b"])
def test_a_file_that_holds_no_token_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "token"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=str(path)):
        serve.token_of(path)


def test_tls_needs_its_files(tmp_path: Path) -> None:
    assert serve.tls_of(None, None) is None
    with pytest.raises(UsageError, match="needs --tls-cert"):
        serve.tls_of(None, tmp_path / "key.pem")
    with pytest.raises(UsageError, match="no certificate"):
        serve.tls_of(tmp_path / "absent.pem", None)


@pytest.mark.parametrize(
    ("host", "only_here"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("me.lan", False),
    ],
)
def test_who_can_reach_an_address_is_known(host: str, only_here: bool) -> None:
    assert serve.loopback(host) is only_here


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        host, port = taken.getsockname()
        options = serve_options(host, port)
        with pytest.raises(CallError, match="choose another with --host and --port"):
            asyncio.run(serve.serve(options, silent_plan(), "sesame", None, asyncio.Event()))


def serve_options(host: str, port: int) -> argparse.Namespace:
    from app.cli import parser

    return parser().parse_args(["serve", "--host", host, "--port", str(port)])


def test_mistakes_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no address to call" in said(capsys, "call", "ftp://x/", "--send-nothing")
    assert "absent.mkv" in said(capsys, "serve", "--no-hands", "--video", "absent.mkv")


def test_what_is_not_installed_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "find_spec", lambda _: None)
    assert "pip install -e '.[call]'" in said(capsys, "serve")
