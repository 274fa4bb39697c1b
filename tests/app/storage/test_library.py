"""Any question is safe, hits lead to the word, and folders may come and go."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.storage.event_store import EventStore
from app.storage.library import Library
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


@pytest.mark.parametrize(
    ("query", "starts_ms"),
    [
        ("会议", [100]),
        ("会议*", [100]),
        ('"今天 会议"', []),
        ("三点 会议", [100]),
        ("议会", []),
        ("東京", [1000]),
        ("東京タワー", [1000]),
        ("タワー high", [1200]),
        ("年会", [3000]),
    ],
)
def test_characters_are_found_as_people_write_them(
    library: Library, tmp_path: Path, query: str, starts_ms: list[int]
) -> None:
    library.add(record(tmp_path / "a", "开 会 议 三 点", "東 京 タ ワ ー high", "other", "年会"))
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


def test_the_index_outlives_the_program(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library(path) as first:
        first.add(record(tmp_path / "a", "kept words"))
    with Library(path) as second:
        assert len(second.search("kept")) == 1


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
    assert match_expression('a "b  c" d* AND x*y') == (
        '"a" AND "b  c" AND "d"* AND "AND" AND "x*y"'
    )
    assert match_expression("x " * 1000).count("x") == 32


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
