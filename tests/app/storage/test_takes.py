"""A recording keeps every hearing; the best one is preferred, and JSON keeps all of it."""

import json
import math
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.show import as_text
from app.errors import StorageError
from app.storage.document import (
    Document,
    SpokenWord,
    Transcript,
    Utterance,
    as_json,
    from_json,
)
from app.storage.event_store import EventStore
from app.storage.events import StoredSound
from app.storage.library import Library
from app.storage.recording import Recording
from app.storage.summary import summarise
from app.storage.takes import LIVE, add_take, preferred_take, read_take, slug, take_names
from app.text import valid_text
from tests.app.storage.material import ORIGIN_NS, create, final
from tests.app.storage.test_library import record

TEXT = st.text().map(valid_text)
TIMES_NS = st.integers(-(2**62), 2**62)
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31)).map(datetime.isoformat)
WORDS = st.builds(
    SpokenWord,
    id=st.integers(0),
    start_ns=TIMES_NS,
    end_ns=TIMES_NS,
    text=TEXT,
    confidence=st.floats(0, 1),
)
UTTERANCES = st.builds(
    Utterance,
    id=st.integers(0),
    start_ns=TIMES_NS,
    end_ns=TIMES_NS,
    speaker=st.none() | TEXT,
    words=st.lists(WORDS, max_size=3).map(tuple),
)
DOCUMENTS = st.builds(
    Document,
    recording_id=TEXT,
    started_at=MOMENTS,
    duration_ns=TIMES_NS,
    title=TEXT,
    tags=st.lists(TEXT, max_size=3).map(tuple),
    transcript=st.builds(
        Transcript,
        engine=TEXT,
        draft=st.booleans(),
        settings=TEXT,
        created_at=MOMENTS,
        utterances=st.lists(UTTERANCES, max_size=3).map(tuple),
    ),
)


def heard(
    text: str, engine: str, *, draft: bool = False, created_at: str = "2026-04-01T00:00:00+00:00"
) -> Transcript:
    """Return one utterance of 1 s words, said by Anna."""
    words = tuple(
        SpokenWord(id=n, start_ns=n * 10**9, end_ns=(n + 1) * 10**9, text=word, confidence=0.9)
        for n, word in enumerate(text.split())
    )
    said = Utterance(id=0, start_ns=0, end_ns=len(words) * 10**9, speaker="Anna", words=words)
    return Transcript(
        engine=engine, draft=draft, created_at=created_at, utterances=(said,) if words else ()
    )


SOUNDING = Document(
    recording_id="a",
    started_at="2026-04-01T00:00:00+00:00",
    duration_ns=2 * 10**9,
    title="",
    tags=(),
    transcript=heard("good morning", "better"),
    sounds=(StoredSound(start_ns=0, end_ns=10**9, sound="music", probability=0.9),),
)


@given(DOCUMENTS)
def test_a_document_survives_json(document: Document) -> None:
    assert from_json(as_json(document), "it") == document


@pytest.mark.parametrize(
    "text",
    [
        *("", "{}", "[]", "null", "[" * 9999, "\udc80"),
        *('{"format": "other"}', '{"format": "earshot-transcript"}'),
        '{"format": "earshot-transcript", "version": 1, "recording": 3}',
    ],
)
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(StorageError, match=r"notes\.json is not a transcript"):
        from_json(text, "notes.json")


def hostile(**fields: object) -> str:
    """Return a document as JSON with these fields in place of its own, wherever they are."""
    exported = json.loads(as_json(SOUNDING))
    within = [exported, exported["recording"], *exported["utterances"], *exported["sounds"]]
    for there in (*within, *exported["utterances"][0]["words"]):
        there |= {key: value for key, value in fields.items() if key in there}
    return json.dumps(exported)


@pytest.mark.parametrize(
    "text",
    [
        *(hostile(duration_ns=math.inf), hostile(duration_ns=10**30)),
        *(hostile(start_ns=10**30), hostile(end_ns=-(10**30)), hostile(start_ns=math.nan)),
        *(hostile(confidence=math.nan), hostile(probability=math.inf), hostile(id=math.inf)),
        *(hostile(created_at="0001-01-01T00:00:00"), hostile(started_at="9999-12-31T23:00:00")),
    ],
)
def test_what_nothing_can_hold_is_refused(text: str) -> None:
    with pytest.raises(StorageError, match=r"notes\.json is not a transcript"):
        from_json(text, "notes.json")


def test_a_newer_document_is_refused() -> None:
    with pytest.raises(StorageError, match="version 2"):
        from_json('{"format": "earshot-transcript", "version": 2}', "notes.json")


