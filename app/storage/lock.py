"""The mark of a living writer: a file lock that the operating system drops when it dies."""

import os
import sys
from pathlib import Path
from typing import Self

if sys.platform == "win32":
    import msvcrt

    def _try_lock(fd: int) -> None:
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(fd: int) -> None:
        # flock and not lockf: a second opening in this same process must be refused too
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


LOCK_NAME = ".lock"


class WriterLock:
    """Held by the one process that writes a recording, from its creation to its end."""

    def __init__(self, path: Path, fd: int) -> None:
        self._path = path
        self._fd = fd

    @classmethod
    def take(cls, folder: Path) -> Self | None:
        """Lock `folder`, or return None while a living writer holds it.

        Raises:
            OSError: the folder cannot be written.
        """
        path = folder / LOCK_NAME
        fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _try_lock(fd)
        except (BlockingIOError, PermissionError):
            os.close(fd)
            return None
        except OSError:
            os.close(fd)
            raise
        return cls(path, fd)

    def release(self) -> None:
        """Give the folder free and remove the lock file."""
        os.close(self._fd)
        self._path.unlink(missing_ok=True)
