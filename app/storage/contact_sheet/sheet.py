"""What a contact sheet shows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.topshot.best import Ranking

NS_PER_S = 1_000_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """One clip, or one burst of photographs.

    Attributes:
        title: its name.
        ranking: its frames and the best of them.
        names: of the single photographs, by `pts_ns`; empty for a clip.
        pictures: (height, width, 3) RGB by `pts_ns`, of the best and of `strip`.
        strip: times of frames from beginning to end.
    """

    title: str
    ranking: Ranking
    names: dict[int, str]
    pictures: dict[int, NDArray[np.uint8]]
    strip: tuple[int, ...]

    def label(self, pts_ns: int) -> str:
        """Return a frame's name: a photograph's own, or its time in the clip."""
        return self.names.get(pts_ns) or clock(pts_ns)

    def summary(self) -> str:
        """Return how much there is."""
        count = len(self.ranking.frames)
        kind = "photograph" if self.names else "frame"
        text = f"{count} {kind}{'' if count == 1 else 's'}"
        if self.names or not count:
            return text
        return f"{text}, {clock(self.ranking.frames[-1].pts_ns)}"


def clock(pts_ns: int) -> str:
    """Return a time as m:ss.cc."""
    minutes, seconds = divmod(pts_ns / NS_PER_S, 60)
    return f"{int(minutes)}:{seconds:05.2f}"


def strip_of(ranking: Ranking, most: int) -> tuple[int, ...]:
    """Return the times of at most so many frames, evenly spread from the first to the last."""
    times: Sequence[int] = [frame.pts_ns for frame in ranking.frames]
    if len(times) <= most:
        return tuple(times)
    places = np.linspace(0, len(times) - 1, most).round().astype(int)
    return tuple(times[place] for place in places.tolist())
