"""Decoded sound of any sample format as 16-bit integers."""

from typing import Any

import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from audio.block import INT16_SCALE

_INT16 = np.iinfo(np.int16)
_HALF_OF_LOW_WORD = 1 << 15
_UINT8_MIDDLE = 128
_UINT8_STEP = 256
_INT64_STEP = 2.0**48


def to_int16(frame: AudioFrame) -> NDArray[np.int16]:
    """Return the samples of a decoded frame, (n, channels) int16.

    Wider formats are rounded to the nearest step, half a step going up (integers) or to even
    (floats), and limited to the int16 range; no dither; NaN is 0. Eight bits are scaled up exactly.

    Raises:
        ValueError: a sample format FFmpeg has no array for.
    """
    array = frame.to_ndarray()
    channels = frame.layout.nb_channels
    samples = array.T if frame.format.is_planar else array.reshape(-1, channels)
    return np.ascontiguousarray(_narrow(samples))


def _narrow(samples: NDArray[Any]) -> NDArray[np.int16]:
    """Convert an array of any FFmpeg sample type, keeping its shape."""
    if samples.dtype == np.int16:
        return samples
    if samples.dtype == np.uint8:
        steps = (samples.astype(np.int64) - _UINT8_MIDDLE) * _UINT8_STEP
    elif samples.dtype == np.int32:  # also 24 bits, which FFmpeg left-justifies in 32
        steps = (samples.astype(np.int64) + _HALF_OF_LOW_WORD) >> 16
    elif samples.dtype == np.int64:
        steps = np.rint(samples / _INT64_STEP)
    else:
        steps = np.rint(np.nan_to_num(samples) * INT16_SCALE)
    return np.clip(steps, _INT16.min, _INT16.max).astype(np.int16)
