"""Fetching a file over HTTP: resumed where it broke, checked before it counts.

What has arrived waits in `TARGET.part`. A running download owns it under a name of its own, so two
processes that fetch the same file never write into one another's.
"""

import http.client
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from models.errors import FetchCancelledError, ModelError
from models.store.digest import sha256_of
from models.store.disk import require_space

Progress = Callable[[int, int], None]
"""Called with (done_bytes, total_bytes); the total is 0 while it is unknown."""

Cancelled = Callable[[], bool]
"""Asked between blocks whether the person wants to stop."""

CHUNK_BYTES = 256 * 1024
TIMEOUT_S = 30.0
PAGE = "text/html"  # no model is published as one
# A part that no running download has touched for so long belongs to a process that died.
ABANDONED_S = 120.0


def download(url: str, target: Path, sha256: str, progress: Progress, cancelled: Cancelled) -> None:
    """Fetch `url` into `target`, whose folder exists.

    Raises:
        FetchCancelledError: `cancelled` said so; what has arrived is kept.
        ModelError: the connection broke (what has arrived is kept), the disk is too full, or the
            file is not the one expected (nothing is kept).
    """
    part = _claim(target)
    try:
        if not part.exists() or sha256_of(part) != sha256:
            _receive(url, part, progress, cancelled)
        if sha256_of(part) != sha256:
            part.unlink()
            raise ModelError(f"{url} did not give the expected file (its SHA-256 differs)")
        part.replace(target)
    finally:
        with suppress(FileNotFoundError):  # nothing has arrived, or it is all in `target`
            part.replace(_waiting(target))


def _waiting(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def _claim(target: Path) -> Path:
    """Return a path of our own, holding the most that an earlier download left, if anything."""
    own = target.with_name(f"{target.name}.{uuid.uuid4().hex}.part")
    oldest = time.time() - ABANDONED_S
    parts = (_waiting(target), *target.parent.glob(f"{target.name}.*.part"))
    for left in sorted(parts, key=_size_bytes):
        with suppress(FileNotFoundError):  # absent, or claimed by another process just now
            if left == _waiting(target) or left.stat().st_mtime < oldest:
                left.replace(own)  # the largest comes last and stays
                own.touch()
    return own


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _receive(url: str, part: Path, progress: Progress, cancelled: Cancelled) -> None:
    """Append what is missing of `url` to `part`."""
    done = part.stat().st_size if part.exists() else 0
    try:
        with _open(url, done) as response:
            if response.headers.get_content_type() == PAGE:
                raise ModelError(
                    f"{url} cannot be fetched: what answers is a page instead of the file, as in "
                    "networks that want you to sign in first"
                )
            if response.status != http.HTTPStatus.PARTIAL_CONTENT:
                done = 0  # the server sends the file from its beginning
            length = response.length or 0  # None where the server does not say, or says nonsense
            require_space(part.parent, length)
            _copy(response, part, (done, done + length), progress, cancelled)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and done:
            part.unlink()  # what was left is no beginning of this file
            _receive(url, part, progress, cancelled)
            return
        raise ModelError(f"{url} cannot be fetched: the server says {error}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:  # the last: a proxy's address
        raise ModelError(f"{url} cannot be fetched: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    """Return what went wrong, without the words of the libraries that pass it on."""
    inner = getattr(error, "reason", error)
    return getattr(inner, "strerror", None) or str(inner)


def _open(url: str, start: int) -> Any:
    """Ask for `url` from byte `start` on."""
    headers = {"Range": f"bytes={start}-"} if start else {}
    return urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=TIMEOUT_S)


def _copy(
    response: Any, part: Path, span: tuple[int, int], progress: Progress, cancelled: Cancelled
) -> None:
    done, total = span
    with part.open("ab" if done else "wb") as file:
        while chunk := response.read(CHUNK_BYTES):
            require_space(part.parent, len(chunk))  # others write too, and a length may be unknown
            file.write(chunk)
            done += len(chunk)
            progress(done, total)
            if cancelled():
                raise FetchCancelledError("the fetch was stopped; the next one goes on from here")
    if done < total:
        raise ModelError(f"the connection broke after {done} of {total} bytes; try again to go on")
