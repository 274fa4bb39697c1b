"""The shape of sound at every zoom: lowest, highest and RMS sample of ever longer stretches.

Level 0 has a bucket for each BUCKET_FRAMES frames, each further level one for FACTOR of the finer
one's, like the tiles of a map: whoever draws takes the coarsest level that is fine enough.
"""

import numpy as np
from numpy.typing import NDArray

BUCKET_FRAMES = 256
FACTOR = 4
LEVELS = 7  # the coarsest bucket has a million frames; ten hours at 48 kHz are 1,648 of them

SHAPE = np.dtype([("low", "<i2"), ("high", "<i2"), ("rms", "<i2")])
"""One bucket, in int16 samples; over all channels."""

_LOUDEST = 32_767  # the RMS of full scale below zero is one more

Shapes = NDArray[np.void]
"""(n,) of dtype SHAPE."""


def bucket_frames(level: int) -> int:
    """Return how many frames a bucket of this level covers."""
    return BUCKET_FRAMES * int(FACTOR**level)


def finest_shapes(samples: NDArray[np.int16]) -> Shapes:
    """Return the level 0 of (n * BUCKET_FRAMES, channels) samples, (n,)."""
    buckets = samples.reshape(-1, BUCKET_FRAMES * samples.shape[1])
    shapes = np.empty(len(buckets), SHAPE)
    shapes["low"] = buckets.min(axis=1)
    shapes["high"] = buckets.max(axis=1)
    shapes["rms"] = _root(np.square(buckets, dtype=np.float32).mean(axis=1))
    return shapes


def coarser_shapes(finer: Shapes) -> Shapes:
    """Return the next level of (n * FACTOR,) buckets, (n,)."""
    return joined(finer, np.arange(0, len(finer), FACTOR))


def joined(shapes: Shapes, starts: NDArray[np.int_]) -> Shapes:
    """Return one bucket for each stretch between successive `starts`, the last to the end.

    Args:
        shapes: (n,) buckets.
        starts: (m,) rising indices into them; where two are equal, the bucket there is given.
    """
    counts = np.diff(starts, append=len(shapes)).clip(1)
    power = np.square(shapes["rms"], dtype=np.float32)
    return _reduced(shapes["low"], shapes["high"], power, starts, counts)


def stretches(samples: NDArray[np.int16], starts: NDArray[np.int_]) -> Shapes:
    """Return what `joined` does, of (frames, channels) samples and starts in frames."""
    channels = samples.shape[1]
    flat = samples.reshape(-1)
    counts = np.diff(starts, append=len(samples)).clip(1) * channels
    power = np.square(flat, dtype=np.float32)
    wide = _reduced(flat, flat, power, starts * channels, counts)
    if channels > 1 and (single := np.flatnonzero(counts == channels)).size:
        wide[single] = _frames(samples[starts[single]])
    return wide


def _frames(samples: NDArray[np.int16]) -> Shapes:
    """Return a bucket for each of (n, channels) frames."""
    shapes = np.empty(len(samples), SHAPE)
    shapes["low"], shapes["high"] = samples.min(axis=1), samples.max(axis=1)
    shapes["rms"] = _root(np.square(samples, dtype=np.float32).mean(axis=1))
    return shapes


def _reduced(
    low: NDArray[np.int16],
    high: NDArray[np.int16],
    power: NDArray[np.float32],
    starts: NDArray[np.int_],
    counts: NDArray[np.int_],
) -> Shapes:
    wide = np.empty(len(starts), SHAPE)
    wide["low"] = np.minimum.reduceat(low, starts)
    wide["high"] = np.maximum.reduceat(high, starts)
    wide["rms"] = _root(np.add.reduceat(power, starts) / counts)
    return wide


def _root(power: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return the roots of (n,) mean squares, as int16 holds them."""
    roots: NDArray[np.floating] = np.minimum(np.sqrt(power), _LOUDEST)
    return roots
