"""The list of recordings from the command line: named, tagged, deleted and brought back."""

import contextlib
import json
from pathlib import Path

import pytest

from app.cli import main
from tests.app.storage.test_library import record


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A recording that the person's library knows."""
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path / "home"))
    made = record(tmp_path / "talk", "good morning")
    assert main(["library", "--add", str(made)]) == 0
    return made


def listed(capsys: pytest.CaptureFixture[str], *options: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main([*options, "--json"]) == 0
    rows: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return rows


def test_a_title_and_tags_are_listed_shown_and_found(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert main(["rename", str(folder), "Morning talk"]) == 0
    assert main(["tag", str(folder), "--add", "home", "--add", "radio"]) == 0
    assert main(["tag", str(folder), "--remove", "radio"]) == 0
    (row,) = listed(capsys, "library")
    assert (row["title"], row["tags"], row["duration_ns"]) == ("Morning talk", ["home"], 10**9)
    assert listed(capsys, "library", "--tag", "HOME") == [row]
    assert listed(capsys, "library", "--tag", "radio") == []
    assert main(["library"]) == 0
    line = capsys.readouterr().out
    assert line == f"2026-03-01 12:30      0:01.0  Morning talk #home  {folder}\n"
    assert main(["show", str(folder)]) == 0
    assert "title: Morning talk\n  tags: home\n" in capsys.readouterr().out
    heading, words = listed(capsys, "search", "morning")
    assert (heading["where"], heading["snippet"]) == ("title and tags", "[Morning] talk (home)")
    assert (words["where"], words["start_ns"]) == ("words", 100_000_000)


def test_what_is_deleted_comes_back(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert main(["delete", str(folder)]) == 0
    assert not folder.exists()
    trashed = str(folder.parent / ".trash" / folder.name)
    assert f'--restore "{trashed}"' in capsys.readouterr().out
    assert listed(capsys, "library") == listed(capsys, "search", "morning") == []
    assert [row["folder"] for row in listed(capsys, "trash")] == [trashed]
    assert main(["trash", "--restore", trashed]) == 0
    assert folder.exists()
    assert len(listed(capsys, "search", "morning")) == 1


def test_an_emptied_trash_is_empty(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert main(["delete", str(folder)]) == 0
    assert main(["trash", "--empty"]) == 0
    assert not (folder.parent / ".trash" / folder.name).exists()
    assert listed(capsys, "trash") == []


def test_a_suggested_title_is_taken_by_its_number(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    path = folder / "recording.json"
    meta = json.loads(path.read_text())
    path.write_text(json.dumps({**meta, "suggested_titles": ["Weather", "Rain", "Spain"]}))
    assert main(["rename", str(folder), "--suggested", "4"]) == 2
    assert "there are: 1 Weather, 2 Rain, 3 Spain" in capsys.readouterr().err
    assert main(["rename", str(folder), "--suggested", "2"]) == 0
    (row,) = listed(capsys, "library")
    assert (row["title"], row["suggested_titles"]) == ("Rain", ["Weather", "Rain", "Spain"])


def test_mistakes_are_one_sentence(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    for mistake in (
        ["tag", str(folder)],
        ["rename", str(folder)],
        ["delete", str(folder / "absent")],
        ["trash", "--restore", str(folder)],
        ["library", "--add", str(folder.parent)],
    ):
        with pytest.raises(SystemExit) if mistake[0] == "rename" else _nothing():
            assert main(mistake) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


def _nothing() -> "contextlib.nullcontext[None]":
    return contextlib.nullcontext()
