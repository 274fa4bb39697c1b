"""Search over the words of many recordings: one SQLite file with a full-text index (FTS5)."""

import os
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from app.errors import StorageError
from app.storage.events import StoredUtterance, StoredWord, open_events
from app.storage.recording import META_NAME, Recording, State

SCHEMA_VERSION = 1
PASSAGE_BITS = 24  # a passage's rowid is recording << 24 | ordinal: 16 million passages each
SNIPPET_TOKENS = 16
MAX_TERMS = 32  # a longer question is cut; FTS5's own limit is 256
MATCH_START = "\x02"  # not found in speech, so it marks the first matching word

# The folder is a BLOB, as a file system's names need not be valid text.
SCHEMA = f"""
BEGIN;
CREATE TABLE recording (
    id INTEGER PRIMARY KEY, folder BLOB NOT NULL UNIQUE, started_at TEXT NOT NULL,
    unfinished INTEGER NOT NULL, missing INTEGER NOT NULL DEFAULT 0);
CREATE VIRTUAL TABLE passage USING fts5(
    text, start_ns UNINDEXED, end_ns UNINDEXED, word_starts_ns UNINDEXED,
    tokenize = 'unicode61 remove_diacritics 2');
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""

_TERM = re.compile(r'"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)')


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers a search.

    Attributes:
        folder: the recording.
        recording_started_at: wall time of its start, ISO 8601.
        start_ns: when the first matching word was said, from the recording's origin.
        end_ns: end of the passage.
        snippet: text around the match, matching words in [brackets].
    """

    folder: Path
    recording_started_at: str
    start_ns: int
    end_ns: int
    snippet: str


