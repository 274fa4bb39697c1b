"""Which frames to show: the shutter frame first, and up to two that are clearly better."""

from collections.abc import Sequence
from dataclasses import dataclass

from vision.topshot.score import FrameScore


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """A frame that is better than the shutter frame.

    Attributes:
        frame: the frame, scored with the whole buffer in view.
        margin: its score less the shutter frame's, 0..1.
        reason: why it is better, in plain words, such as "eyes open, sharper".
    """

    frame: FrameScore
    margin: float
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """What a press of the shutter gives.

    Attributes:
        shutter: the frame closest to the press, scored with the whole buffer in view.
        alternatives: up to two better frames, the best first.
    """

    shutter: FrameScore
    alternatives: tuple[Offer, ...]


def select(scores: Sequence[FrameScore], shutter_ns: int) -> Selection:
    """Choose among the frames around a shutter.

    Args:
        scores: at least one frame, in order of time.
        shutter_ns: when the shutter was pressed.
    """
    shutter = min(scores, key=lambda one: abs(one.pts_ns - shutter_ns))
    return Selection(shutter, ())
