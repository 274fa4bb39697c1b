"""Taking a recogniser's files out of its archive, and nothing else."""

import tarfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, cast

from models.errors import FetchCancelledError, ModelError
from models.store.download import Cancelled

BLOCK_BYTES = 1 << 20

Unpacked = Callable[[int], None]
"""Told how many bytes of the archive have been read."""


def unpack(
    archive: Path, wanted: Iterable[str], folder: Path, unpacked: Unpacked, cancelled: Cancelled
) -> None:
    """Write the files `wanted`, as named below the archive's one top folder, into `folder`.

    Only plain files whose name is asked for are written, so that no archive can write elsewhere.

    Raises:
        FetchCancelledError: `cancelled` said so.
        ModelError: the archive is damaged or lacks a file.
    """
    missing = set(wanted)
    try:
        with archive.open("rb") as file, tarfile.open(fileobj=file, mode="r|*") as tar:
            for member in tar:
                unpacked(file.tell())
                name = member.name.removeprefix("./").partition("/")[2]
                if member.isfile() and name in missing:
                    target = folder / name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    reader = cast("IO[bytes]", tar.extractfile(member))
                    _copy(reader, target, lambda: unpacked(file.tell()), cancelled)
                    missing.remove(name)
                if not missing:
                    return
    except (tarfile.TarError, EOFError, OSError) as error:
        raise ModelError(f"{archive} cannot be unpacked: {error}") from error
    raise ModelError(f"{archive} holds no {min(missing)}")


def _copy(reader: IO[bytes], target: Path, moved: Callable[[], None], cancelled: Cancelled) -> None:
    with target.open("wb") as file:
        while block := reader.read(BLOCK_BYTES):
            file.write(block)
            moved()
            if cancelled():
                raise FetchCancelledError("the installation was stopped; the archive is kept")
