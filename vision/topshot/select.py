"""Which frames to show: the shutter frame first, and up to two that are clearly better."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vision.topshot.gam import Gam, shipped_gam
from vision.topshot.rating import NS_PER_S, rate_all
from vision.topshot.reasons import reason
from vision.topshot.score import FrameScore

MOST_OFFERS = 2
# Two frames show the same when their thumbnails differ by less than this (mean of 0..255; noise
# and a trembling hand make up to 2) and no term of theirs by half a log odd.
SAME_PICTURE = 3.0
SAME_TERM = 0.5


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


def select(scores: Sequence[FrameScore], shutter_ns: int, gam: Gam | None = None) -> Selection:
    """Choose among the frames around a shutter.

    Args:
        scores: at least one frame, in order of time, as a `FrameScorer` gave them.
        shutter_ns: when the shutter was pressed.
        gam: the model; the shipped one where none is given.

    Raises:
        ValueError: there are no frames.
    """
    if not scores:
        raise ValueError("a selection needs at least one frame")
    gam = shipped_gam() if gam is None else gam
    return choose(rate_all(scores, gam, shutter_ns), shutter_ns, gam)


def choose(rated: Sequence[FrameScore], shutter_ns: int, gam: Gam) -> Selection:
    """Choose among frames that were scored with all of them in view."""
    shutter = min(rated, key=lambda one: abs(one.pts_ns - shutter_ns))
    shown = [shutter]
    for frame in sorted(rated, key=lambda one: -one.score):
        if len(shown) > MOST_OFFERS or frame.log_odds - shutter.log_odds < gam.margin:
            break
        if all(apart(frame, one, gam) for one in shown):
            shown.append(frame)
    offers = (Offer(one, one.score - shutter.score, reason(one, shutter)) for one in shown[1:])
    return Selection(shutter, tuple(offers))


def apart(one: FrameScore, other: FrameScore, gam: Gam) -> bool:
    """Tell whether two frames are worth showing beside each other."""
    if abs(one.pts_ns - other.pts_ns) < gam.spacing_s * NS_PER_S:
        return False
    names = one.terms.keys() | other.terms.keys()
    differ = max(abs(one.terms.get(name, 0.0) - other.terms.get(name, 0.0)) for name in names)
    return differ >= SAME_TERM or _picture_difference(one, other) >= SAME_PICTURE


def _picture_difference(one: FrameScore, other: FrameScore) -> float:
    """Return the mean difference of two thumbnails, 0..255; 255 where they cannot be compared."""
    if one.thumbnail.shape != other.thumbnail.shape or not one.thumbnail.size:
        return 255.0
    apart = one.thumbnail.astype(np.float32) - other.thumbnail.astype(np.float32)
    return float(np.abs(apart).mean())
