"""Bytes that must survive a crash: data pushed to the disk, files replaced whole."""

import errno
import os
import secrets
from pathlib import Path

from app.errors import StorageError

UNFINISHED = ".new"  # how the names of files end that a crash may leave


def datasync(fd: int) -> None:
    """Return once the data of `fd` is on the disk; macOS has no fdatasync, so fsync there."""
    if hasattr(os, "fdatasync"):
        os.fdatasync(fd)
    else:
        os.fsync(fd)


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` at `path` so that a reader, or a crash, sees the old file or the new, whole.

    Of several writers at once, the last that is done stands. A crash may leave a file `*.new`.

    Raises:
        OSError: the disk is full or the folder cannot be written; the old file stands.
    """
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
    try:
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        move_into_place(new, path)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def move_into_place(new: Path, path: Path) -> None:
    """Rename `new`, already on the disk, to `path`, and put the folder's entry on the disk too."""
    new.replace(path)
    if os.name == "posix":  # elsewhere a folder cannot be opened, nor needs to be
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def cannot_write(path: Path, error: Exception) -> StorageError:
    """Return the sentence for a person about a write that failed."""
    if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
        return StorageError(
            f"the disk is full, {path} cannot grow: what was recorded before is kept; "
            "free some space or record to another disk"
        )
    reason = getattr(error, "strerror", None) or str(error)
    return StorageError(
        f"cannot write {path}: {reason}; what was recorded before is kept, "
        "record to another folder or disk"
    )
