"""What the command line is tried on, away from the person's own library and settings."""

import json
import wave
from pathlib import Path

import numpy as np
import pytest

from app.cli import main
from audio.speech import transcriber
from tests.app.storage.test_library import record
from tests.fakes.talk import Talk


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the person's own library and settings out."""
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path / "home"))


@pytest.fixture
def no_models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the person's own models and environments out, and the network too."""
    monkeypatch.setenv("EARSHOT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A recording that the person's library knows."""
    made = record(tmp_path / "talk", "good morning")
    assert main(["library", "--add", str(made)]) == 0
    return made


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Two sounds, one of them deeper, and things that are none."""
    monkeypatch.setattr(transcriber, "draft_transcriber", Talk)
    place = tmp_path / "archive"
    sound(place / "one.wav", 1)
    sound(place / "deep" / "two.WAV", 2)
    sound(place / ".trash" / "three.wav", 3)
    (place / "notes.txt").write_text("no sound")
    return place


def sound(path: Path, value: int = 0) -> Path:
    """Write a quarter of a second of one sample value."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(np.full(4000, value, np.int16).tobytes())
    return path


def listed(capsys: pytest.CaptureFixture[str], *options: str) -> list[dict[str, object]]:
    """Return the lines that a command prints as JSON."""
    capsys.readouterr()
    assert main([*options, "--json"]) == 0
    rows: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return rows
