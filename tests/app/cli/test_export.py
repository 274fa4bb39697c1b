"""Exports and imports from the command line."""

import json
from pathlib import Path

import pytest

from app.cli import main
from app.storage.recording import Recording
from app.storage.takes import add_take
from tests.app.cli.conftest import listed
from tests.app.storage.test_library import record
from tests.app.storage.test_takes import heard


def test_files_go_beside_the_recording_or_where_one_says(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    assert main(["export", str(folder), "--format", "txt,SRT"]) == 0
    said = folder / "exports" / "talk.txt"
    assert said.read_text() == "good morning\n"
    assert (folder / "exports" / "talk.srt").exists()
    out = tmp_path / "out"
    main(["rename", str(folder), "../Morning"])
    assert main(["export", "--all", "--format", "md", "--out", str(out)]) == 0
    assert [path.name for path in out.iterdir()] == ["Morning.md"]


def test_one_that_cannot_be_read_keeps_no_other_from_export(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    other = record(tmp_path / "other", "good evening")
    main(["library", "--add", str(other)])
    (other / "events.db").write_bytes(b"overwritten by a broken disk" * 50)
    capsys.readouterr()
    assert main(["export", "--all"]) == 2
    told = capsys.readouterr()
    assert str(other / "events.db") in told.err
    assert told.out.splitlines() == [str(folder / "exports" / "talk.txt")]


def test_json_comes_back_into_the_library(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    main(["rename", str(folder), "Morning talk"])
    main(["export", str(folder), "--format", "json"])
    exported = folder / "exports" / "Morning talk.json"
    assert main(["import", str(exported)]) == 0
    capsys.readouterr()
    assert len(listed(capsys, "library")) == 2
    assert len(listed(capsys, "search", '"good morning"')) == 2


def test_imported_words_become_another_hearing(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    other = record(tmp_path / "other", "unheard")
    add_take(Recording.open(other), heard("god mourning", "better"))
    main(["export", str(other), "--format", "json", "--out", str(tmp_path)])
    assert main(["import", str(tmp_path / "other.json"), "--into", str(folder)]) == 0
    assert listed(capsys, "search", "mourning")
    (shown,) = [json.loads(out(capsys, ["show", str(folder), "--json"]))]
    assert shown["takes"] == ["live", "better"]
    main(["export", str(folder), "--format", "txt", "--take", "live"])
    assert (folder / "exports" / "talk.txt").read_text() == "good morning\n"


def out(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> str:
    capsys.readouterr()
    assert main(arguments) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--format", "doc"], "there is no format 'doc'; there are: txt, md"),
        (["--format", ","], "no format is named"),
        (["--all"], "name the recordings to export, or --all"),
        (["--take", "better"], "has no take 'better'"),
    ],
)
def test_mistakes(
    capsys: pytest.CaptureFixture[str], folder: Path, options: list[str], sentence: str
) -> None:
    assert main(["export", str(folder), *options]) == 2
    assert sentence in capsys.readouterr().err


def test_what_cannot_be_imported_is_named(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.json").write_text("{}")
    assert main(["import", str(tmp_path / "notes.json")]) == 2
    assert "notes.json is not a transcript" in capsys.readouterr().err
    assert main(["import", str(tmp_path / "absent.json")]) == 2
    assert "cannot read" in capsys.readouterr().err
