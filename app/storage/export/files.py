"""Exported files: names that are safe on any system, whole files, and JSON read back."""

import contextlib
import re
import shutil
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

from app.disk import cannot_write, replace_file
from app.errors import StorageError
from app.storage.document import Document
from app.storage.event_store import EventStore
from app.storage.export.formats import FORMATS
from app.storage.meta import META_NAME, RecordingMeta, State, write_meta
from app.storage.recording import Recording, one_line
from app.storage.takes import add_take
from app.storage.trash import free_name
from audio.tagging.sounds import SoundEvent

STEM_BYTES = 120  # with an ending and a number below the 255 of common file systems
NAMELESS = "recording"
# What Windows keeps for devices, whatever the ending.
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)($|\.)")
_UNSAFE = re.compile(r"[^\w .,'()&+!-]+")


def file_stem(title: str) -> str:
    """Return a file name without ending for `title` that stays in its folder on any system."""
    plain = _UNSAFE.sub("_", unicodedata.normalize("NFC", title))
    plain = plain.encode("utf-8", "ignore")[:STEM_BYTES].decode("utf-8", "ignore")
    plain = plain.strip(" .-_")
    return f"_{plain}" if _DEVICE.match(plain) else plain or NAMELESS


def export(
    documents: Sequence[tuple[str, Document]],
    formats: Sequence[str],
    out: Path,
    *,
    replace: bool = True,
) -> list[Path]:
    """Write each document in each format into `out`.

    Args:
        documents: each with what to call it; two of one name are numbered.
        formats: keys of FORMATS.
        out: made when absent.
        replace: a file of the same name that is there, whole; else the new one is numbered.

    Returns:
        The files written.

    Raises:
        StorageError: a file cannot be written, or `out` is itself a recording.
    """
    if (out / META_NAME).exists():
        raise StorageError(f"{out} is a recording; choose another folder for exports")
    written: list[Path] = []
    taken: set[str] = set()

    def is_free(stem: str) -> bool:
        files = (out / (stem + FORMATS[kind].ending) for kind in formats)
        return stem.casefold() not in taken and (replace or not any(f.exists() for f in files))

    for name, document in documents:
        stem = _numbered(file_stem(name), is_free)
        taken.add(stem.casefold())
        for kind in formats:
            path = out / (stem + FORMATS[kind].ending)
            write_format(document, kind, path)
            written.append(path)
    return written


def write_format(document: Document, kind: str, path: Path) -> None:
    """Write a document in one of FORMATS to `path`, whole; raises StorageError."""
    text = FORMATS[kind].render(document)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode("utf-8", "replace"))
    except OSError as error:
        raise cannot_write(path, error) from error


def write_beside(document: Document, before: Document | None, kind: str, path: Path) -> bool:
    """Write a document in one of FORMATS to `path`, unless somebody else's text is there.

    Args:
        document: to be written.
        before: what may have been written there, in this format, in its place.
        kind: key of FORMATS.
        path: of the file.

    Returns:
        Whether the document is there now; a file that holds anything else is left as it is.

    Raises:
        StorageError: the file cannot be read or written.
    """
    render = FORMATS[kind].render
    own = [render(one).encode("utf-8", "replace") for one in (document, before) if one is not None]
    try:
        there = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise StorageError(f"cannot read {path}: {error.strerror}") from error
    if there is not None and there not in own:
        return False
    if there != own[0]:
        write_format(document, kind, path)
    return True


def import_document(document: Document, recordings: Path, app_version: str) -> Path:
    """Make a recording of words alone out of an exported document; return its folder.

    Raises:
        StorageError: it cannot be written; nothing of it stays.
    """
    title = one_line(document.title)
    folder = free_name(recordings, file_stem(title or document.started_at[:10]))
    meta = RecordingMeta(
        id=document.recording_id,
        started_at=document.started_at,
        origin_ns=0,
        state=State.FINISHED,
        app_version=app_version,
        sources=(),
        duration_ns=document.duration_ns,
        title=title,
        tags=tuple(dict.fromkeys(filter(None, map(one_line, document.tags)))),
    )
    try:
        folder.mkdir(parents=True)
        try:
            _fill(folder, meta, document)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    except OSError as error:
        raise cannot_write(folder, error) from error
    return folder


def _fill(folder: Path, meta: RecordingMeta, document: Document) -> None:
    with contextlib.closing(EventStore(folder / "events.db", meta.origin_ns)) as store:
        for number, one in enumerate(document.sounds):
            times = (one.start_ns, one.end_ns)
            store.put_sound(SoundEvent(number, *times, one.sound, one.probability, ended=True))
    add_take(Recording(folder, meta), document.transcript)
    write_meta(folder, meta)  # last, as it is what makes the folder a recording


def _numbered(stem: str, is_free: Callable[[str], bool]) -> str:
    """Return the stem, numbered if it is not free."""
    name, number = stem, 2
    while not is_free(name):
        name, number = f"{stem} ({number})", number + 1
    return name
