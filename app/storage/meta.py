"""`recording.json`: what a recording says about itself, and how far it got."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.disk import replace_file
from app.errors import StorageError
from app.storage.limits import moment, time_ns

FORMAT_VERSION = 1
META_NAME = "recording.json"


class State(StrEnum):
    """How a recording ended."""

    RECORDING = "recording"
    FINISHED = "finished"
    REPAIRED = "repaired"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingMeta:
    """What `recording.json` holds.

    Attributes:
        id: 32 hexadecimal digits, stable when the folder moves.
        started_at: wall time of time zero, ISO 8601 with its offset from UTC.
        origin_ns: time zero on the session's monotonic clock; of use within that session only.
        state: RECORDING until `finish`; one that stays so was cut off and needs repair.
        app_version: the program that wrote it.
        sources: names of what was recorded.
        duration_ns: length; None until it has ended.
        title: what a person called it; empty when nobody did.
        tags: a person's own labels, in the order given.
        suggested_titles: what the program would call it, best first.
        speaker: whose voice alone it holds, of one side of a call; empty where nobody knows.
        call: the same in all recordings of one call; empty for other recordings.
        format_version: layout of the folder.
    """

    id: str
    started_at: str
    origin_ns: int
    state: State
    app_version: str
    sources: tuple[str, ...]
    duration_ns: int | None = None
    title: str = ""
    tags: tuple[str, ...] = ()
    suggested_titles: tuple[str, ...] = ()
    speaker: str = ""
    call: str = ""
    format_version: int = FORMAT_VERSION


def write_meta(folder: Path, meta: RecordingMeta) -> None:
    """Replace `recording.json` whole; raises OSError."""
    text = json.dumps(asdict(meta), indent=2, ensure_ascii=False)
    replace_file(folder / META_NAME, text.encode() + b"\n")


def read_meta(folder: Path) -> RecordingMeta:
    """Return what `recording.json` holds; raises StorageError."""
    path = folder / META_NAME
    try:
        fields = json.loads(path.read_bytes())
        version = fields["format_version"]
        if version == FORMAT_VERSION:
            return _parse_meta(fields)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise StorageError(f"{folder} is not a recording: it has no {META_NAME}") from error
    except OSError as error:
        raise StorageError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise StorageError(f"{path} is damaged and does not describe a recording") from error
    raise StorageError(
        f"{folder} has recording format {version}, this program reads {FORMAT_VERSION}; "
        "update the program"
    )


def _parse_meta(fields: dict[str, Any]) -> RecordingMeta:
    """Check types by converting; raises KeyError, TypeError, ValueError or OverflowError."""
    duration_ns = fields["duration_ns"]
    return RecordingMeta(
        id=str(fields["id"]),
        started_at=moment(fields["started_at"]),
        origin_ns=time_ns(fields["origin_ns"]),
        state=State(fields["state"]),
        app_version=str(fields["app_version"]),
        sources=tuple(str(source) for source in fields["sources"]),
        duration_ns=None if duration_ns is None else time_ns(duration_ns),
        title=str(fields.get("title", "")),
        tags=_texts(fields.get("tags", ())),
        suggested_titles=_texts(fields.get("suggested_titles", ())),
        speaker=str(fields.get("speaker", "")),
        call=str(fields.get("call", "")),
    )


def _texts(items: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(item) for item in items)
