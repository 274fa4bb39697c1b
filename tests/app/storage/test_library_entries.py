"""The list of recordings: described, moved, forgotten; what others write at the same time."""

import contextlib
import functools
import shutil
import sqlite3
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest

from app.disk import replace_file
from app.errors import StorageError
from app.storage.library import Library
from app.storage.library_schema import prepare
from app.storage.recording import Recording
from app.storage.repair import mend
from tests.app.storage.material import create
from tests.app.storage.test_library import record

MS = 1_000_000


def test_forgetting_leaves_the_others_and_the_folder(library: Library, tmp_path: Path) -> None:
    for name in ("a", "b"):
        library.add(record(tmp_path / name, "same words"))
    library.forget(tmp_path / "a")
    library.forget(tmp_path / "never added")
    assert [hit.folder.name for hit in library.search("words")] == ["b"]
    assert (tmp_path / "a" / "recording.json").exists()


def test_what_is_no_recording_is_refused(library: Library, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is not a recording"):
        library.add(tmp_path)


def test_a_locked_library_lets_no_folder_be_moved_or_renamed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "library.db"
    monkeypatch.setattr(sqlite3, "connect", functools.partial(sqlite3.connect, timeout=0))
    folder = record(tmp_path / "a", "kept words")
    with Library(path) as library, contextlib.closing(sqlite3.connect(path)) as other:
        library.add(folder)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="locked"):
            library.trash(folder)
        with pytest.raises(StorageError, match="locked"):
            library.rename(folder, "Title")
        assert Recording.open(folder).meta.title == ""
        other.rollback()
        trashed = library.trash(folder)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="locked"):
            library.restore(trashed)
        assert trashed.exists()


def test_what_another_program_just_wrote_is_not_undone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    folder = record(tmp_path / "a", "kept words")
    with Library(path) as library, contextlib.closing(sqlite3.connect(path)) as other:
        library.add(folder)
        for change in (lambda: library.tag(folder, ["work"]), lambda: library.add(folder)):
            other.execute("BEGIN IMMEDIATE")
            with ThreadPoolExecutor(1) as thread:
                changed = thread.submit(change)
                with pytest.raises(TimeoutError):
                    changed.result(timeout=0.2)  # it waits
                Recording.open(folder).describe(title="Title")
                other.rollback()
                changed.result(timeout=60)
            meta, (entry,) = Recording.open(folder).meta, library.entries()
            assert (meta.title, meta.tags) == (entry.title, entry.tags) == ("Title", ("work",))
            library.rename(folder, "Before")


def test_a_file_that_is_no_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"holiday pictures" * 100)
    with pytest.raises(StorageError, match="cannot open the library"):
        Library(path)


def test_the_folder_itself_keeps_its_name_and_tags(library: Library, tmp_path: Path) -> None:
    folder = record(tmp_path / "a", "hello")
    library.rename(folder, "Title")  # never added: it is now
    library.tag(folder, ["tag"])
    meta = Recording.open(folder).meta
    assert (meta.title, meta.tags) == ("Title", ("tag",))
    with Library(tmp_path / "another.db") as another:
        another.add(folder)
        assert another.search("title")[0].folder == folder
        assert another.search("hello")[0].title == "Title"


def test_a_recording_under_way_is_not_renamed_nor_deleted(library: Library, tmp_path: Path) -> None:
    recording = create(tmp_path / "a")
    for change in (
        lambda: library.rename(recording.folder, "Title"),
        lambda: library.tag(recording.folder, ["tag"]),
        lambda: library.trash(recording.folder),
    ):
        with pytest.raises(StorageError, match="still being recorded"):
            change()


def test_the_list_is_newest_first_and_tells_all(library: Library, tmp_path: Path) -> None:
    for name in ("a", "b"):
        library.add(record(tmp_path / name, "one", "two"))
    library.rename(tmp_path / "a", "First")
    library.tag(tmp_path / "a", ["x"])
    shutil.rmtree(tmp_path / "b")
    later, first = library.entries()
    assert (first.title, first.tags, first.missing) == ("First", ("x",), False)
    assert (first.duration_ns, first.unfinished) == (2000 * MS, False)
    assert (later.folder, later.missing) == (tmp_path / "b", True)


