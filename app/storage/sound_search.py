"""Finding what sounded when in all recordings, alone or near words that were said."""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.storage.events import StoredSound
from app.storage.library_schema import PASSAGE_BITS
from app.storage.search import SNIPPET_TOKENS, Hit, Where

NEAR_NS = 10_000_000_000  # words said so shortly before or after a sound belong to it
LONGEST_NS = (1 << 63) - 1 - NEAR_NS

_WHEN = "sound.end_ns > ? AND sound.start_ns < ? AND NOT missing"
_COLUMNS = "recording.id, folder, started_at, title, sound.start_ns, sound.end_ns, sound.sound"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of every recording that is searched, from its origin."""

    after_ns: int = 0
    before_ns: int = LONGEST_NS


EVERYWHERE = Span()


def index_sounds(db: sqlite3.Connection, recording: int, sounds: Sequence[StoredSound]) -> None:
    """Make a recording findable by these sounds and by no others."""
    db.execute("DELETE FROM sound WHERE recording = ?", (recording,))
    db.executemany(
        "INSERT INTO sound VALUES (?, ?, ?, ?, ?)",
        ((recording, s.sound, s.start_ns, s.end_ns, s.probability) for s in sounds),
    )


def find_sounds(
    db: sqlite3.Connection, keys: Iterable[str], match: str, span: Span, limit: int
) -> list[tuple[int, Hit]]:
    """Return (recording id, hit) for sounds: newest recordings first, then by time.

    Args:
        db: a library.
        keys: of the classes that are looked for.
        match: words that were said near the sound, from `match_expression`; empty for any.
        span: when.
        limit: most hits to return.
    """
    wanted = tuple(keys)
    among = f"sound.sound IN ({', '.join('?' * len(wanted))})"
    times = (span.after_ns, span.before_ns)
    if not match:
        sql = (
            f"SELECT {_COLUMNS}, '' FROM sound JOIN recording ON recording.id = sound.recording "
            f"WHERE {among} AND {_WHEN} ORDER BY recording.id DESC, sound.start_ns LIMIT ?"
        )
        arguments: tuple[Any, ...] = (*wanted, *times, limit)
    else:
        sql = (
            f"SELECT {_COLUMNS}, snippet(passage, 0, '[', ']', '…', {SNIPPET_TOKENS}) FROM passage "
            f"CROSS JOIN recording ON recording.id = passage.rowid >> {PASSAGE_BITS} "
            "JOIN sound ON sound.recording = recording.id "
            f"AND sound.start_ns < passage.end_ns + {NEAR_NS} "
            f"AND sound.end_ns > passage.start_ns - {NEAR_NS} "
            f"WHERE passage MATCH ? AND {among} AND {_WHEN} "
            "ORDER BY recording.id DESC, sound.start_ns"
        )
        arguments = (match, *wanted, *times)
    found: dict[tuple[int, int, str], tuple[int, Hit]] = {}
    with closing(db.cursor()) as cursor:
        for row in cursor.execute(sql, arguments):
            found.setdefault((row[0], row[4], row[6]), (row[0], _hit(*row[1:])))
            if len(found) == limit:
                break
    return list(found.values())


def sounds_heard(db: sqlite3.Connection) -> list[str]:
    """Return the keys of the sounds that any recording holds, those of most recordings first."""
    sql = "SELECT sound FROM sound GROUP BY sound ORDER BY COUNT(DISTINCT recording) DESC, sound"
    return [key for (key,) in db.execute(sql)]


def _hit(
    folder: bytes, started_at: str, title: str, start_ns: int, end_ns: int, key: str, said: str
) -> Hit:
    snippet = f"[{key.replace('_', ' ')}]" + (f" near: {said}" if said else "")
    path = Path(os.fsdecode(folder))
    return Hit(path, started_at, title, Where.SOUND, start_ns, end_ns, snippet, "", key)
