"""Transcripts of a sound file, beside it: the first engine's, and others under their names.

    a.wav.json                  what the first engine heard
    a.wav.parakeet-v2.json      what another heard later

An engine that hears the file again replaces its own transcript and no other.
"""

from pathlib import Path

from app.disk import cannot_write, replace_file
from app.errors import StorageError
from app.storage.document import Document, as_json, from_json
from app.storage.takes import slug


def own_sidecar(first: Path, engine: str) -> Path:
    """Return where an engine's transcript is or may be written.

    Args:
        first: FILE.json.
        engine: that hears.

    Raises:
        StorageError: what is there is no transcript, and would be lost.
    """
    own = first.with_suffix(f".{slug(engine)}.json")
    there = read_sidecar(first)
    if there is None or there.transcript.engine == engine:
        return first
    read_sidecar(own)
    return own


def read_sidecar(path: Path) -> Document | None:
    """Return the transcript in a file, None where there is no file.

    Raises:
        StorageError: the file cannot be read as a transcript.
    """
    if not path.exists():
        return None
    try:
        return from_json(path.read_bytes(), str(path))
    except (OSError, StorageError) as error:
        raise StorageError(
            f"{path} is no transcript that can be read, and is left as it is; "
            "move it away, or choose another folder with --out"
        ) from error


def write_sidecar(path: Path, document: Document) -> None:
    """Put a transcript in place, whole; raises StorageError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, as_json(document).encode())
    except OSError as error:
        raise cannot_write(path, error) from error
