"""Texts beside a sound are nobody else's; an output that fails is told in one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import main


def test_a_text_of_somebody_else_is_left_as_it_is(
    capsys: pytest.CaptureFixture[str], archive: Path
) -> None:
    one, notes, subtitles = (archive / f"one.wav{ending}" for ending in ("", ".txt", ".srt"))
    notes.write_text("typed for hours")
    command = ["transcribe", str(one), "--format", "txt,srt"]
    assert main(command) == 2
    assert f"{notes} is not as Earshot writes it, and is left as it is" in capsys.readouterr().out
    assert "sourdough" in subtitles.read_text()
    subtitles.write_text("put right by hand")
    assert main(command) == 0
    out = capsys.readouterr().out
    assert f"kept  {notes}" in out
    assert f"kept  {subtitles}" in out
    assert f"done before  {one}" in out
    assert (notes.read_text(), subtitles.read_text()) == ("typed for hours", "put right by hand")
    subtitles.unlink()
    assert main(command) == 0
    assert "sourdough" in subtitles.read_text()


def test_what_earshot_wrote_itself_is_written_anew(archive: Path) -> None:
    one, done, text = (archive / f"one.wav{ending}" for ending in ("", ".json", ".txt"))
    assert main(["transcribe", str(one), "--format", "txt"]) == 0
    first = done.read_text().replace("sourdough", "rye")
    done.write_text(first.replace('"settings": ""', '"settings": "others"'))
    text.write_text(text.read_text().replace("sourdough", "rye"))
    assert main(["transcribe", str(one), "--format", "txt"]) == 0
    assert "sourdough" in text.read_text()


TALKING = """
import sys
from app.cli import main
from audio.speech import transcriber
from tests.fakes.talk import Talk
transcriber.draft_transcriber = Talk
sys.exit(main(["transcribe", sys.argv[1]]))
"""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_an_output_that_is_full_is_one_sentence(archive: Path) -> None:
    with Path("/dev/full").open("w") as full:
        process = subprocess.run(
            [sys.executable, "-c", TALKING, str(archive)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert process.returncode == 2
    assert process.stderr.startswith("earshot: cannot write the output: No space left")
    assert process.stderr.count("\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="pipes of this system end otherwise")
def test_a_reader_that_went_away_is_no_complaint(archive: Path) -> None:
    command = [sys.executable, "-c", TALKING, str(archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        errors = process.stderr.read()
    assert (process.returncode, errors) == (141, b"")
