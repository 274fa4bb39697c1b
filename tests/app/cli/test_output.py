"""What becomes of the output: its reader goes away, its disk is full, a name in it is no text."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import main

PRINTING = """
import sys
from app import cli
cli.library.run = lambda options, config: print("recording " * int(sys.argv[1])) or 0
sys.exit(cli.main(["library"]))
"""
CLOSED = """
import os, pathlib, sys
from app import cli
def run(options, config):
    print("recording")
    with pathlib.Path(sys.argv[1]).open("w") as kept:
        kept.write("words")
        kept.flush()
        for number in range(3):  # as libraries complain
            try:
                os.write(number, b"a warning")
            except OSError:
                pass
    return 0
cli.library.run = run
sys.exit(cli.main(["library"]))
"""
SHORT, LONG = 1, 100_000  # within what Python holds back, and beyond it


def ended(
    output: int, words: int, home: Path, *, unbuffered: bool
) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "EARSHOT_HOME": str(home)}
    environment.pop("PYTHONUNBUFFERED", None)
    if unbuffered:
        environment["PYTHONUNBUFFERED"] = "1"
    return subprocess.run(
        [sys.executable, "-c", PRINTING, str(words)],
        env=environment,
        stdout=output,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


@pytest.mark.skipif(os.name != "posix", reason="pipes of this system end otherwise")
@pytest.mark.parametrize("words", [SHORT, LONG])
def test_a_reader_that_went_away_is_no_complaint(tmp_path: Path, words: int) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        process = ended(writing, words, tmp_path, unbuffered=False)
    finally:
        os.close(writing)
    assert (process.returncode, process.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize(("words", "unbuffered"), [(SHORT, False), (LONG, False), (SHORT, True)])
def test_a_full_disk_is_one_sentence(tmp_path: Path, words: int, *, unbuffered: bool) -> None:
    with Path("/dev/full").open("w") as full:
        process = ended(full.fileno(), words, tmp_path, unbuffered=unbuffered)
    assert process.returncode == 2
    assert process.stderr.startswith("earshot: cannot write the output: No space left")
    assert process.stderr.count("\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="closed in the way of this system's shells")
def test_a_closed_output_keeps_no_work_from_being_done(tmp_path: Path) -> None:
    command = 'exec "$0" -c "$1" "$2" <&- >&- 2>&-'
    kept = tmp_path / "kept"
    process = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable, CLOSED, str(kept)],
        env={**os.environ, "EARSHOT_HOME": str(tmp_path)},
        check=False,
    )
    assert process.returncode == 0
    assert kept.read_text() == "words"


def test_a_name_that_is_no_text_is_printed_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path / "home"))

    def run(options: object, config: object) -> int:
        return 0 if sys.stdout.write("caf\udce9\n") else 1

    monkeypatch.setattr("app.cli.library.run", run)
    with open(1, "w", encoding="utf-8", errors="strict", closefd=False) as strict:
        monkeypatch.setattr(sys, "stdout", strict)
        assert main(["library"]) == 0
    assert capfd.readouterr().out == "caf\\udce9\n"
