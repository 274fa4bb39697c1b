"""A clip as it may be heard: clean, live, and twice live in other rooms; and what is said in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.cepstra import TwoCepstra
from models.clean_cepstra import SoFar, so_far

KINDS = ("clean", "live", "spoiled", "spoiled again")
CLEAN = KINDS.index("clean")
ARRAYS = ("frames", "channel", "said")


@dataclass(frozen=True, slots=True)
class Heard:
    """One hearing of a clip.

    Attributes:
        frames: (m, 2 * COEFFICIENTS) cepstra, in half precision.
        channel: (m, 2 * COEFFICIENTS) the mean that is taken out of each frame, likewise.
        said: (m,) states, UNKNOWN where doubtful.
    """

    frames: NDArray[np.float16]
    channel: NDArray[np.float16]
    said: NDArray[np.int16]

    @property
    def cepstra(self) -> TwoCepstra:
        """Return (m, 2 * COEFFICIENTS) with the means taken out."""
        return self.frames.astype(np.float32) - self.channel

    @property
    def known(self) -> SoFar:
        """Return what the clip was like up to each frame."""
        return so_far(self.frames.astype(np.float32), self.channel.astype(np.float64))


@dataclass(frozen=True, slots=True)
class Example:
    """One clip.

    Attributes:
        heard: its hearings, one of each of KINDS.
        weight: how often its frames are drawn.
    """

    heard: tuple[Heard, ...]
    weight: float


def save(made: Sequence[tuple[Example, bool]], path: Path) -> None:
    """Keep examples, and whether each is held out, end to end."""
    hearings = [heard for example, _ in made for heard in example.heard]
    np.savez(
        path,
        **{name: np.concatenate([getattr(heard, name) for heard in hearings]) for name in ARRAYS},
        ends=np.cumsum([len(heard.said) for heard in hearings]),
        weight=[example.weight for example, _ in made],
        held_out=[away for _, away in made],
    )


def load(path: Path) -> tuple[list[Example], list[Example]]:
    """Return the examples to learn from, and those held out."""
    with np.load(path) as stored:
        kept = dict(stored)
    cuts = kept["ends"][:-1]
    hearings = [
        Heard(*parts)
        for parts in zip(*(np.split(kept[name], cuts) for name in ARRAYS), strict=True)
    ]
    kinds = len(KINDS)
    all_of = [
        (Example(tuple(hearings[kinds * number : kinds * (number + 1)]), float(weight)), away)
        for number, (weight, away) in enumerate(zip(kept["weight"], kept["held_out"], strict=True))
    ]
    return [one for one, away in all_of if not away], [one for one, away in all_of if away]