def test_the_trash_hides_and_gives_back(library: Library, tmp_path: Path) -> None:
    folder = record(tmp_path / "a", "precious words")
    library.add(folder)
    library.rename(folder, "Precious")
    trashed = library.trash(folder)
    assert not folder.exists()
    assert library.search("precious") == []
    assert library.entries() == []
    assert [entry.folder for entry in library.entries(trashed=True)] == [trashed]
    record(folder, "in its place")
    assert library.restore(trashed) == tmp_path / "a (2)"
    assert [hit.folder.name for hit in library.search("precious")] == ["a (2)", "a (2)"]
    assert library.entries(trashed=True) == []
    assert len(library.entries()) == 1, "moving makes no second line"


def test_only_what_is_in_the_trash_is_removed_for_ever(library: Library, tmp_path: Path) -> None:
    folder = record(tmp_path / "a", "precious words")
    with pytest.raises(StorageError, match="not in the trash"):
        library.destroy(folder)
    with pytest.raises(StorageError, match="not in the trash"):
        library.restore(folder)
    with pytest.raises(StorageError, match="is not a recording"):
        library.trash(tmp_path)
    trashed = library.trash(folder)
    with pytest.raises(StorageError, match="in the trash already"):
        library.trash(trashed)
    library.destroy(trashed)
    assert not trashed.exists()
    assert library.entries(trashed=True) == []


def test_what_is_drawn_meanwhile_keeps_no_recording_from_being_removed(
    library: Library, tmp_path: Path
) -> None:
    folder = record(tmp_path / "a", "precious words")
    library.add(folder)
    trashed = library.trash(folder)
    for number in range(500):  # enough that removing them takes a while
        (trashed / f"photo {number}.jpg").touch()

    ending = threading.Event()

    def draw() -> None:
        while not ending.is_set():
            with contextlib.suppress(FileNotFoundError):
                replace_file(trashed / "peaks.npy", b"peaks")

    with ThreadPoolExecutor(1) as pool:
        drawing = pool.submit(draw)
        try:
            library.destroy(trashed)
        finally:
            ending.set()
        drawing.result()
    assert not trashed.exists()
    assert library.entries(trashed=True) == []


# The tables as the first version of the program made them.
OLD_SCHEMA = """
CREATE TABLE recording (
    id INTEGER PRIMARY KEY, folder BLOB NOT NULL UNIQUE, started_at TEXT NOT NULL,
    unfinished INTEGER NOT NULL, missing INTEGER NOT NULL DEFAULT 0);
CREATE VIRTUAL TABLE passage USING fts5(
    text, start_ns UNINDEXED, end_ns UNINDEXED, word_starts_ns UNINDEXED,
    tokenize = 'unicode61 remove_diacritics 2');
PRAGMA user_version = 1;
"""


def test_an_old_library_goes_on(tmp_path: Path) -> None:
    folder = record(tmp_path / "a", "new words")
    path = tmp_path / "library.db"
    db = sqlite3.connect(path)
    db.executescript(OLD_SCHEMA)
    for number, place in enumerate((folder, tmp_path / "gone"), 1):
        db.execute(
            "INSERT INTO recording VALUES (?, ?, '2026-01-01T10:00:00+00:00', 0, 0)",
            (number, str(place).encode()),
        )
        starts = np.array([5, 6], "<i8").tobytes()
        row = (number << 24, "old words", 5, 7, starts)
        db.execute(
            "INSERT INTO passage (rowid, text, start_ns, end_ns, word_starts_ns) "
            "VALUES (?, ?, ?, ?, ?)",
            row,
        )
    db.commit()
    db.close()
    for _ in range(2):  # brought up to date once, then simply read
        with Library(path) as library:
            (hit,) = library.search("word*")
            assert (hit.folder, hit.start_ns, hit.snippet) == (folder, 6, "old [words]")
            assert [e.duration_ns for e in library.entries()] == [None, 1000 * MS]