def test_both_takes_are_kept_and_the_better_one_is_searched(tmp_path: Path) -> None:
    folder = record(tmp_path / "a", "wreck a nice beach")
    recording = Recording.open(folder)
    live = read_take(recording, "live")
    with Library(tmp_path / "library.db") as library:
        library.add(folder)
        assert library.search("wreck")
        name = add_take(recording, heard("recognise speech", "parakeet"))
        library.add(folder)
        assert library.search("wreck") == []
        (hit,) = library.search("speech anna")
    assert (hit.start_ns, hit.snippet, hit.speaker) == (10**9, "recognise [speech]", "Anna")
    assert take_names(recording) == ["live", name]
    assert read_take(recording, "live") == live


def test_the_better_take_is_shown(tmp_path: Path) -> None:
    folder = record(tmp_path / "a", "wreck a nice beach")
    add_take(Recording.open(folder), heard("recognise speech", "parakeet"))
    shown = summarise(folder)
    assert (shown["engine"], shown["draft"], shown["takes"]) == (
        *("parakeet", False),
        ["live", "parakeet"],
    )
    assert [(word["speaker"], word["text"]) for word in shown["words"]] == [
        *(("Anna", "recognise"), ("Anna", "speech")),
    ]
    assert (
        "words (by parakeet; doubtful ones in brackets):\n    0:00.0  Anna: recognise speech"
        in (as_text(shown))
    )


def test_a_speaker_is_found_where_the_turn_begins(tmp_path: Path) -> None:
    folder = record(tmp_path / "a", "nothing")
    add_take(Recording.open(folder), heard("good morning all", "parakeet"))
    with Library(tmp_path / "library.db") as library:
        library.add(folder)
        (hit,) = library.search("anna")
    assert (hit.start_ns, hit.speaker, hit.snippet) == (0, "Anna", "good morning all")


@pytest.mark.parametrize(
    ("takes", "preferred"),
    [
        ([], "test"),
        ([heard("b", "draft", draft=True)], "test"),  # newer, but the live one is no draft
        ([heard("b", "good"), heard("c", "draft", draft=True)], "good"),
        ([heard("", "good")], "good"),  # that nobody spoke is worth knowing
        ([heard("b", "late", created_at="2026-04-01T03:00:00+02:00"), heard("c", "new")], "late"),
    ],
)
def test_which_take_is_preferred(tmp_path: Path, takes: list[Transcript], preferred: str) -> None:
    recording = Recording.open(record(tmp_path / "a", "live words"))
    for take in takes:
        add_take(recording, take)
    assert preferred_take(recording).transcript.engine == preferred


def test_any_take_is_better_than_a_live_one_that_never_was(tmp_path: Path) -> None:
    recording = Recording.open(record(tmp_path / "a"))
    add_take(recording, heard("b", "draft", draft=True, created_at="2020-01-01T00:00:00"))
    assert preferred_take(recording).transcript.engine == "draft"


def test_the_same_engine_replaces_its_take_and_titles_stay_current(tmp_path: Path) -> None:
    recording = Recording.open(record(tmp_path / "a", "x"))
    add_take(recording, heard("first", "parakeet"))
    name = add_take(recording, heard("second", "parakeet"))
    recording.describe(title="Called later")
    take = read_take(recording, name)
    assert take.transcript == heard("second", "parakeet")
    assert take.title == "Called later"
    assert len(take_names(recording)) == 2


def test_an_absent_or_damaged_take_is_named(tmp_path: Path) -> None:
    recording = Recording.open(record(tmp_path / "a", "x"))
    with pytest.raises(StorageError, match="no take 'other'; it has: live"):
        read_take(recording, "other")
    name = add_take(recording, heard("y", "parakeet"))
    (recording.folder / "transcripts" / f"{name}.json").write_text("{")
    with pytest.raises(StorageError, match="is not a transcript"):
        preferred_take(recording)


@given(st.text())
def test_a_take_never_leaves_its_folder(engine: str) -> None:
    name = slug(engine)
    assert name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert name != "live"
    assert slug(engine + "/") != name


def test_a_recording_under_way_has_a_live_take(tmp_path: Path) -> None:
    recording = create(tmp_path / "a")
    assert replace(recording.meta) == Recording.open(recording.folder).meta
    assert take_names(recording) == ["live"]


def test_speakers_of_a_live_take_are_told(tmp_path: Path) -> None:
    recording = create(tmp_path / "call")
    store = EventStore(recording.events_path, ORIGIN_NS)
    store.put_final(replace(final(0, "how are you"), speaker="Anna"), "pocketsphinx")
    store.close()
    [said] = read_take(recording, LIVE).transcript.utterances
    assert said.speaker == "Anna"
