"""The tables of the library, and how one that an older program made is brought up to date."""

import json
import os
import sqlite3
from pathlib import Path

from app.errors import StorageError
from app.storage.meta import read_meta

SCHEMA_VERSION = 3
PRIMARY_CODE = 0xFF  # the rest of SQLite's error codes are finer distinctions
PASSAGE_BITS = 24  # a passage's rowid is recording << 24 | ordinal: 16 million passages each

# A heading's rowid is its recording's id. Beginnings of up to three letters have an index of their
# own: without it a search for b* walks through every word with a b (77 ms instead of 0.3 ms).
HEADING_AND_PASSAGE = """
CREATE VIRTUAL TABLE heading USING fts5(
    title, tags, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');
CREATE VIRTUAL TABLE passage USING fts5(
    text, speaker, start_ns UNINDEXED, end_ns UNINDEXED, word_starts_ns UNINDEXED,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');
"""

SOUND = """
CREATE TABLE sound (
    recording INTEGER NOT NULL, sound TEXT NOT NULL, start_ns INTEGER NOT NULL,
    end_ns INTEGER NOT NULL, probability REAL NOT NULL);
CREATE INDEX sound_by_name ON sound (sound, recording, start_ns);
CREATE INDEX sound_by_recording ON sound (recording);
"""

# The folder is a BLOB, as a file system's names need not be valid text.
# `tags` and `suggested` are JSON lists.
SCHEMA = f"""
CREATE TABLE recording (
    id INTEGER PRIMARY KEY, folder BLOB NOT NULL UNIQUE, started_at TEXT NOT NULL,
    unfinished INTEGER NOT NULL, missing INTEGER NOT NULL DEFAULT 0,
    duration_ns INTEGER, title TEXT NOT NULL DEFAULT '', tags TEXT NOT NULL DEFAULT '[]',
    suggested TEXT NOT NULL DEFAULT '[]');
{HEADING_AND_PASSAGE}{SOUND}
"""

# Version 1 knew neither titles, tags, lengths nor speakers.
FROM_1 = f"""
ALTER TABLE recording ADD COLUMN duration_ns INTEGER;
ALTER TABLE recording ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE recording ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE recording ADD COLUMN suggested TEXT NOT NULL DEFAULT '[]';
ALTER TABLE passage RENAME TO passage_1;
{HEADING_AND_PASSAGE}
INSERT INTO passage (rowid, text, speaker, start_ns, end_ns, word_starts_ns)
    SELECT rowid, text, '', start_ns, end_ns, word_starts_ns FROM passage_1;
DROP TABLE passage_1;
"""

# Version 2 knew no sounds.
FROM_2 = SOUND

# In SQL, which holds up no other thread: 20 ms of one core for 5,000 recordings.
PARENTS = f"""
SELECT DISTINCT CAST(rtrim(path, replace(path, '{os.sep}', '')) AS BLOB)
FROM (SELECT CAST(folder AS TEXT) AS path FROM recording)
"""


def prepare(db: sqlite3.Connection, path: Path) -> None:
    """Make the tables in a new library, or bring an older one up to date.

    Raises:
        StorageError: a newer program made it.
        sqlite3.Error: it cannot be read or written.
    """
    version = _version(db)
    if version == SCHEMA_VERSION:
        return
    if not 0 <= version < SCHEMA_VERSION:
        raise StorageError(
            f"{path} has library format {version}, this program reads up to {SCHEMA_VERSION}; "
            "update the program, or remove the file and add the recordings again"
        )
    if version == 0:
        db.execute("PRAGMA journal_mode=WAL")
    with db:
        db.execute("BEGIN IMMEDIATE")
        _bring_up(db, _version(db))  # read anew: another program may just have done it


def _version(db: sqlite3.Connection) -> int:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return int(version)


def _bring_up(db: sqlite3.Connection, version: int) -> None:
    """Make the tables, or what they lack, inside a transaction that is open."""
    if version == 0:
        _run(db, SCHEMA)
    if version == 1:
        _run(db, FROM_1)
        _describe_all(db)
    if version in (1, 2):
        _run(db, FROM_2)
    if version < SCHEMA_VERSION:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def follow_links(db: sqlite3.Connection) -> None:
    """Know recordings by the one path that is left when links are followed.

    Their folder may have been moved to another disk since, with a link left in its place. Leaves
    the transaction open.
    """
    moved = {}
    for (parent,) in db.execute(PARENTS).fetchall():
        before = Path(os.fsdecode(parent))
        if (now := real_path(before)) != before:
            moved[before] = now
    if not moved:
        return
    rows = db.execute("SELECT id, folder FROM recording").fetchall()
    known = [(number, Path(os.fsdecode(folder))) for number, folder in rows]
    db.executemany(
        "UPDATE OR IGNORE recording SET folder = ? WHERE id = ?",
        [
            (os.fsencode(moved[folder.parent] / folder.name), number)
            for number, folder in known
            if folder.parent in moved
        ],
    )


def real_path(path: Path) -> Path:
    """Return the one path that is left when links are followed, those in a circle excepted."""
    return Path(
        os.path.realpath(path)
    )  # `resolve` raises RuntimeError for these, until Python 3.13


def _run(db: sqlite3.Connection, script: str) -> None:
    """Run statements one by one; `executescript` would end the transaction that is open."""
    for statement in script.split(";"):
        db.execute(statement)


def library_error(failed: str, path: Path, error: Exception) -> StorageError:
    """Return the sentence for a person about a library that failed them.

    Args:
        failed: what could not be done, as "cannot read the library".
        path: of the library.
        error: of SQLite or of the system.
    """
    code = getattr(error, "sqlite_errorcode", 0) & PRIMARY_CODE
    damaged = code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR)
    remedy = (
        "; it is damaged, the recordings are not: move this file away, then list them anew with "
        "`earshot library --add DIR...`"
    )
    return StorageError(f"{failed} {path}: {error}{remedy if damaged else ''}")


def put_heading(db: sqlite3.Connection, recording: int, title: str, tags: tuple[str, ...]) -> None:
    """Make a recording findable by its title and its tags."""
    db.execute("DELETE FROM heading WHERE rowid = ?", (recording,))
    if title or tags:
        db.execute(
            "INSERT INTO heading (rowid, title, tags) VALUES (?, ?, ?)",
            (recording, title, ", ".join(tags)),
        )


def _describe_all(db: sqlite3.Connection) -> None:
    """Learn from each folder that is there how long its recording is, and what it is called."""
    for number, folder in db.execute("SELECT id, folder FROM recording").fetchall():
        try:
            meta = read_meta(Path(os.fsdecode(folder)))
        except StorageError:  # the folder is gone or damaged: its words stay findable
            continue
        db.execute(
            "UPDATE recording SET (duration_ns, title, tags, suggested) = (?, ?, ?, ?) "
            "WHERE id = ?",
            (
                *(meta.duration_ns, meta.title, json.dumps(meta.tags)),
                *(json.dumps(meta.suggested_titles), number),
            ),
        )
        put_heading(db, number, meta.title, meta.tags)
