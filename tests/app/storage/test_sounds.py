"""Sounds of recordings: joined for people, searched alone, by time and near words."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.event_store import EventStore
from app.storage.events import StoredSound
from app.storage.library import Library
from app.storage.search import Where
from app.storage.segments import PAUSE_NS, segments
from app.storage.sound_search import Span
from audio.tagging.sounds import SoundEvent
from tests.app.storage.material import ORIGIN_NS, create, final

S = 1_000_000_000


def record(folder: Path, said: list[tuple[int, str]], heard: list[tuple[int, int, str]]) -> Path:
    """Record what was said at some second, and what was heard from second to second."""
    recording = create(folder)
    store = EventStore(recording.events_path, ORIGIN_NS)
    for number, (start_s, text) in enumerate(said):
        store.put_final(final(number, text, 1000 * start_s), "test")
    for number, (start_s, end_s, sound) in enumerate(heard):
        times = (ORIGIN_NS + start_s * S, ORIGIN_NS + end_s * S)
        store.put_sound(SoundEvent(number, *times, sound, 0.9, ended=True))
    store.close()
    recording.finish(3600 * S)
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library.db") as opened:
        opened.add(
            record(
                tmp_path / "party",
                [(100, "happy birthday"), (700, "thank you"), (2000, "good night")],
                [(5, 9, "laughter"), (105, 108, "laughter"), (690, 699, "applause")],
            )
        )
        opened.add(record(tmp_path / "zoo", [(3, "look there")], [(1, 2, "dog"), (9, 10, "cat")]))
        yield opened


def found(hits: list[object]) -> list[tuple[str, int]]:
    return [(hit.folder.name, hit.start_ns // S) for hit in hits]  # type: ignore[attr-defined]


def test_sounds_are_found_by_class_and_time(library: Library) -> None:
    hits = library.search_sounds(["laughter"])
    assert found([*hits]) == [("party", 5), ("party", 105)]
    assert hits[0].where is Where.SOUND
    assert (hits[0].end_ns, hits[0].sound, hits[0].snippet) == (9 * S, "laughter", "[laughter]")
    assert found([*library.search_sounds(["applause"], span=Span(after_ns=600 * S))])
    assert not library.search_sounds(["applause"], span=Span(after_ns=720 * S))
    assert found([*library.search_sounds(["laughter"], span=Span(before_ns=60 * S))]) == [
        ("party", 5)
    ]
    assert found([*library.search_sounds(["dog", "cat"], limit=1)]) == [("zoo", 1)]


def test_sounds_near_words_are_found_once(library: Library) -> None:
    (hit,) = library.search_sounds(["laughter"], "birthday")
    assert hit.start_ns == 105 * S
    assert hit.snippet == "[laughter] near: happy [birthday]"
    assert found([*library.search_sounds(["applause"], "thank*")]) == [("party", 690)]
    assert not library.search_sounds(["applause"], "night")
    assert not library.search_sounds(["applause"], "!!!")


def test_a_recording_that_is_gone_or_forgotten_is_not_found(
    library: Library, tmp_path: Path
) -> None:
    library.forget(tmp_path / "zoo")
    assert not library.search_sounds(["dog"])
    (tmp_path / "party").rename(tmp_path / "moved")
    assert not library.search_sounds(["laughter"])
    assert library.missing() == [tmp_path / "party"]


def test_adding_again_does_not_double(library: Library, tmp_path: Path) -> None:
    library.add(tmp_path / "zoo")
    assert len(library.search_sounds(["dog"])) == 1


def test_a_library_from_before_sounds_goes_on(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    library.close()
    db = sqlite3.connect(path)
    db.executescript("DROP TABLE sound; PRAGMA user_version = 2")
    db.close()
    with Library(path) as again:
        assert not again.search_sounds(["dog"])
        assert again.search("birthday")
        again.add(tmp_path / "zoo")
        assert again.search_sounds(["dog"])


def test_the_same_sound_after_a_short_pause_is_one_segment() -> None:
    bark = StoredSound(0, S, "dog", 0.6)
    again = StoredSound(S + PAUSE_NS, 4 * S, "dog", 0.9)
    far = StoredSound(9 * S, 10 * S, "dog", 0.9)
    meow = StoredSound(S, 2 * S, "cat", 0.5)
    (dog, cat, late) = segments([again, meow, far, bark])
    assert (dog.start_ns, dog.end_ns, dog.sound) == (0, 4 * S, "dog")
    assert dog.probability == pytest.approx((0.6 * 1 + 0.9 * 2) / 3)
    assert (cat, late) == (meow, far)


def test_the_library_knows_which_sounds_it_holds(library: Library, tmp_path: Path) -> None:
    assert library.sounds() == ["applause", "cat", "dog", "laughter"]
    library.add(record(tmp_path / "farm", [], [(1, 2, "dog")]))
    assert library.sounds() == ["dog", "applause", "cat", "laughter"]
