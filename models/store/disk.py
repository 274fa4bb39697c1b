"""Room on the disk, asked for before it is used."""

import shutil
from pathlib import Path

from models.errors import ModelError

# Left free beside what is fetched, so that a fetch never fills the disk a recording runs on.
RESERVE_BYTES = 64 * 2**20


def require_space(folder: Path, size_bytes: int) -> None:
    """Raise ModelError when `folder`'s disk cannot take `size_bytes` and keep a reserve."""
    free = shutil.disk_usage(folder).free
    needed = size_bytes + RESERVE_BYTES
    if free < needed:
        raise ModelError(
            f"{folder} has {free / 1e6:.0f} MB free and {needed / 1e6:.0f} MB are needed: "
            "free some space, or set EARSHOT_CACHE to a folder on another disk"
        )
