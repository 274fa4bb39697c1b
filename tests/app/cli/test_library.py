"""The list of recordings from the command line: named, tagged, deleted and brought back."""

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest

from app.cli import main
from tests.app.cli.conftest import listed
from tests.app.storage.test_library import record


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


def test_what_is_damaged_leaves_the_trash_too(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert main(["delete", str(folder)]) == 0
    trashed = folder.parent / ".trash" / folder.name
    (trashed / "recording.json").write_text("{")
    assert main(["trash", "--empty"]) == 0
    assert not trashed.exists()
    assert listed(capsys, "trash") == []


def test_what_cannot_be_removed_keeps_nothing_else_in_the_trash(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = record(folder.parent / "other", "good evening")
    assert main(["library", "--add", str(other)]) == 0
    assert main(["delete", str(folder), str(other)]) == 0
    remove = Path.unlink

    def stuck(path: Path, missing_ok: bool = False) -> None:
        if path.parent.name == "other" and path.suffix != ".json":  # the newest, and so the first
            raise PermissionError(13, "Permission denied")
        remove(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", stuck)
    capsys.readouterr()
    assert main(["trash", "--empty"]) == 2
    told = capsys.readouterr()
    assert told.out == "1 removed for ever\n"
    assert "other: Permission denied" in told.err
    (left,) = listed(capsys, "trash")
    assert (Path(str(left["folder"])).name, left["missing"]) == ("other", False)


def test_what_is_gone_is_taken_off_the_list(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    folder.rename(folder.with_name("elsewhere"))
    assert [row["missing"] for row in listed(capsys, "library")] == [True]
    assert listed(capsys, "library", "--forget", str(folder)) == []
    assert main(["library", "--forget", str(folder)]) == 2
    assert f"{folder} is not in the library" in capsys.readouterr().err


def test_a_library_without_its_tables_says_how_to_mend_it(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    path = folder.parent / "home" / "library.db"
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE recording")
    assert main(["record", "--audio", "absent.wav"]) == 2
    assert "move this file away" in capsys.readouterr().err
    path.unlink()
    path.write_bytes(b"holiday pictures" * 100)
    assert main(["library"]) == 2
    assert "move this file away" in capsys.readouterr().err
    path.unlink()
    assert main(["library", "--add", str(folder)]) == 0
    assert len(listed(capsys, "search", "morning")) == 1


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


def test_what_cannot_be_done_to_one_is_done_to_the_others(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, folder: Path
) -> None:
    other, damaged = record(tmp_path / "z", "last words"), tmp_path / "m"
    damaged.mkdir()
    (damaged / "recording.json").write_text("{")
    all_of_them = [str(folder), str(damaged), str(other)]
    trashed = [str(tmp_path / ".trash" / Path(one).name) for one in all_of_them]
    for command, left in (
        (["library", "--add", *all_of_them], {str(folder), str(other)}),
        (["tag", *all_of_them, "--add", "radio"], {str(folder), str(other)}),
        (["delete", *all_of_them], set()),
        (["trash", "--restore", *trashed], {str(folder), str(other)}),
        (["library", "--forget", *all_of_them], set()),
    ):
        capsys.readouterr()
        assert main(command) == 2
        assert capsys.readouterr().err.count("\n") == 1
        rows = listed(capsys, "library")
        assert {row["folder"] for row in rows} == left
        assert all(row["tags"] == ["radio"] for row in rows) or command[0] == "library"


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
