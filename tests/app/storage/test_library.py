"""Any question is safe, hits lead to the word, and folders may come and go."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import StorageError
from app.storage.event_store import EventStore
from app.storage.library import Library, match_expression
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
