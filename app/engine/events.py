"""What the engine itself says, beside the events of the signal code."""

from dataclasses import dataclass
from enum import StrEnum


class GapReason(StrEnum):
    """Why a stretch of media is missing."""

    NO_DEVICE = "no device"
    DEVICE_LOST = "device lost"
    DIGITAL_SILENCE = "digital silence"
    MISSING_IN_FILE = "missing in file"
    OVERFLOW = "overflow"


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of a stream that carries no media, [start_ns, end_ns) on the session clock."""

    start_ns: int
    end_ns: int
    source: str
    reason: GapReason


@dataclass(frozen=True, slots=True)
class Notice:
    """One plain sentence for the person using the program, said once per happening."""

    pts_ns: int
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A stage stopped on an error; the rest of the graph goes on."""

    pts_ns: int
    stage: str
    text: str
