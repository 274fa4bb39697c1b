"""A recording's line in the library: what its folder says of itself, so that lists are quick."""

import json
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from app.storage.library_schema import put_heading
from app.storage.meta import META_NAME, RecordingMeta, State
from app.storage.trash import is_trashed


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of recordings; the values are those of RecordingMeta.

    `missing` tells that nothing lies in the folder any more.
    """

    folder: Path
    started_at: str
    duration_ns: int | None
    title: str
    tags: tuple[str, ...]
    suggested_titles: tuple[str, ...]
    unfinished: bool
    missing: bool


def put_entry(db: sqlite3.Connection, folder: Path, meta: RecordingMeta) -> int:
    """Store what a recording says about itself; return its number.

    Raises:
        sqlite3.Error: the library cannot be written.
    """
    (number,) = db.execute(
        "INSERT INTO recording (folder, started_at, unfinished, duration_ns, title, tags, "
        "suggested) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (folder) DO UPDATE SET "
        "(started_at, unfinished, missing, duration_ns, title, tags, suggested) = "
        "(excluded.started_at, excluded.unfinished, 0, excluded.duration_ns, excluded.title, "
        "excluded.tags, excluded.suggested) RETURNING id",
        (
            *(os.fsencode(folder), meta.started_at, meta.state is State.RECORDING),
            *(meta.duration_ns, meta.title, json.dumps(meta.tags)),
            json.dumps(meta.suggested_titles),
        ),
    ).fetchone()
    hidden = is_trashed(folder)
    put_heading(db, number, "" if hidden else meta.title, () if hidden else meta.tags)
    return int(number)


def entries(db: sqlite3.Connection, *, trashed: bool) -> list[Entry]:
    """Return the recordings, or those in the trash, newest first.

    Raises:
        sqlite3.Error: the library cannot be read.
    """
    rows = db.execute(
        "SELECT folder, started_at, duration_ns, title, tags, suggested, unfinished "
        "FROM recording ORDER BY julianday(started_at) DESC, id DESC"
    ).fetchall()
    all_entries = [_entry(*row) for row in rows]
    return [entry for entry in all_entries if is_trashed(entry.folder) == trashed]


def is_there(folder: Path) -> bool:
    """Return whether a recording lies in the folder."""
    return (folder / META_NAME).exists()


def _entry(
    folder: bytes,
    started_at: str,
    duration_ns: int | None,
    title: str,
    tags: str,
    suggested: str,
    unfinished: int,
) -> Entry:
    path = Path(os.fsdecode(folder))
    labels, titles = tuple(json.loads(tags)), tuple(json.loads(suggested))
    there = is_there(path)
    return Entry(path, started_at, duration_ns, title, labels, titles, bool(unfinished), not there)
