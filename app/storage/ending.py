"""The end of a recording: its mark, its report and its place in the library."""

import contextlib
import functools
from pathlib import Path

from app.errors import StorageError
from app.storage.length import length_ns
from app.storage.library import Library
from app.storage.recording import Recording, drop_reserve
from app.storage.run_report import RunReport, write_run_report


def ended(
    recording: Recording, titles: tuple[str, ...], report: RunReport, library: Path
) -> list[StorageError]:
    """Finish a recording whose tracks are closed; each step is taken whatever became of the others.

    Args:
        recording: held by its writer; one whose length cannot be read is left to `repair`.
        titles: what it may be called.
        report: what its session did.
        library: the database that will find it.

    Returns:
        What could not be written or read, in order.
    """
    with contextlib.suppress(OSError):  # `finish` tries again, and says so
        drop_reserve(recording.folder)
    errors = []
    for step in (
        functools.partial(_finish, recording, titles),
        functools.partial(write_run_report, recording.folder, report),
        functools.partial(_index, recording.folder, library),
    ):
        try:
            step()
        except StorageError as error:
            errors.append(error)
    return errors


def drop_without_media(recording: Recording, library: Path) -> None:
    """Remove a recording that has ended and holds neither sound nor pictures, where that can be."""
    if not (recording.audio_path.exists() or recording.video_path.exists()):
        with contextlib.suppress(StorageError), Library(library) as opened:
            opened.destroy(opened.trash(recording.folder))


def _finish(recording: Recording, titles: tuple[str, ...]) -> None:
    try:
        duration_ns = length_ns(recording)
    except StorageError:
        recording.leave()
        raise
    recording.finish(duration_ns, titles)


def _index(folder: Path, library: Path) -> None:
    with Library(library) as opened:
        opened.add(folder)
