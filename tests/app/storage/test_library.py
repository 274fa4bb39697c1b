"""Any question is safe, hits lead to the word, and folders may come and go."""

import contextlib
import functools
import random
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.errors import StorageError
from app.storage.event_store import EventStore
from app.storage.library import Library
from app.storage.recording import Recording
from app.storage.search import Where, match_expression
from tests.app.storage.material import ORIGIN_NS, create, final

MS = 1_000_000


def record(folder: Path, *texts: str) -> Path:
    """Record one utterance a second."""
    recording = create(folder)
    store = EventStore(recording.events_path, ORIGIN_NS)
    for i, text in enumerate(texts):
        store.put_final(final(i, text, 1000 * i), "test")
    store.close()
    recording.finish(1000 * MS * len(texts))
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "data" / "library.db") as opened:
        yield opened


def found(library: Library, query: str) -> list[tuple[str, int, str]]:
    hits = library.search(query)
    return sorted((hit.folder.name, hit.start_ns // MS, hit.snippet) for hit in hits)


def test_a_hit_leads_to_its_first_matching_word(library: Library, tmp_path: Path) -> None:
    library.add(record(tmp_path / "a", "good morning", "i don't know the way home"))
    (hit,) = library.search("way know")
    assert hit.folder == tmp_path / "a"
    assert hit.recording_started_at == "2026-03-01T12:30:00+00:00"
    assert hit.snippet == "i don't [know] the [way] home"
    assert hit.start_ns == 1200 * MS, "the third word, though FTS5 splits don't in two"
    assert hit.end_ns == 1590 * MS


@pytest.mark.parametrize(
    ("query", "starts_ms"),
    [
        ("fox", [300, 1100]),
        ("FOX quick", [100]),
        ('"quick brown"', [100]),
        ('"brown quick"', []),
        ("bro*", [200, 1000]),
        ("bro", []),
        ("cafe", [2000]),
        ("über", [2100]),
        ("uber", [2100]),
        ("fox OR dog", []),
        ("fox and dog", []),
        ("-fox", [300, 1100]),
        ("text:fox", []),
        ('"quick brown', [100]),
        ("", []),
        ("  ", []),
        ("*", []),
        ("!!!", []),
        ("fox !!!", [300, 1100]),
    ],
)
def test_queries(library: Library, tmp_path: Path, query: str, starts_ms: list[int]) -> None:
    library.add(record(tmp_path / "a", "the quick brown fox", "brown fox", "Café über alles"))
    assert sorted(hit.start_ns // MS for hit in library.search(query)) == starts_ms


def test_newest_recordings_come_first_and_time_runs_within(
    library: Library, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        library.add(record(tmp_path / name, "word", "other", "word", "word"))
    hits = [(hit.folder.name, hit.start_ns // MS) for hit in library.search("word", limit=5)]
    assert hits == [("b", 0), ("b", 2000), ("b", 3000), ("a", 2000), ("a", 3000)]


def test_adding_again_indexes_anew(library: Library, tmp_path: Path) -> None:
    folder = record(tmp_path / "a", "one", "two")
    library.add(folder)
    library.add(folder)
    assert len(library.search("one")) == 1
    shutil.rmtree(folder)
    library.add(record(folder, "two"))
    assert found(library, "one") == []
    assert found(library, "two") == [("a", 0, "[two]")]


def test_forgetting_leaves_the_others_and_the_folder(library: Library, tmp_path: Path) -> None:
    for name in ("a", "b"):
        library.add(record(tmp_path / name, "same words"))
    library.forget(tmp_path / "a")
    library.forget(tmp_path / "never added")
    assert [hit.folder.name for hit in library.search("words")] == ["b"]
    assert (tmp_path / "a" / "recording.json").exists()


def test_a_vanished_folder_is_left_out_and_marked(library: Library, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        library.add(record(tmp_path / name, "same words"))
    (tmp_path / "b").rename(tmp_path / "away")
    assert library.missing() == []
    assert {hit.folder.name for hit in library.search("same", limit=2)} == {"a", "c"}
    assert library.missing() == [tmp_path / "b"]
    (tmp_path / "away").rename(tmp_path / "b")
    library.add(tmp_path / "b")
    assert library.missing() == []
    assert len(library.search("same")) == 3


def test_what_is_no_recording_is_refused(library: Library, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is not a recording"):
        library.add(tmp_path)


def test_the_index_outlives_the_program(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library(path) as first:
        first.add(record(tmp_path / "a", "kept words"))
    with Library(path) as second:
        assert len(second.search("kept")) == 1


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
                changed.result(timeout=5)
            meta, (entry,) = Recording.open(folder).meta, library.entries()
            assert (meta.title, meta.tags) == (entry.title, entry.tags) == ("Title", ("work",))
            library.rename(folder, "Before")


def test_a_file_that_is_no_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"holiday pictures" * 100)
    with pytest.raises(StorageError, match="cannot open the library"):
        Library(path)


def hostile(rng: random.Random) -> str:
    """Return pieces of query language, SQL and odd text in any order."""
    pieces = [
        *('"', '""', "'", "*", "^", "+", "-", "(", ")", "{", "}", ":", ",", ".", "\\", "%", "_"),
        *("AND", "OR", "NOT", "NEAR(", "NEAR(a b, 2)", "text:", "rank:", "- text :", "{text} :"),
        *("; DROP TABLE passage; --", "' OR 1=1 --", "DELETE FROM recording", "integrity-check"),
        *("\0", "\x02", "\n", "\t", "\ud800", "\udfff", "\u202e", "\ufeff", "\U0001f600", "é"),
        *("word", "wor*", "a" * 5000, "ß", "字", "\u0301", "٣", "½", "Ⅷ", "\ue000"),
    ]
    glue = rng.choice(["", " ", '" "', "\t"])
    return glue.join(rng.choice(pieces) for _ in range(rng.choice([1, 2, 3, 5, 8, 300])))


def test_a_thousand_hostile_queries_change_nothing(library: Library, tmp_path: Path) -> None:
    library.add(record(tmp_path / "a", "a word and another word", "NEAR not or and"))

    def dump() -> list[str]:
        db = sqlite3.connect(tmp_path / "data" / "library.db")
        lines = list(db.iterdump())
        db.close()
        return lines

    before = dump()
    rng = random.Random(4)
    queries = [hostile(rng) for _ in range(1_000)]
    hits = sum(len(library.search(query)) for query in queries)
    assert dump() == before
    assert hits > 0, "some of them find something"
    assert library.search("word")[0].start_ns == 100 * MS


def test_terms_are_quoted_one_by_one() -> None:
    assert match_expression('a "b  c" d* AND x*y') == '"a" "b  c" "d"* "AND" "x*y"'
    assert len(match_expression("x " * 1000).split()) == 32


@pytest.mark.parametrize(
    ("query", "snippets"),
    [
        ("budget", ["Yearly [budget] (work, Zürich)"]),
        ("budg* zurich", ["Yearly [budget] (work, [Zürich])"]),
        ('"yearly budget"', ["[Yearly budget] (work, Zürich)"]),
        ("work", ["Yearly budget ([work], Zürich)", "what [work] it was"]),
        ("garden", []),
    ],
)
def test_titles_and_tags_are_found_before_words(
    library: Library, tmp_path: Path, query: str, snippets: list[str]
) -> None:
    folder = record(tmp_path / "a", "what work it was")
    library.add(folder)
    library.rename(folder, "Garden")
    library.rename(folder, "  Yearly\n budget ")
    library.tag(folder, ["work", "old"])
    library.tag(folder, ["Zürich", "WORK", ""], ["OLD"])
    hits = library.search(query)
    assert [hit.snippet for hit in hits] == snippets
    assert {hit.title for hit in hits} <= {"Yearly budget"}
    assert {hit.start_ns for hit in hits if hit.where is Where.HEADING} <= {0}


def test_a_recording_full_of_a_word_hides_no_other(library: Library, tmp_path: Path) -> None:
    library.add(record(tmp_path / "old", "no", "word", "word"))
    library.add(record(tmp_path / "new", *["word"] * 5))
    assert {hit.folder.name for hit in library.search("word", 4)} == {"new"}
    hits = library.search("word", 4, first=True)
    assert [(hit.folder.name, hit.start_ns // MS) for hit in hits] == [("new", 0), ("old", 1000)]


def test_the_limit_counts_headings_too(library: Library, tmp_path: Path) -> None:
    folder = record(tmp_path / "a", *["word"] * 5)
    library.add(folder)
    library.rename(folder, "word")
    assert [hit.where for hit in library.search("word", 2)] == [Where.HEADING, Where.WORDS]
    assert [hit.where for hit in library.search("word", 1)] == [Where.HEADING]


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


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("searched")
    with Library(place / "library.db") as opened:
        folder = record(place / "a", "a word and another word", "NEAR not or and", "Straße 字")
        opened.add(folder)
        opened.rename(folder, "word of the day")
        yield opened


@given(st.text(alphabet=st.characters(), max_size=60))
@example('"')
@example('title : "a"')
@example("{title tags} : a")
@example("\udc80*")
def test_any_text_is_a_safe_question(searched: Library, query: str) -> None:
    for hit in searched.search(query):
        assert 0 <= hit.start_ns <= hit.end_ns
        assert hit.snippet


@given(st.sampled_from(["word", "another", "NEAR", "Straße", "字"]), st.data())
def test_every_word_is_found_by_every_beginning(
    searched: Library, word: str, data: st.DataObject
) -> None:
    beginning = word[: data.draw(st.integers(1, len(word)))]
    assert searched.search(word)
    assert searched.search(f"{beginning}*")
