"""What becomes of the output: its reader goes away, its disk is full, a name in it is no text."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import main
from app.cli.json_lines import JsonLines
from app.engine.events import Notice
from tests.app.storage.test_library import record

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
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def run(options: object, config: object) -> int:
        return 0 if sys.stdout.write("caf\udce9\n") else 1

    monkeypatch.setattr("app.cli.library.run", run)
    with open(1, "w", encoding="utf-8", errors="strict", closefd=False) as strict:
        monkeypatch.setattr(sys, "stdout", strict)
        assert main(["library"]) == 0
    assert capfd.readouterr().out == "caf\\udce9\n"


@pytest.mark.skipif(os.name != "posix", reason="names are text on this system")
@pytest.mark.parametrize("encoding", ["ascii:surrogateescape", "latin-1:strict", "utf-8:strict"])
@pytest.mark.parametrize("command", [["library"], ["search", "Müller"]])
def test_json_is_json_in_any_locale(tmp_path: Path, encoding: str, command: list[str]) -> None:
    folder = record(tmp_path / os.fsdecode(b"caf\xe9"), "Müller, 会议, \N{GRINNING FACE}")
    environment = {**os.environ, "EARSHOT_HOME": str(tmp_path), "PYTHONIOENCODING": encoding}
    earshot = [sys.executable, "-m", "app"]
    subprocess.run([*earshot, "library", "--add", folder], env=environment, check=True)
    told = subprocess.run(
        [*earshot, *command, "--json"], env=environment, stdout=subprocess.PIPE, check=True
    ).stdout
    (row,) = json.loads(told)
    assert row["folder"] == str(folder)
    assert row.get("snippet", "[Müller], 会议, \N{GRINNING FACE}").startswith("[Müller], 会议")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_events_are_json_in_any_locale(encoding: str) -> None:
    output = io.BytesIO()
    stream = io.TextIOWrapper(output, encoding=encoding, errors="backslashreplace")
    JsonLines(stream).push(Notice(0, "Müllers Mikrofon", "会议 \N{GRINNING FACE}"))
    assert json.loads(output.getvalue())["text"] == "会议 \N{GRINNING FACE}"
