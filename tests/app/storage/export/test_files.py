"""Exported files stay where they belong, are written whole, and JSON comes back."""

from dataclasses import replace
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.errors import StorageError
from app.storage.document import from_json
from app.storage.export import files
from app.storage.export.files import export, file_stem, import_document
from app.storage.recording import Recording
from app.storage.takes import preferred_take
from tests.app.storage.export.spoken import document, utterance
from tests.app.storage.test_library import record

SAID = document(utterance("good morning", 1000, speaker="Anna"), utterance("bye", 9000, first=7))


@given(st.text(st.characters()))
@example("../../etc/passwd")
@example("..\\..\\windows")
@example("/etc/passwd")
@example("C:evil")
@example("CON.txt")
@example("\0\n. .")
@example("é" * 300)
def test_a_name_never_leaves_its_folder(title: str) -> None:
    name = file_stem(title) + ".labels.txt"
    assert Path(name).name == PureWindowsPath(name).name == name
    assert not name.startswith((".", "-"))
    assert name.isprintable()
    assert len(name.encode()) < 240


def test_plain_titles_are_kept() -> None:
    assert file_stem("Yearly budget, 2026 (draft)") == "Yearly budget, 2026 (draft)"
    assert file_stem("Über Straße 字") == "Über Straße 字"
    assert file_stem("a/b: c?") == "a_b_ c"
    assert file_stem("con") == "_con", "a device on Windows"


def test_several_formats_of_several_recordings(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    written = export([("Talk", SAID), ("talk", SAID), ("../talk", SAID)], ["srt", "labels"], out)
    assert [path.name for path in written] == [
        *("Talk.srt", "Talk.labels.txt"),
        *("talk (2).srt", "talk (2).labels.txt"),
        *("talk (3).srt", "talk (3).labels.txt"),
    ]
    assert sorted(out.iterdir()) == sorted(written)


def test_exporting_again_replaces_the_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export([("talk", document(utterance("old " * 100)))], ["txt"], tmp_path)
    (path,) = export([("talk", SAID)], ["txt"], tmp_path)
    assert path.read_text() == "Anna: good morning\nbye\n"

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "replace_file", full)
    with pytest.raises(StorageError, match=r"disk is full.*talk\.txt"):
        export([("talk", document(utterance("new")))], ["txt"], tmp_path)
    assert path.read_text() == "Anna: good morning\nbye\n"


def test_what_is_there_stays_where_nothing_is_to_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "Talk.txt").write_text("my own notes")
    for number in (2, 3):
        written = export([("Talk", SAID)], ["txt", "srt"], tmp_path, replace=False)
        assert [path.name for path in written] == [f"Talk ({number}).txt", f"Talk ({number}).srt"]
    assert (tmp_path / "Talk.txt").read_text() == "my own notes"


def test_a_recording_is_never_written_over(tmp_path: Path) -> None:
    folder = record(tmp_path / "a", "words")
    with pytest.raises(StorageError, match="is a recording; choose another folder"):
        export([("recording", SAID)], ["json"], folder)


def test_json_makes_the_same_recording_again(tmp_path: Path) -> None:
    (path,) = export([("talk", SAID)], ["json"], tmp_path / "out")
    exported = path.read_bytes()
    folder = import_document(from_json(exported, "it"), tmp_path / "recordings", "1.0")
    assert folder == tmp_path / "recordings" / "Yearly budget"
    again = preferred_take(Recording.open(folder))
    assert again == SAID
    (path,) = export([("talk", again)], ["json"], tmp_path / "again")
    assert path.read_bytes() == exported


def test_an_import_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write_meta", full)
    with pytest.raises(StorageError, match="disk is full"):
        import_document(SAID, tmp_path, "1.0")
    assert list(tmp_path.iterdir()) == []


def test_importing_twice_makes_two(tmp_path: Path) -> None:
    assert import_document(SAID, tmp_path, "1.0").name == "Yearly budget"
    assert import_document(SAID, tmp_path, "1.0").name == "Yearly budget (2)"


def test_title_and_tags_of_other_programs_become_single_lines(tmp_path: Path) -> None:
    foreign = replace(SAID, title=" Yearly\nbudget ", tags=("two\nlines", "", "two  lines"))
    meta = Recording.open(import_document(foreign, tmp_path, "1.0")).meta
    assert (meta.title, meta.tags) == ("Yearly budget", ("two lines",))
