"""Making a recording whole whose writer died."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.disk import UNFINISHED, cannot_write
from app.engine.clock import NS_PER_S
from app.errors import StorageError
from app.storage import wav
from app.storage.event_store import EventStore
from app.storage.events import open_events
from app.storage.library import Library
from app.storage.lock import WriterLock
from app.storage.meta import META_NAME, State, write_meta
from app.storage.recording import Recording, drop_reserve
from app.storage.video_file import TAIL_BYTES, NoPictureError, read_video_info, remux

EBML_MAGIC = b"\x1a\x45\xdf\xa3"  # the first bytes of any Matroska file


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What repair found and did.

    Attributes:
        folder: the recording.
        duration_ns: its length.
        audio_frames: samples per channel.
        video_frames: pictures.
        problems: one sentence for each part that could not be mended; empty when all is well.
    """

    folder: Path
    duration_ns: int
    audio_frames: int
    video_frames: int
    problems: tuple[str, ...]


def repair(folder: Path) -> RepairReport | None:
    """Mend a recording that was cut off; None when it was not, or is still being written.

    Interrupted itself, it can be run again: each file is mended in place or replaced whole.

    Raises:
        StorageError: `folder` is no recording, or it cannot be written.
    """
    if Recording.open(folder).meta.state != State.RECORDING:
        return None
    try:
        lock = WriterLock.take(folder)
        if lock is None:
            return None
        try:
            recording = Recording.open(folder)  # its writer may have finished since
            if recording.meta.state != State.RECORDING:
                return None
            return _repair(recording)
        finally:
            lock.release()
    except OSError as error:
        raise StorageError(f"cannot repair {folder}: {error.strerror}") from error


def mend(library_path: Path) -> Iterator[RepairReport]:
    """Repair every recording of the library that was cut off, and index what it holds.

    Recordings that were moved, with a link left in their place, are followed first.
    One that resists does not stop the rest; one whose folder is gone is forgotten.
    """
    with Library(library_path) as library:
        library.follow()
        for folder in library.unfinished():
            try:
                if not (folder / META_NAME).exists():
                    library.forget(folder)
                    continue
                report = repair(folder)
                if report is not None or Recording.open(folder).meta.state != State.RECORDING:
                    library.add(folder)
            except StorageError as error:
                report = RepairReport(folder, 0, 0, 0, (str(error),))
            except (OSError, sqlite3.Error) as error:
                report = RepairReport(folder, 0, 0, 0, (f"cannot repair {folder}: {error}",))
            if report is not None:
                yield report


def _repair(recording: Recording) -> RepairReport:
    drop_reserve(recording.folder)
    for part in recording.folder.glob(f"*{UNFINISHED}"):
        part.unlink(missing_ok=True)
    problems: list[str] = []
    audio_frames, audio_ns = _repair_audio(recording.audio_path, problems)
    video_frames, video_ns = _repair_video(recording.video_path, problems)
    events_ns = _repair_events(recording, problems)
    duration_ns = max(audio_ns, video_ns, events_ns)
    state = replace(recording.meta, state=State.REPAIRED, duration_ns=duration_ns)
    write_meta(recording.folder, state)
    return RepairReport(recording.folder, duration_ns, audio_frames, video_frames, tuple(problems))


def _repair_audio(path: Path, problems: list[str]) -> tuple[int, int]:
    """Mend the header; return samples per channel and the time of the end."""
    if not path.exists() or _remove_if_empty(path):
        return 0, 0
    try:
        info = wav.repair(path)
    except StorageError as error:
        problems.append(str(error))
        return 0, 0
    return info.frames, info.frames * NS_PER_S // info.sample_rate_hz


def _repair_video(path: Path, problems: list[str]) -> tuple[int, int]:
    """Write duration and seek index; return the number of pictures and the time of the last."""
    if not path.exists() or _remove_if_empty(path):
        return 0, 0
    try:
        try:
            info = remux(path)
        except OSError as error:  # what is there plays all the same, only seeking is slow
            problems.append(str(cannot_write(path, error)))
            info = read_video_info(path)
    except StorageError as error:
        if isinstance(error, NoPictureError) and _is_unstarted(path):
            path.unlink()
            return 0, 0
        problems.append(str(error))
        return 0, 0
    return info.frames, info.last_ns


def _repair_events(recording: Recording, problems: list[str]) -> int:
    """Bring the log into the database and check it; return the time of the last event."""
    path = recording.events_path
    try:
        db = sqlite3.connect(path)
        try:
            (version,) = db.execute("PRAGMA user_version").fetchone()
            (verdict,) = db.execute("PRAGMA integrity_check").fetchone()
            db.execute("PRAGMA journal_mode=DELETE")
        finally:
            db.close()
        if verdict != "ok":
            problems.append(f"{path} is damaged: {verdict}")
        if version == 0:  # died before the tables were made
            EventStore(path, recording.meta.origin_ns).close()
        with open_events(path) as events:
            return events.end_ns()
    except (sqlite3.Error, StorageError) as error:
        problems.append(f"{path} cannot be mended: {error}")
        return 0


def _is_unstarted(path: Path) -> bool:
    """Tell whether an unreadable video was cut off before its first picture was whole."""
    with path.open("rb") as file:
        magic = file.read(len(EBML_MAGIC))
    return magic == EBML_MAGIC and path.stat().st_size < TAIL_BYTES


def _remove_if_empty(path: Path) -> bool:
    """Remove a file that its writer made but never wrote to."""
    if path.stat().st_size:
        return False
    path.unlink()
    return True
