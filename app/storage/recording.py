"""A recording is a folder; `recording.json` says what it is and how far it got.

    audio.wav        the sound, 16-bit PCM, the master of the timeline
    video.mkv        the picture, H.264
    photos/          Motion Photos taken while recording
    events.db        words, hands, gaps, notices (SQLite)
    run.json         what every stage and edge of the session did
    recording.json   identity, start, state

All times inside are nanoseconds since the recording's origin, the moment of its time zero on the
session's monotonic clock. The wall clock is kept once, as the start for people to read.
"""

import contextlib
import os
import uuid
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Self

from app.disk import cannot_write
from app.errors import StorageError
from app.storage.lock import WriterLock
from app.storage.meta import META_NAME, RecordingMeta, State, read_meta, write_meta
from app.text import valid_text

AUDIO_NAME = "audio.wav"
RESERVE_NAME = ".reserve"
RESERVE_BYTES = (
    256 * 1024
)  # given back at the end, so that a full disk can still be told "finished"


class Recording:
    """One recording's folder; made by `create` for its writer, by `open` for everyone else."""

    def __init__(self, folder: Path, meta: RecordingMeta, lock: WriterLock | None = None) -> None:
        self.folder = folder
        self.meta = meta
        self._lock = lock

    @property
    def audio_path(self) -> Path:
        """Where the sound is; absent when none was recorded."""
        return self.folder / AUDIO_NAME

    @property
    def video_path(self) -> Path:
        """Where the picture is; absent when none was recorded."""
        return self.folder / "video.mkv"

    @property
    def photos_path(self) -> Path:
        """Where photos are; absent when none was taken."""
        return self.folder / "photos"

    @property
    def events_path(self) -> Path:
        """Where the events are."""
        return self.folder / "events.db"

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        started_at: datetime,
        origin_ns: int,
        app_version: str,
        sources: tuple[str, ...],
        speaker: str = "",
        call: str = "",
    ) -> Self:
        """Make `folder`, with its parents, and hold it as its one writer until `finish`.

        Args:
            folder: absent or empty.
            started_at: wall time of time zero, with time zone.
            origin_ns: the same moment on the session's clock.
            app_version: of this program.
            sources: names of what will be recorded.
            speaker: whose voice alone it will hold, where that is known.
            call: what links the recordings of one call.

        Raises:
            StorageError: the folder holds files, or cannot be written.
        """
        meta = RecordingMeta(
            id=uuid.uuid4().hex,
            started_at=started_at.isoformat(),
            origin_ns=origin_ns,
            state=State.RECORDING,
            app_version=app_version,
            sources=sources,
            speaker=speaker,
            call=call,
        )
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise StorageError(f"{folder} already holds files; choose an empty or new folder")
            lock = WriterLock.take(folder)
            if lock is None:
                raise StorageError(f"{folder} is being recorded to by another program")
            try:
                (folder / RESERVE_NAME).write_bytes(os.urandom(RESERVE_BYTES))
                write_meta(folder, meta)
            except OSError:
                drop_reserve(folder)
                lock.release()
                raise
        except OSError as error:
            raise StorageError(
                f"cannot record to {folder}: {error.strerror}; choose another folder"
            ) from error
        return cls(folder, meta, lock)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read what `folder` says about itself.

        Raises:
            StorageError: it is no recording, or one that this program cannot read.
        """
        return cls(folder, read_meta(folder))

    def finish(self, duration_ns: int, suggested_titles: tuple[str, ...] = ()) -> None:
        """Mark the recording complete and let go of the folder; the tracks are closed by now.

        Raises:
            StorageError: the mark could not be written; `repair` will set it at the next start.
        """
        assert self._lock is not None, "finish belongs to the writer, once"
        finished = replace(
            self.meta,
            state=State.FINISHED,
            duration_ns=duration_ns,
            suggested_titles=suggested_titles,
        )
        try:
            drop_reserve(self.folder)
            write_meta(self.folder, finished)
        except OSError as error:
            raise cannot_write(self.folder / META_NAME, error) from error
        finally:
            self._lock.release()
            self._lock = None
        self.meta = finished

    def leave(self) -> None:
        """Let go of the folder without the mark, so that `repair` can complete it."""
        assert self._lock is not None, "leave belongs to the writer, once"
        self._lock.release()
        self._lock = None

    def describe(self, *, title: str | None = None, tags: tuple[str, ...] | None = None) -> None:
        """Give the recording a title, tags, or both; None leaves what there is.

        Raises:
            StorageError: it is being written, was cut off and not repaired, or cannot be written.
        """
        if self.meta.state is State.RECORDING:
            raise StorageError(
                f"{self.folder} is still being recorded, or was cut off; try again when it has "
                "ended, and if it was cut off run `earshot show` on it first"
            )
        described = replace(
            self.meta,
            title=self.meta.title if title is None else one_line(title),
            tags=self.meta.tags if tags is None else tags,
        )
        try:
            write_meta(self.folder, described)
        except OSError as error:
            raise cannot_write(self.folder / META_NAME, error) from error
        self.meta = described


def one_line(text: str) -> str:
    """Return `text` as one line of `valid_text` without blanks at its ends or doubled inside."""
    return " ".join(valid_text(text).split())


def new_folder(recordings: Path) -> Path:
    """Make a folder named after the wall time, to the second, that nobody else gets as well.

    Raises:
        StorageError: it cannot be made.
    """
    name = datetime.now().astimezone().strftime("%Y-%m-%d %H.%M.%S")
    folder, number = recordings / name, 2
    while True:
        try:
            folder.mkdir(parents=True)
            return folder
        except FileExistsError:
            folder, number = recordings / f"{name} ({number})", number + 1
        except OSError as error:
            raise StorageError(
                f"cannot record to {folder}: {error.strerror}; set another folder as `recordings` "
                "in config.toml"
            ) from error


def drop_empty(folder: Path) -> None:
    """Remove a folder into which nothing was recorded after all."""
    with contextlib.suppress(OSError):  # as a rule there is a recording in it
        folder.rmdir()


def drop_reserve(folder: Path) -> None:
    """Give back the space kept for the end."""
    (folder / RESERVE_NAME).unlink(missing_ok=True)
