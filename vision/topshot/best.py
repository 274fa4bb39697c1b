"""The best frames of a clip or of a burst of photographs, where nobody pressed a shutter."""

from collections.abc import Sequence
from dataclasses import dataclass

from vision.topshot.gam import Gam, shipped_gam
from vision.topshot.rating import rate_all
from vision.topshot.reasons import reason
from vision.topshot.score import FrameScore
from vision.topshot.select import apart


@dataclass(frozen=True, slots=True, eq=False)
class Best:
    """One of the best frames.

    Attributes:
        frame: it, scored with all frames in view.
        reason: what it has over the middling frame, in plain words; empty where it is no better.
    """

    frame: FrameScore
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """All frames scored, and the best of them.

    Attributes:
        frames: in order of time, scored with all of them in view.
        best: the best first; each apart from the others in time and in what it shows.
    """

    frames: tuple[FrameScore, ...]
    best: tuple[Best, ...]


def ranking(frames: Sequence[FrameScore], most: int, gam: Gam | None = None) -> Ranking:
    """Rank frames.

    Args:
        frames: in order of time, as `FrameScorer.read` gave them; may be none.
        most: how many of the best are wanted.
        gam: the model; the shipped one where none is given.
    """
    gam = shipped_gam() if gam is None else gam
    rated = rate_all(frames, gam, None)
    by_score = sorted(rated, key=lambda one: -one.score)
    chosen: list[FrameScore] = []
    for frame in by_score:
        if len(chosen) < most and all(apart(frame, one, gam) for one in chosen):
            chosen.append(frame)
    middling = by_score[len(by_score) // 2] if by_score else None
    best = tuple(
        Best(one, reason(one, middling) if one.log_odds > middling.log_odds else "")
        for one in chosen
        if middling is not None
    )
    return Ranking(rated, best)