class Library:
    """All recordings that were added; one owner, one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Open the library, making it when absent; raises StorageError."""
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, check_same_thread=False)
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            if version == 0:
                self._db.execute("PRAGMA journal_mode=WAL")
                self._db.executescript(SCHEMA)
            elif version != SCHEMA_VERSION:
                raise StorageError(
                    f"{path} has library format {version}, this program reads {SCHEMA_VERSION}; "
                    "remove it and add the recordings again"
                )
        except (sqlite3.Error, OSError) as error:
            raise StorageError(f"cannot open the library {path}: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add(self, folder: Path) -> None:
        """Index a recording; one that was added before is indexed anew.

        One that is still being written is noted, so that `unfinished` finds it after a crash, and
        has its words indexed when it is added again at its end.

        Raises:
            StorageError: `folder` is no recording, or its events cannot be read.
        """
        folder = folder.resolve()
        recording = Recording.open(folder)
        unfinished = recording.meta.state is State.RECORDING
        rows = [] if unfinished else _read_passages(recording.events_path)
        try:
            with self._db:
                (number,) = self._db.execute(
                    "INSERT INTO recording (folder, started_at, unfinished) VALUES (?, ?, ?) "
                    "ON CONFLICT (folder) DO UPDATE SET started_at = excluded.started_at, "
                    "unfinished = excluded.unfinished, missing = 0 RETURNING id",
                    (os.fsencode(folder), recording.meta.started_at, unfinished),
                ).fetchone()
                self._drop_passages(number)
                first = number << PASSAGE_BITS
                self._db.executemany(
                    "INSERT INTO passage (rowid, text, start_ns, end_ns, word_starts_ns) "
                    "VALUES (?, ?, ?, ?, ?)",
                    [(first + ordinal, *row) for ordinal, row in enumerate(rows)],
                )
        except sqlite3.Error as error:
            raise StorageError(f"cannot write the library {self._path}: {error}") from error

    def forget(self, folder: Path) -> None:
        """Remove a recording from the index; its folder stays untouched."""
        try:
            with self._db:
                for (recording,) in self._db.execute(
                    "DELETE FROM recording WHERE folder = ? RETURNING id",
                    (os.fsencode(folder.resolve()),),
                ).fetchall():
                    self._drop_passages(recording)
        except sqlite3.Error as error:
            raise StorageError(f"cannot write the library {self._path}: {error}") from error

    def unfinished(self) -> list[Path]:
        """Return the recordings that were being written when they were last added."""
        rows = self._db.execute("SELECT folder FROM recording WHERE unfinished ORDER BY id")
        return [Path(os.fsdecode(folder)) for (folder,) in rows]

    def missing(self) -> list[Path]:
        """Return the recordings whose folders were found gone by a search."""
        rows = self._db.execute("SELECT folder FROM recording WHERE missing ORDER BY id")
        return [Path(os.fsdecode(folder)) for (folder,) in rows]

    def search(self, query: str, limit: int = 50) -> list[Hit]:
        """Return the passages that hold all terms: newest recordings first, then by time.

        Args:
            query: words, `"phrases in quotes"`, and beginnings of words with a `*` at the end;
                capitals and accents do not matter. Any text is safe.
            limit: most hits to return.

        With more hits than `limit` the latest passages are returned; ranking all of them instead
        would take 0.3 s for a common word among 200,000 passages, this takes 1 ms.

        Hits in recordings whose folder is gone are left out, and the recording is marked missing
        until it is added again.
        """
        match = match_expression(query)
        if not match:
            return []
        try:
            while True:
                rows = self._find(match, limit)
                gone = {row[0] for row in rows if not _is_recording(row[1])}
                if not gone:
                    rows.sort(key=lambda row: (-row[0], row[3]))
                    return [_hit(*row[1:]) for row in rows]
                with self._db:
                    self._db.executemany(
                        "UPDATE recording SET missing = 1 WHERE id = ?", [(one,) for one in gone]
                    )
        except sqlite3.Error as error:
            raise StorageError(f"cannot search the library {self._path}: {error}") from error

    def _find(
        self, match: str, limit: int
    ) -> list[tuple[int, bytes, str, int, int, bytes, str, str]]:
        with closing(self._db.cursor()) as cursor:
            return cursor.execute(
                "SELECT recording.id, folder, started_at, start_ns, end_ns, word_starts_ns, "
                "highlight(passage, 0, ?, ''), "
                f"snippet(passage, 0, '[', ']', '…', {SNIPPET_TOKENS}) "
                "FROM passage CROSS JOIN recording "  # CROSS: the text index leads
                f"ON recording.id = passage.rowid >> {PASSAGE_BITS} "
                "WHERE passage MATCH ? AND NOT missing ORDER BY passage.rowid DESC LIMIT ?",
                (MATCH_START, match, limit),
            ).fetchall()

    def _drop_passages(self, recording: int) -> None:
        first = recording << PASSAGE_BITS
        self._db.execute(
            "DELETE FROM passage WHERE rowid BETWEEN ? AND ?",
            (first, first + (1 << PASSAGE_BITS) - 1),
        )


def match_expression(query: str) -> str:
    """Turn what a person typed into an FTS5 expression in which every term is quoted.

    Returns:
        Terms that must all occur; empty when there is nothing to look for.
    """
    # FTS5 takes UTF-8 up to the first NUL: neither lone surrogates nor NUL may reach it.
    query = query.encode("utf-8", "replace").decode().replace("\0", " ")
    terms: list[str] = []
    for found in _TERM.finditer(query):
        text = found["word"] if found["phrase"] is None else found["phrase"]
        prefix = found["phrase"] is None and text.endswith("*")
        if any(character.isalnum() for character in text):
            terms.append(f'"{text.rstrip("*")}"' + ("*" if prefix else ""))
    return " ".join(terms[:MAX_TERMS])


def _read_passages(path: Path) -> list[tuple[str, int, int, bytes]]:
    with open_events(path) as events:
        return _passages(events.utterances(), events.words())


def _passages(
    utterances: list[StoredUtterance], words: list[StoredWord]
) -> list[tuple[str, int, int, bytes]]:
    """Return (text, start_ns, end_ns, word starts) of each utterance; one start per text word."""
    by_utterance: dict[int, list[StoredWord]] = {}
    for word in words:
        by_utterance.setdefault(word.utterance_id, []).append(word)
    rows = []
    for utterance in utterances:
        said = by_utterance.get(utterance.id, [])
        # white space inside a word would shift the count of words before a match
        text = " ".join("".join(word.text.split()) for word in said) or utterance.text
        starts = np.array([word.start_ns for word in said], "<i8").tobytes()
        rows.append((text, utterance.start_ns, utterance.end_ns, starts))
    return rows


def _is_recording(folder: bytes) -> bool:
    return (Path(os.fsdecode(folder)) / META_NAME).exists()


def _hit(
    folder: bytes,
    started_at: str,
    start_ns: int,
    end_ns: int,
    starts: bytes,
    marked: str,
    snippet: str,
) -> Hit:
    """Make a hit that jumps to the first matching word, where the words' times are known."""
    before = marked.partition(MATCH_START)[0]
    starts_ns = np.frombuffer(starts, "<i8")
    ordinal = before.count(" ")
    if ordinal < len(starts_ns):
        start_ns = int(starts_ns[ordinal])
    return Hit(Path(os.fsdecode(folder)), started_at, start_ns, end_ns, snippet)
