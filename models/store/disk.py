"""The disk that models are kept on: room to work, asked for before it is used; refusals told."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from models.errors import ModelError

# Left free beside what is fetched, so that a fetch never fills the disk a recording runs on.
RESERVE_BYTES = 64 * 2**20
WORK = ".work-"  # begins the names of folders for work under way

# Work that is so old belongs to a program that was killed.
ABANDONED_S = 24 * 3600.0


@contextmanager
def workspace(folder: Path) -> Iterator[Path]:
    """Give an empty folder below `folder`; it is removed afterwards, and so is abandoned work."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=WORK) as made:
        now_s = Path(made).stat().st_mtime
        for other in folder.glob(f"{WORK}*"):
            with suppress(FileNotFoundError):  # its program has ended just now
                if now_s - other.stat().st_mtime > ABANDONED_S:
                    shutil.rmtree(other, ignore_errors=True)
        yield Path(made)


def require_space(folder: Path, size_bytes: int) -> None:
    """Raise ModelError when `folder`'s disk cannot take `size_bytes` and keep a reserve."""
    free = shutil.disk_usage(folder).free
    needed = size_bytes + RESERVE_BYTES
    if free < needed:
        raise ModelError(
            f"{folder} has {free / 1e6:.0f} MB free and {needed / 1e6:.0f} MB are needed: "
            "free some space, or set EARSHOT_CACHE to a folder on another disk"
        )


@contextmanager
def refusals_told() -> Iterator[None]:
    """Raise ModelError for what the system refuses to read or write."""
    try:
        yield
    except OSError as error:
        raise ModelError(
            f"{error.filename or 'the cache of models'} cannot be used: {error.strerror or error}; "
            "mend that, or set EARSHOT_CACHE to another folder"
        ) from error
