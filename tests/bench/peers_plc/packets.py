"""Packets of 20 ms and runs of lost ones."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from audio.plc.crossfade import rising

Sound = NDArray[np.float32]
Lost = NDArray[np.bool_]
RATE_HZ = 16_000
PACKET_SAMPLES = 320


def gaps(lost: Lost) -> Iterator[tuple[int, int]]:
    """Yield first and end sample of each run of lost packets."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], lost.astype(int), [0]))))
    for start, end in edges.reshape(-1, 2) * PACKET_SAMPLES:
        yield int(start), int(end)


def fill(
    sound: Sound, lost: Lost, continued: Callable[[Sound, int], Sound], merge_samples: int
) -> Sound:
    """Replace each gap by what `continued` says after (m,) and for how many samples.

    It says `merge_samples` more than the gap, over which the returning sound is cross-faded in.
    """
    filled = sound.copy()
    for start, end in gaps(lost):
        merge = min(merge_samples, len(sound) - end)
        said = continued(filled[:start], end - start + merge)
        filled[start:end] = said[: end - start]
        weight = rising(merge)
        filled[end : end + merge] = (
            said[end - start :] * (1 - weight) + weight * sound[end:][:merge]
        )
    return filled
