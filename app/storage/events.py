"""The reading side of a recording's `events.db`; all times are ns from the recording's origin."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from app.engine.events import Gap, GapReason, Notice
from app.errors import StorageError
from app.storage.audio_track import Anchor
from app.storage.event_store import SCHEMA_VERSION
from vision.hands.deliberate import GestureMade

WITHOUT_GESTURES = 1  # the format before gestures and marks were kept
WITHOUT_SOUNDS = 2  # and the one before sounds and speakers were
READABLE = (SCHEMA_VERSION, WITHOUT_SOUNDS, WITHOUT_GESTURES)


class StoredWord(NamedTuple):  # made faster than a dataclass: there are many
    """A word; `id` stays the same when its utterance is revised."""

    id: int
    utterance_id: int
    start_ns: int
    end_ns: int
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class StoredUtterance:
    """What was said in one breath, and by which engine it was recognised."""

    id: int
    start_ns: int
    end_ns: int
    text: str
    engine: str
    draft: bool
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment to be found again; `source` tells what marked it, for example a gesture."""

    pts_ns: int
    source: str


@dataclass(frozen=True, slots=True)
class StoredSound:
    """A sound that was heard, by the key of its class."""

    start_ns: int
    end_ns: int
    sound: str
    probability: float


@dataclass(frozen=True, slots=True)
class SoundRun:
    """A stretch that one sound dominates; `silence` and `background` among them."""

    start_ns: int
    end_ns: int
    sound: str


@dataclass(frozen=True, slots=True)
class HandsSummary:
    """How often hands were seen.

    Attributes:
        frames: frames that were looked at.
        frames_with_hands: those with a hand.
        frames_of_hand: for each hand id, frames it was in.
    """

    frames: int
    frames_with_hands: int
    frames_of_hand: dict[int, int]


class Events:
    """Questions to one open `events.db`; `open_events` makes it."""

    def __init__(self, db: sqlite3.Connection, version: int) -> None:
        self._db = db
        self._version = version

    def utterances(self) -> list[StoredUtterance]:
        """Return all utterances in order of time."""
        speaker = "NULL" if self._version <= WITHOUT_SOUNDS else "speaker"
        rows = self._db.execute(
            f"SELECT id, start_ns, end_ns, text, engine, draft, {speaker} FROM utterance "
            "ORDER BY start_ns, id"
        )
        return [
            StoredUtterance(number, start_ns, end_ns, text, engine, bool(draft), who)
            for number, start_ns, end_ns, text, engine, draft, who in rows
        ]

    def words(self) -> list[StoredWord]:
        """Return all words, utterance by utterance, in the order they were said."""
        rows = self._db.execute(
            "SELECT word.id, utterance_id, word.start_ns, word.end_ns, word.text, confidence "
            "FROM word JOIN utterance ON utterance.id = utterance_id "
            "ORDER BY utterance.start_ns, utterance_id, ordinal"
        )
        return [StoredWord._make(row) for row in rows]

    def hands(self) -> HandsSummary:
        """Count the frames with hands."""
        frames, seen = self._one("SELECT count(*), coalesce(sum(hands > 0), 0) FROM hands_frame")
        rows = self._db.execute("SELECT hand_id, count(*) FROM hand GROUP BY hand_id")
        return HandsSummary(frames, seen, dict(rows.fetchall()))

    def gestures(self) -> list[GestureMade]:
        """Return the gestures that were made, in order of time."""
        if self._version == WITHOUT_GESTURES:
            return []
        rows = self._db.execute(
            "SELECT pts_ns, hand_id, handedness, gesture FROM gesture ORDER BY pts_ns, rowid"
        )
        return [GestureMade(*row) for row in rows]

    def marks(self) -> list[Mark]:
        """Return the moments that were marked, in order of time."""
        if self._version == WITHOUT_GESTURES:
            return []
        rows = self._db.execute("SELECT pts_ns, source FROM mark ORDER BY pts_ns, rowid")
        return [Mark(*row) for row in rows]

    def sounds(self) -> list[StoredSound]:
        """Return the sounds that were heard, in order of their beginnings."""
        if self._version <= WITHOUT_SOUNDS:
            return []
        rows = self._db.execute(
            "SELECT start_ns, end_ns, sound, probability FROM sound ORDER BY start_ns, number"
        )
        return [StoredSound(*row) for row in rows]

    def sound_runs(self) -> list[SoundRun]:
        """Return what dominates when, in order of time."""
        if self._version <= WITHOUT_SOUNDS:
            return []
        rows = self._db.execute("SELECT start_ns, end_ns, sound FROM sound_run ORDER BY start_ns")
        return [SoundRun(*row) for row in rows]

    def gaps(self) -> list[Gap]:
        """Return the stretches without media in order of time."""
        rows = self._db.execute(
            "SELECT start_ns, end_ns, source, reason FROM gap ORDER BY start_ns, rowid"
        )
        return [Gap(start, end, source, GapReason(reason)) for start, end, source, reason in rows]

    def notices(self) -> list[Notice]:
        """Return what was said to the person, in order of time."""
        rows = self._db.execute("SELECT pts_ns, source, text FROM notice ORDER BY pts_ns, rowid")
        return [Notice(*row) for row in rows]

    def anchors(self, source: str) -> list[Anchor]:
        """Return the clock anchors of one sound source, in order of time."""
        rows = self._db.execute(
            "SELECT pts_ns, sample_index FROM anchor WHERE source = ? ORDER BY pts_ns", (source,)
        )
        return [Anchor(*row) for row in rows]

    def end_ns(self) -> int:
        """Return the latest time that any event reaches, 0 when there is none."""
        (latest,) = self._one(
            "SELECT max(coalesce((SELECT max(end_ns) FROM utterance), 0),"
            " coalesce((SELECT max(pts_ns) FROM hands_frame), 0),"
            " coalesce((SELECT max(end_ns) FROM gap), 0))"
        )
        return int(latest)

    def _one(self, sql: str) -> tuple[Any, ...]:
        row: tuple[Any, ...] = self._db.execute(sql).fetchone()
        return row


@contextmanager
def open_events(path: Path) -> Iterator[Events]:
    """Open `events.db` for reading, also while it is being written.

    Raises:
        StorageError: it is absent, damaged, or of another version.
    """
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version not in READABLE:
                raise StorageError(
                    f"{path} has event format {version}, this program reads {SCHEMA_VERSION}"
                )
            yield Events(db, version)
        finally:
            db.close()
    except sqlite3.Error as error:
        raise StorageError(f"cannot read {path}: {error}") from error
