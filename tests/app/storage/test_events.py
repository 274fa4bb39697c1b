"""What is put into the event store is read back, relative to the recording's origin."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.engine.events import Gap, GapReason, Notice
from app.errors import StorageError
from app.storage.audio_track import Anchor
from app.storage.event_log import EventLog
from app.storage.event_store import EventStore
from app.storage.events import HandsSummary, Mark, SoundRun, StoredSound, open_events
from audio.tagging.sounds import Bar, SoundEvent
from tests.app.storage.material import ORIGIN_NS, final, hand, hands
from vision.hands.deliberate import GestureMade

MS = 1_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.db"


def test_everything_comes_back(path: Path) -> None:
    store = EventStore(path, ORIGIN_NS)
    store.put_final(final(0, "the quick brown fox", 500), "pocketsphinx")
    store.put_hands(hands(ORIGIN_NS, palm_ran=True))
    store.put_hands(hands(ORIGIN_NS + 33 * MS, hand(4), hand(7)))
    store.put_hands(hands(ORIGIN_NS + 66 * MS, hand(7)))
    made = GestureMade(ORIGIN_NS + 66 * MS, 7, "left", "victory")
    store.put_gesture(made)
    store.put_mark(ORIGIN_NS + 70 * MS, "thumbs_up")
    missing = Gap(ORIGIN_NS + 5, ORIGIN_NS + 9, "camera", GapReason.DEVICE_LOST)
    store.put_gap(missing)
    store.put_notice(Notice(ORIGIN_NS + 3, "camera", "The camera is gone."))
    store.put_anchor(Anchor(ORIGIN_NS + 10, 480), "microphone")
    store.close()
    with open_events(path) as events:
        (utterance,) = events.utterances()
        assert (utterance.text, utterance.engine, utterance.draft) == (
            *("the quick brown fox", "pocketsphinx", False),
        )
        assert (utterance.start_ns, utterance.end_ns) == (500 * MS, 890 * MS)
        assert [(word.text, word.start_ns // MS) for word in events.words()] == [
            *(("the", 500), ("quick", 600), ("brown", 700), ("fox", 800)),
        ]
        assert events.hands() == HandsSummary(3, 2, {4: 1, 7: 2})
        assert events.gestures() == [replace(made, pts_ns=66 * MS)]
        assert events.marks() == [Mark(70 * MS, "thumbs_up")]
        assert events.gaps() == [Gap(5, 9, "camera", GapReason.DEVICE_LOST)]
        assert events.notices() == [Notice(3, "camera", "The camera is gone.")]
        assert events.anchors("microphone") == [Anchor(10, 480)]
        assert events.anchors("other") == []
        assert events.end_ns() == 890 * MS
    assert [file.name for file in path.parent.iterdir()] == ["events.db"], "one plain file"


def test_gaps_that_meet_are_one(path: Path) -> None:
    store = EventStore(path, ORIGIN_NS)

    def put(start: int, end: int, source: str, reason: GapReason) -> None:
        store.put_gap(Gap(ORIGIN_NS + start, ORIGIN_NS + end, source, reason))

    put(0, 4, "camera", GapReason.NO_DEVICE)
    put(0, 3, "microphone", GapReason.NO_DEVICE)
    put(4, 9, "camera", GapReason.NO_DEVICE)
    put(9, 12, "camera", GapReason.OVERFLOW)
    put(14, 15, "camera", GapReason.OVERFLOW)
    store.close()
    with open_events(path) as events:
        assert set(events.gaps()) == {
            Gap(0, 9, "camera", GapReason.NO_DEVICE),
            Gap(0, 3, "microphone", GapReason.NO_DEVICE),
            Gap(9, 12, "camera", GapReason.OVERFLOW),
            Gap(14, 15, "camera", GapReason.OVERFLOW),
        }


def test_landmarks_are_float32(path: Path) -> None:
    store = EventStore(path, ORIGIN_NS)
    store.put_hands(hands(ORIGIN_NS, hand(3)))
    store.close()
    db = sqlite3.connect(path)
    pixels, world, confidence = db.execute(
        "SELECT landmarks_px, world_m, confidence FROM hand"
    ).fetchone()
    db.close()
    np.testing.assert_array_equal(np.frombuffer(pixels, "<f4").reshape(21, 3), hand(3).landmarks_px)
    np.testing.assert_array_equal(np.frombuffer(world, "<f4").reshape(21, 3), hand(3).world_m)
    np.testing.assert_array_equal(np.frombuffer(confidence, "<f4"), hand(3).confidence)


def test_a_revised_utterance_keeps_its_word_ids(path: Path) -> None:
    store = EventStore(path, ORIGIN_NS)
    store.put_final(final(0, "wreck a nice beach"), "fast", draft=True)
    store.put_final(final(1, "again", 900), "fast")
    store.commit()
    with open_events(path) as events:
        before = {word.id: word.text for word in events.words()}
    store.put_final(final(0, "recognise speech"), "slow")
    store.close()
    with open_events(path) as events:
        after = {word.id: word.text for word in events.words()}
        assert [one.draft for one in events.utterances()] == [False, False]
        assert events.utterances()[0].engine == "slow"
    assert list(after.values()) == ["recognise", "speech", "again"]
    assert set(after) < set(before)
    assert [before[number] for number in after] == ["wreck", "a", "again"]


def test_only_the_committed_is_seen_while_writing(path: Path) -> None:
    store = EventStore(path, ORIGIN_NS)
    store.put_hands(hands(ORIGIN_NS))
    store.commit()
    store.put_hands(hands(ORIGIN_NS + MS))
    with open_events(path) as events:
        assert events.hands().frames == 1
        store.commit()
        assert events.hands().frames == 2
        store.close()  # with a reader attached
    with open_events(path) as events:
        assert events.hands().frames == 2


def test_an_empty_store(path: Path) -> None:
    EventStore(path, ORIGIN_NS).close()
    with open_events(path) as events:
        assert events.words() == []
        assert events.hands() == HandsSummary(0, 0, {})
        assert events.end_ns() == 0


@pytest.mark.parametrize("data", [None, b"", b"no database" * 100])
def test_what_cannot_be_read_is_one_sentence(path: Path, data: bytes | None) -> None:
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(StorageError, match=r"cannot read|event format 0"), open_events(path):
        pass


def test_a_name_with_url_characters(tmp_path: Path) -> None:
    path = tmp_path / "50% off? #1" / "events.db"
    path.parent.mkdir()
    EventStore(path, ORIGIN_NS).close()
    with open_events(path) as events:
        assert events.words() == []


def test_a_recording_from_before_gestures_is_read(path: Path) -> None:
    store = EventStore(path, ORIGIN_NS)
    store.put_hands(hands(ORIGIN_NS, hand(4)))
    store.close()
    db = sqlite3.connect(path)
    db.executescript("DROP TABLE gesture; DROP TABLE mark; PRAGMA user_version = 1")
    db.close()
    with open_events(path) as events:
        assert events.hands() == HandsSummary(1, 1, {4: 1})
        assert (events.gestures(), events.marks()) == ([], [])


def test_speakers_are_kept_and_their_utterances_told_apart(path: Path) -> None:
    store = EventStore(path, ORIGIN_NS)
    store.put_final(replace(final(0, "how are you", 100), speaker="Anna"), "pocketsphinx")
    store.put_final(replace(final(0, "fine thanks", 700), speaker="Ben"), "pocketsphinx")
    store.put_final(replace(final(0, "how are you all", 100), speaker="Anna"), "pocketsphinx")
    store.close()
    with open_events(path) as events:
        assert [(said.speaker, said.text) for said in events.utterances()] == [
            *(("Anna", "how are you all"), ("Ben", "fine thanks")),
        ]


def test_a_recording_from_before_speakers_is_read(path: Path) -> None:
    store = EventStore(path, ORIGIN_NS)
    store.put_final(final(0, "good morning"), "pocketsphinx")
    store.close()
    db = sqlite3.connect(path)
    db.executescript("ALTER TABLE utterance DROP COLUMN speaker; PRAGMA user_version = 2")
    db.close()
    with open_events(path) as events:
        assert [(said.speaker, said.text) for said in events.utterances()] == [
            (None, "good morning")
        ]


def test_sounds_are_revised_and_bars_become_runs(path: Path) -> None:
    store = EventStore(path, ORIGIN_NS)
    store.put_sound(SoundEvent(0, ORIGIN_NS + 10, ORIGIN_NS + 50, "rain", 0.8, ended=False))
    store.put_sound(SoundEvent(1, ORIGIN_NS + 60, ORIGIN_NS + 70, "dog", 0.9, ended=True))
    store.put_sound(SoundEvent(0, ORIGIN_NS + 10, ORIGIN_NS + 59, "rain", 0.7, ended=True))
    for at, sound in ((0, "rain"), (50, "rain"), (104, "rain"), (154, "dog"), (900, "dog")):
        store.put_bar(Bar(ORIGIN_NS + at * MS, sound, 0.5, final=True))
    store.close()
    with open_events(path) as events:
        assert events.sounds() == [
            StoredSound(10, 59, "rain", 0.7),
            StoredSound(60, 70, "dog", 0.9),
        ]
        assert events.sound_runs() == [
            SoundRun(0, 154 * MS, "rain"),
            SoundRun(154 * MS, 204 * MS, "dog"),
            SoundRun(900 * MS, 950 * MS, "dog"),
        ]


def test_a_database_from_before_sounds_is_read(path: Path) -> None:
    EventStore(path, ORIGIN_NS).close()
    db = sqlite3.connect(path)
    db.executescript("DROP TABLE sound; DROP TABLE sound_run; PRAGMA user_version = 2")
    db.close()
    with open_events(path) as events:
        assert not events.sounds()
        assert not events.sound_runs()


def test_a_log_of_one_side_names_who_speaks(path: Path) -> None:
    log = EventLog(path, ORIGIN_NS, "call", "pocketsphinx", draft=True, speaker="Anna")
    log.push(final(0, "how are you"))
    log.push(replace(final(1, "fine thanks", 900), speaker="Ben"))
    log.close()
    with open_events(path) as events:
        assert [said.speaker for said in events.utterances()] == ["Anna", "Ben"]
