"""What was found in one picture of a file, and what a writer does with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from vision.frame import Frame
from vision.hands.deliberate import GestureMade
from vision.hands.hand import HandsResult


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One picture.

    Attributes:
        frame: the picture; time zero is the file's.
        result: the hands in it.
        made: gestures that it completed; of a still picture, those it shows.
        captions: what to write beside a hand, by id.
    """

    frame: Frame
    result: HandsResult
    made: Sequence[GestureMade]
    captions: Mapping[int, str]


class Writer(Protocol):
    """Takes one picture after the other."""

    def put(self, look: Look) -> None:
        """Write what was found in the next picture."""
        ...

    def close(self) -> None:
        """Write what is due at the end, and let go of the file."""
        ...
