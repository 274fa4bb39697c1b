"""A file that is there whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av

from app.errors import StorageError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield a place to write to; what is there at the end becomes `path`.

    When the block is left by an exception, Ctrl-C included, nothing stays, and a file that was at
    `path` before is as it was.

    Raises:
        StorageError: for an OSError or FFmpegError in the block, or when `path` cannot be replaced.
    """
    part = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        yield part
        part.replace(path)
    except (OSError, av.FFmpegError) as error:
        raise unwritten(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def unwritten(path: Path, error: OSError | av.FFmpegError) -> StorageError:
    """Return the sentence for a person about a file that could not be written."""
    reason = error.strerror or str(error)
    return StorageError(f"cannot write {path}: {reason}; choose another folder or free some space")