def test_a_newer_library_is_refused(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "library.db")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StorageError, match="format 99"):
        Library(tmp_path / "library.db")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on this system")
def test_recordings_are_found_where_a_link_to_another_disk_leads(tmp_path: Path) -> None:
    path, before, disk = tmp_path / "library.db", tmp_path / "recordings", tmp_path / "disk"
    with Library(path) as library:
        for name in "abc":
            library.add(record(before / name, f"word {name}"))
        library.trash(before / "c")
    before.rename(disk)
    before.symlink_to(disk)
    for _ in range(2):
        with Library(path) as library:
            library.rename(before / "a", "Budget")
            places = {entry.folder: entry.title for entry in library.entries()}
            assert places == {disk / "a": "Budget", disk / "b": ""}
            assert [entry.folder for entry in library.entries(trashed=True)] == [
                disk / ".trash" / "c"
            ]
            assert [hit.folder for hit in library.search("word")] == [disk / "b", disk / "a"]
    with Library(path) as library:
        library.trash(before / "b")
        assert library.forget(before / "a")
        assert not library.forget(before / "a")
        assert library.entries() == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on this system")
def test_a_program_that_begins_follows_what_was_moved(tmp_path: Path) -> None:
    path, before, disk = tmp_path / "library.db", tmp_path / "recordings", tmp_path / "disk"
    with Library(path) as library:
        library.add(record(before / "a", "a word"))
    before.rename(disk)
    before.symlink_to(disk)
    assert list(mend(path)) == []
    with Library(path) as library:
        assert [entry.folder for entry in library.entries()] == [disk / "a"]


# What the second version added to them.
SCHEMA_OF_2 = f"""{OLD_SCHEMA}
ALTER TABLE recording ADD COLUMN duration_ns INTEGER;
ALTER TABLE recording ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE recording ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE recording ADD COLUMN suggested TEXT NOT NULL DEFAULT '[]';
DROP TABLE passage;
CREATE VIRTUAL TABLE heading USING fts5(
    title, tags, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');
CREATE VIRTUAL TABLE passage USING fts5(
    text, speaker, start_ns UNINDEXED, end_ns UNINDEXED, word_starts_ns UNINDEXED,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');
PRAGMA user_version = 2;
"""


class Beaten(sqlite3.Connection):
    """A connection that looks at a library just before another program opens it as well."""

    was_beaten = False

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Run `sql`; before the first that is no question the other program is quicker."""
        if not (self.was_beaten or "user_version" in sql):
            self.was_beaten = True
            (_, _, path) = super().execute("PRAGMA database_list").fetchone()
            Library(Path(path)).close()
        return super().execute(sql, parameters)


@pytest.mark.parametrize("older", ["", OLD_SCHEMA, SCHEMA_OF_2])
def test_two_programs_may_open_a_new_or_an_old_library_at_once(tmp_path: Path, older: str) -> None:
    path = tmp_path / "library.db"
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.executescript(older)
    with contextlib.closing(sqlite3.connect(path, factory=Beaten)) as db:
        prepare(db, path)
    with Library(path) as library:
        library.add(record(tmp_path / "a", "kept words"))
        assert library.search("kept")
        assert library.sounds() == []


def test_an_upgrade_that_is_cut_off_is_done_again_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, path = record(tmp_path / "a", "words"), tmp_path / "library.db"
    Recording.open(folder).describe(title="Budget")
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.executescript(OLD_SCHEMA)
        db.execute(
            "INSERT INTO recording VALUES (1, ?, '2026-01-01T10:00:00+00:00', 0, 0)",
            (str(folder).encode(),),
        )
    with monkeypatch.context() as patch:
        patch.setattr("app.storage.library_schema.read_meta", cut_off)
        with pytest.raises(KeyboardInterrupt):
            Library(path)
    with Library(path) as library:
        assert [entry.title for entry in library.entries()] == ["Budget"]
        assert library.search("budget")


def cut_off(_: Path) -> NoReturn:
    raise KeyboardInterrupt
