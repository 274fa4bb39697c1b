"""A file that is there whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import av

from app.errors import StorageError, UsageError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield a place to write to; what is there at the end becomes `path`.

    When the block is left by an exception, Ctrl-C included, nothing stays, and a file that was at
    `path` before is as it was.

    Raises:
        StorageError: for an OSError or FFmpegError in the block, or when `path` cannot be replaced:
            a device or a folder never is.
    """
    if path.exists() and not path.is_file():
        raise StorageError(f"cannot write {path}: it is no plain file; choose another name")
    part = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        yield part
        part.replace(path)
    except (OSError, av.FFmpegError) as error:
        raise unwritten(path, error) from error
    finally:
        with suppress(FileNotFoundError, NotADirectoryError):
            part.unlink()


def check_is_not_read(target: Path, *inputs: Path) -> None:
    """Raise UsageError where writing `target` would replace a file that is read."""
    for read in inputs:
        if target.exists() and read.exists() and target.samefile(read):
            raise UsageError(f"{target} is a file to be read, and would be lost; write to another")


def unwritten(path: Path, error: OSError | av.FFmpegError) -> StorageError:
    """Return the sentence for a person about a file that could not be written."""
    reason = error.strerror or str(error)
    return StorageError(f"cannot write {path}: {reason}; choose another folder or free some space")
