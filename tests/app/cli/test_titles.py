"""Titles are there when a recording ends: on the screen, in its folder, in the library."""

import json
import wave
from pathlib import Path

import pytest

from app.cli import main
from app.storage.recording import Recording
from audio.speech import transcriber
from tests.app.storage.test_library import record
from tests.fakes.talk import Talk


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Half a second of silence, in which a talk will be heard."""
    monkeypatch.setattr(transcriber, "draft_transcriber", Talk)
    path = tmp_path / "sound.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(16_000))
    return path


def test_a_recording_ends_with_three_titles(
    capsys: pytest.CaptureFixture[str], sound: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    assert main(["record", "--audio", str(sound), "--fast", "--out", str(folder)]) == 0
    titles = Recording.open(folder).meta.suggested_titles
    assert len(titles) == 3
    assert titles[0] == "Sourdough"
    said = f"suggested titles: {', '.join(titles)}"
    assert f"recorded into {folder}\n  {said}\n" in capsys.readouterr().out
    assert main(["show", str(folder)]) == 0
    assert said in capsys.readouterr().out
    assert main(["library"]) == 0
    assert f"({', '.join(titles)})" in capsys.readouterr().out


def test_titles_come_as_a_line_of_json(
    capsys: pytest.CaptureFixture[str], sound: Path, tmp_path: Path
) -> None:
    out = str(tmp_path / "out")
    assert main(["record", "--audio", str(sound), "--fast", "--json", "--out", out]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (titles,) = [event["texts"] for event in events if event["event"] == "titles"]
    assert titles == list(Recording.open(tmp_path / "out").meta.suggested_titles)


def test_titles_are_made_later_where_there_are_none(sound: Path, tmp_path: Path) -> None:
    folder = record(tmp_path / "cut off", "feed the sourdough", "the sourdough is ready")
    assert main(["rename", str(folder), "--suggested", "1"]) == 0
    assert Recording.open(folder).meta.title == "Sourdough"
