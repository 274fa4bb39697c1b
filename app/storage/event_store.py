"""What was heard, seen and missed, written to a recording's `events.db` as it happens.

SQLite with a write-ahead log: a killed process loses only what was not committed, a power cut the
last commits at most, and neither damages the file. One writer owns the connection.
"""

import contextlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from app.disk import cannot_write
from app.engine.events import Gap, Notice
from app.storage.audio_track import Anchor
from audio.speech.transcript import Final
from audio.tagging.sounds import Bar, SoundEvent
from vision.hands.deliberate import GestureMade
from vision.hands.hand import HandsResult

SCHEMA_VERSION = 3
SAME_MOMENT_NS = (
    25_000_000  # half a bar: where one begins so near to the last one's end, it goes on
)
COMMIT_PERIOD_MS = 250  # how much a kill may cost; the owner calls `commit` this often

SCHEMA = f"""
BEGIN;
CREATE TABLE utterance (
    id INTEGER PRIMARY KEY, start_ns INTEGER NOT NULL, end_ns INTEGER NOT NULL,
    text TEXT NOT NULL, engine TEXT NOT NULL, draft INTEGER NOT NULL,
    speaker TEXT);  -- NULL where nobody knows
CREATE TABLE word (
    id INTEGER PRIMARY KEY, utterance_id INTEGER NOT NULL REFERENCES utterance(id),
    ordinal INTEGER NOT NULL, start_ns INTEGER NOT NULL, end_ns INTEGER NOT NULL,
    text TEXT NOT NULL, confidence REAL NOT NULL, UNIQUE (utterance_id, ordinal));
CREATE TABLE hands_frame (
    pts_ns INTEGER PRIMARY KEY, hands INTEGER NOT NULL, palm_ran INTEGER NOT NULL);
CREATE TABLE hand (
    pts_ns INTEGER NOT NULL REFERENCES hands_frame(pts_ns), hand_id INTEGER NOT NULL,
    state TEXT NOT NULL,  -- seen or bridged
    handedness TEXT NOT NULL, handedness_score REAL NOT NULL, presence REAL NOT NULL,
    landmarks_px BLOB NOT NULL, world_m BLOB NOT NULL,  -- (21, 3) float32, little-endian
    confidence BLOB NOT NULL,  -- (21,) float32, little-endian
    PRIMARY KEY (pts_ns, hand_id)) WITHOUT ROWID;
CREATE TABLE gesture (
    pts_ns INTEGER NOT NULL, hand_id INTEGER NOT NULL, handedness TEXT NOT NULL,
    gesture TEXT NOT NULL);
CREATE TABLE mark (pts_ns INTEGER NOT NULL, source TEXT NOT NULL);
CREATE TABLE gap (
    source TEXT NOT NULL, start_ns INTEGER NOT NULL, end_ns INTEGER NOT NULL,
    reason TEXT NOT NULL);
CREATE TABLE notice (pts_ns INTEGER NOT NULL, source TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE sound (
    number INTEGER PRIMARY KEY, start_ns INTEGER NOT NULL, end_ns INTEGER NOT NULL,
    sound TEXT NOT NULL, probability REAL NOT NULL);
CREATE TABLE sound_run (  -- bars of one dominant sound, one after another
    start_ns INTEGER PRIMARY KEY, end_ns INTEGER NOT NULL, sound TEXT NOT NULL);
CREATE TABLE anchor (
    source TEXT NOT NULL, pts_ns INTEGER NOT NULL, sample_index INTEGER NOT NULL);
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""


class EventStore:
    """The writer of `events.db`: times come in on the session's clock and are stored from origin.

    Nothing is safe before `commit`; call it every COMMIT_PERIOD_MS. After a StorageError the store
    takes no more; what was committed is kept and `close` works.
    """

    def __init__(self, path: Path, origin_ns: int) -> None:
        """Make the database; raises StorageError."""
        self._path = path
        self._origin_ns = origin_ns
        self._failed = False
        self._named: dict[tuple[str, int], int] = {}  # utterances of speakers, by their numbers
        self._run = (0, 0, "")  # the run of bars that may go on: start, end, sound
        try:
            # one owner at a time, which may be another thread than the one that made it
            self._db = sqlite3.connect(path, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(SCHEMA)
        except sqlite3.Error as error:
            raise cannot_write(path, error) from error

    def put_final(self, final: Final, engine: str, *, draft: bool = False) -> None:
        """Store an utterance, or replace the one of the same number; its words keep their ids.

        Either all utterances of a recording have speakers or none has.
        """
        utterance = self._id(final)
        times = (self._from_origin(final.start_ns), self._from_origin(final.end_ns))
        self._write(
            "INSERT INTO utterance VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
            "(start_ns, end_ns, text, engine, draft) = (excluded.start_ns, excluded.end_ns, "
            "excluded.text, excluded.engine, excluded.draft)",
            [(utterance, *times, final.text, engine, draft, final.speaker)],
        )
        self._write(
            "DELETE FROM word WHERE utterance_id = ? AND ordinal >= ?",
            [(utterance, len(final.words))],
        )
        self._write(
            "INSERT INTO word (utterance_id, ordinal, start_ns, end_ns, text, confidence) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (utterance_id, ordinal) DO UPDATE SET "
            "(start_ns, end_ns, text, confidence) = (excluded.start_ns, excluded.end_ns, "
            "excluded.text, excluded.confidence)",
            [
                (
                    *(utterance, ordinal, self._from_origin(word.start_ns)),
                    *(self._from_origin(word.end_ns), word.text, float(word.confidence)),
                )
                for ordinal, word in enumerate(final.words)
            ],
        )

    def put_hands(self, result: HandsResult) -> None:
        """Store the hands of one frame; landmarks as float32."""
        pts_ns = self._from_origin(result.pts_ns)
        self._write(
            "INSERT OR REPLACE INTO hands_frame VALUES (?, ?, ?)",
            [(pts_ns, len(result.hands), bool(result.palm_ran))],
        )
        self._write(
            "INSERT OR REPLACE INTO hand VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(pts_ns, int(hand.id), hand.state, hand.handedness),
                    *(float(hand.handedness_score), float(hand.presence)),
                    *(_blob(hand.landmarks_px), _blob(hand.world_m), _blob(hand.confidence)),
                )
                for hand in result.hands
            ],
        )

    def put_gesture(self, made: GestureMade) -> None:
        """Store a gesture that was made."""
        row = (self._from_origin(made.pts_ns), int(made.hand_id), made.handedness, made.gesture)
        self._write("INSERT INTO gesture VALUES (?, ?, ?, ?)", [row])

    def put_mark(self, pts_ns: int, source: str) -> None:
        """Store a moment to be found again; `source` tells what marked it."""
        self._write("INSERT INTO mark VALUES (?, ?)", [(self._from_origin(pts_ns), source)])

    def put_sound(self, event: SoundEvent) -> None:
        """Store a sound, or replace the one of the same number."""
        times = (self._from_origin(event.start_ns), self._from_origin(event.end_ns))
        row = (event.number, *times, event.sound, event.probability)
        self._write("INSERT OR REPLACE INTO sound VALUES (?, ?, ?, ?, ?)", [row])

    def put_bar(self, bar: Bar) -> None:
        """Store a bar that will stay; one that goes on where its like ended lengthens the run."""
        start_ns, end_ns = self._from_origin(bar.pts_ns), self._from_origin(bar.end_ns)
        run_start_ns, run_end_ns, sound = self._run
        if sound == bar.sound and abs(start_ns - run_end_ns) < SAME_MOMENT_NS:
            start_ns = run_start_ns
        self._run = (start_ns, end_ns, bar.sound)
        self._write("INSERT OR REPLACE INTO sound_run VALUES (?, ?, ?)", [self._run])

    def put_gap(self, gap: Gap) -> None:
        """Store a stretch without media; one that goes on where another ended lengthens it."""
        times = (self._from_origin(gap.start_ns), self._from_origin(gap.end_ns))
        lengthened = self._write(
            "UPDATE gap SET end_ns = ? WHERE source = ? AND reason = ? AND end_ns = ?",
            [(times[1], gap.source, str(gap.reason), times[0])],
        )
        if not lengthened:
            row = (gap.source, *times, str(gap.reason))
            self._write("INSERT INTO gap VALUES (?, ?, ?, ?)", [row])

    def put_notice(self, notice: Notice) -> None:
        """Store a sentence that was said to the person."""
        row = (self._from_origin(notice.pts_ns), notice.source, notice.text)
        self._write("INSERT INTO notice VALUES (?, ?, ?)", [row])

    def put_anchor(self, anchor: Anchor, source: str) -> None:
        """Store which moment a sample of the sound belongs to."""
        row = (source, self._from_origin(anchor.pts_ns), int(anchor.sample_index))
        self._write("INSERT INTO anchor VALUES (?, ?, ?)", [row])

    def commit(self) -> None:
        """Make everything put so far safe from a crash of this process; raises StorageError."""
        if self._failed:
            return
        try:
            self._db.commit()
        except sqlite3.Error as error:
            self._fail(error)

    def close(self) -> None:
        """Commit and leave one plain file; raises StorageError unless one was raised before."""
        try:
            self.commit()
        finally:
            # a reader may be attached, or the disk full: the log then stays, readable as well
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("PRAGMA journal_mode=DELETE")
            self._db.close()

    def _id(self, final: Final) -> int:
        if final.speaker is None:
            return int(final.utterance)
        return self._named.setdefault((final.speaker, final.utterance), len(self._named))

    def _write(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> int:
        """Run `sql` for each row; return how many rows of the database it touched."""
        if self._failed:
            return 0
        try:
            return self._db.executemany(sql, rows).rowcount
        except sqlite3.Error as error:
            self._fail(error)

    def _fail(self, error: sqlite3.Error) -> NoReturn:
        self._failed = True
        with contextlib.suppress(sqlite3.Error):  # SQLite rolls back a failed write by itself
            self._db.rollback()
        raise cannot_write(self._path, error) from error

    def _from_origin(self, pts_ns: int) -> int:
        return int(pts_ns) - self._origin_ns


def _blob(points: NDArray[np.float32]) -> bytes:
    return np.ascontiguousarray(points, dtype="<f4").tobytes()
