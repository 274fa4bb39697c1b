"""The trash: a hidden folder beside the recordings, so that moving there and back is one rename."""

import errno
import shutil
from pathlib import Path

from app.errors import StorageError
from app.storage.meta import META_NAME, State
from app.storage.recording import Recording

TRASH_NAME = ".trash"
CHANGED_MEANWHILE = (errno.ENOTEMPTY, errno.ENOENT)  # as by a window that draws the sound


def is_trashed(folder: Path) -> bool:
    """Tell whether a recording lies in a trash."""
    return folder.parent.name == TRASH_NAME


def into_trash(folder: Path) -> Path:
    """Move a recording to the trash beside it; return where it lies now.

    Raises:
        StorageError: it is no recording, is still being recorded, or cannot be moved.
    """
    if Recording.open(folder).meta.state is State.RECORDING:
        raise StorageError(
            f"{folder} is still being recorded, or was cut off; try again when it has ended, "
            "and if it was cut off run `earshot show` on it first"
        )
    if is_trashed(folder):
        raise StorageError(f"{folder} is in the trash already")
    return _move(folder, folder.parent / TRASH_NAME)


def out_of_trash(folder: Path) -> Path:
    """Move a recording back to where it came from; return where it lies now.

    Raises:
        StorageError: it is no recording, not in a trash, or cannot be moved.
    """
    Recording.open(folder)
    if not is_trashed(folder):
        raise StorageError(f"{folder} is not in the trash")
    return _move(folder, folder.parent.parent)


def destroy(folder: Path) -> None:
    """Remove a recording that lies in the trash for ever.

    Raises:
        StorageError: it is no recording, not in a trash, or cannot be removed.
    """
    if not (folder / META_NAME).exists():  # a damaged one does as well
        raise StorageError(f"{folder} is not a recording: it has no {META_NAME}")
    if not is_trashed(folder):
        raise StorageError(f"{folder} is not in the trash: nothing else is removed for ever")
    try:
        _remove(folder)
    except OSError as error:
        raise StorageError(f"cannot remove {folder}: {error.strerror}") from error


def _remove(folder: Path) -> None:
    """Remove a folder, what says that it is a recording last: one that is stuck stays listed."""
    while folder.exists():
        try:
            for inside in sorted(folder.iterdir(), key=lambda path: path.name == META_NAME):
                if inside.is_dir() and not inside.is_symlink():
                    shutil.rmtree(inside)
                else:
                    inside.unlink()
            folder.rmdir()
        except OSError as error:
            if error.errno not in CHANGED_MEANWHILE:
                raise


def free_name(parent: Path, name: str) -> Path:
    """Return `parent / name`, numbered if something of that name is there."""
    place, number = parent / name, 2
    while place.exists():
        place, number = parent / f"{name} ({number})", number + 1
    return place


def _move(folder: Path, parent: Path) -> Path:
    try:
        parent.mkdir(exist_ok=True)
        place = free_name(parent, folder.name)
        folder.rename(place)
    except OSError as error:
        raise StorageError(f"cannot move {folder} to {parent}: {error.strerror}") from error
    return place
