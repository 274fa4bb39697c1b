"""All recordings in one SQLite file: a list of them, and a full-text index over their words.

The folders hold the truth; the library can be made anew from them at any time.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from app.storage.entry import Entry, entries, is_there, put_entry
from app.storage.library_schema import (
    follow_links,
    library_error,
    prepare,
    put_heading,
    real_path,
)
from app.storage.meta import State
from app.storage.recording import Recording, one_line
from app.storage.search import Hit, find, index_passages, match_expression
from app.storage.sound_search import EVERYWHERE, Span, find_sounds, index_sounds, sounds_heard
from app.storage.takes import preferred_take
from app.storage.trash import destroy, into_trash, is_trashed, out_of_trash


class Library:
    """All recordings that were added; one owner, one thread at a time.

    Every method raises StorageError when the library cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        """Open the library, making it when absent; raises StorageError."""
        self._path = path
        self._followed = False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, check_same_thread=False)
            prepare(self._db, path)
        except (sqlite3.Error, OSError) as error:
            raise library_error("cannot open the library", path, error) from error

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
        """Index a recording by its preferred take; one that was added before is indexed anew.

        One that is still being written is noted, so that `unfinished` finds it after a crash, and
        has its words indexed when it is added again at its end. One in the trash is listed there
        and not searched.

        Raises:
            StorageError: `folder` is no recording, or its words cannot be read.
        """
        folder = real_path(folder)
        recording = Recording.open(folder)
        silent = recording.meta.state is State.RECORDING or is_trashed(folder)
        take = None if silent else preferred_take(recording)
        with self._written():
            number = put_entry(self._db, folder, Recording.open(folder).meta)  # as it is called now
            index_passages(self._db, number, take.transcript.utterances if take else ())
            index_sounds(self._db, number, take.sounds if take else ())

    def forget(self, folder: Path) -> bool:
        """Remove a recording from the library; its folder stays untouched.

        Returns:
            Whether it was there.
        """
        with self._written():
            known = self._db.execute(
                "DELETE FROM recording WHERE folder = ? RETURNING id",
                (os.fsencode(real_path(folder)),),
            ).fetchall()
            for (number,) in known:
                put_heading(self._db, number, "", ())
                index_passages(self._db, number, ())
                index_sounds(self._db, number, ())
        return bool(known)

    def follow(self) -> None:
        """Know recordings by where they lie now, if they were moved and a link left in place.

        Once is enough; the first who writes does it.
        """
        if self._followed:
            return
        try:
            with self._db:
                follow_links(self._db)
            self._followed = True
        except sqlite3.Error as error:
            raise library_error("cannot write the library", self._path, error) from error

    def rename(self, folder: Path, title: str) -> None:
        """Call a recording `title`; an empty one takes its title away. The folder keeps its name.

        Raises:
            StorageError: `folder` is no recording, or is still being recorded.
        """
        self._describe(folder, lambda recording: recording.describe(title=title))

    def tag(self, folder: Path, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Add and remove tags; a tag is there once, whatever its capitals.

        Raises:
            StorageError: `folder` is no recording, or is still being recorded.
        """
        new, gone = [one_line(tag) for tag in add], {one_line(tag).casefold() for tag in remove}

        def describe(recording: Recording) -> None:
            tags: dict[str, str] = {}
            for tag in (*recording.meta.tags, *new):
                if tag and tag.casefold() not in gone:
                    tags.setdefault(tag.casefold(), tag)
            recording.describe(tags=tuple(tags.values()))

        self._describe(folder, describe)

    def trash(self, folder: Path) -> Path:
        """Move a recording to the trash; return where it lies now.

        Raises:
            StorageError: `folder` is no recording, is still being recorded, or cannot be moved.
        """
        folder = real_path(folder)
        return self._moved(folder, into_trash)

    def restore(self, folder: Path) -> Path:
        """Move a recording out of the trash, to where it came from; return where it lies now.

        Raises:
            StorageError: `folder` is no recording in the trash, or cannot be moved.
        """
        folder = real_path(folder)
        return self._moved(folder, out_of_trash)

    def destroy(self, folder: Path) -> None:
        """Remove a recording in the trash for ever; raises StorageError for any other."""
        destroy(real_path(folder))
        self.forget(folder)

    def entries(self, *, trashed: bool = False) -> list[Entry]:
        """Return the recordings, or those in the trash, newest first."""
        try:
            return entries(self._db, trashed=trashed)
        except sqlite3.Error as error:
            raise library_error("cannot read the library", self._path, error) from error

    def unfinished(self) -> list[Path]:
        """Return the recordings that were being written when they were last added."""
        rows = self._rows("SELECT folder FROM recording WHERE unfinished ORDER BY id")
        return [Path(os.fsdecode(folder)) for (folder,) in rows]

    def missing(self) -> list[Path]:
        """Return the recordings whose folders were found gone by a search."""
        rows = self._rows("SELECT folder FROM recording WHERE missing ORDER BY id")
        return [Path(os.fsdecode(folder)) for (folder,) in rows]

    def search(self, query: str, limit: int = 50, *, first: bool = False) -> list[Hit]:
        """Return headings and passages that hold all terms: headings, then newest, then by time.

        Args:
            query: words, `"phrases in quotes"`, and beginnings of words with a `*` at the end;
                capitals and accents do not matter. Any text is safe.
            limit: most hits to return.
            first: only the heading and the first passage of each recording.

        Hits in recordings whose folder is gone are left out, and the recording is marked missing
        until it is added again.
        """
        match = match_expression(query)
        return self._present(lambda: find(self._db, match, limit, first=first)) if match else []

    def search_sounds(
        self,
        keys: Sequence[str],
        near: str = "",
        span: Span = EVERYWHERE,
        limit: int = 50,
        *,
        first: bool = False,
    ) -> list[Hit]:
        """Return where sounds of these classes were heard: newest recordings first, then by time.

        Args:
            keys: of the classes.
            near: words that must have been said within 10 s, as for `search`; empty for any.
            span: the stretch of each recording to look at.
            limit: most hits to return.
            first: only the first of each recording.
        """
        match = match_expression(near)
        if near and not match:
            return []
        return self._present(lambda: find_sounds(self._db, keys, match, span, limit, first=first))

    def sounds(self) -> list[str]:
        """Return the keys of the sounds there are, those of most recordings first."""
        try:
            return sounds_heard(self._db)
        except sqlite3.Error as error:
            raise library_error("cannot search the library", self._path, error) from error

    def _present(self, finding: Callable[[], list[tuple[int, Hit]]]) -> list[Hit]:
        """Return what is found in recordings that are there; mark the others missing."""
        try:
            while True:
                hits = finding()
                there = {folder: is_there(folder) for folder in {h.folder for _, h in hits}}
                gone = {number for number, hit in hits if not there[hit.folder]}
                if not gone:
                    return [hit for _, hit in hits]
                with self._db:
                    self._db.executemany(
                        "UPDATE recording SET missing = 1 WHERE id = ?", [(one,) for one in gone]
                    )
        except sqlite3.Error as error:
            raise library_error("cannot search the library", self._path, error) from error

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(sql).fetchall()
        except sqlite3.Error as error:
            raise library_error("cannot read the library", self._path, error) from error

    def _describe(self, folder: Path, describe: Callable[[Recording], None]) -> None:
        folder = real_path(folder)
        with self._written():
            recording = Recording.open(folder)  # not before: another program may just describe it
            describe(recording)
            put_entry(self._db, folder, recording.meta)

    def _moved(self, folder: Path, move: Callable[[Path], Path]) -> Path:
        """Move a recording, and follow it."""
        with self._written():
            place = move(folder)
            self._db.execute("DELETE FROM recording WHERE folder = ?", (os.fsencode(place),))
            self._db.execute(
                "UPDATE recording SET folder = ? WHERE folder = ?",
                (os.fsencode(place), os.fsencode(folder)),
            )
        self.add(place)
        return place

    @contextmanager
    def _written(self) -> Iterator[None]:
        """Do all of a change, or nothing; nobody else writes meanwhile."""
        self.follow()
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                yield
        except sqlite3.Error as error:
            raise library_error("cannot write the library", self._path, error) from error
