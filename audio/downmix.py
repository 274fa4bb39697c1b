"""Several channels as one.

A balanced microphone in a stereo socket gives one voice twice, once upside down, and the mean of
both is silence: such a pair is added up the other way round.
"""

import numpy as np
from numpy.typing import NDArray

from audio.block import INT16_SCALE

CHUNKS_PER_S = 10  # each is judged by those before it
REMEMBERED = 0.9  # of a chunk by the next: what is loud counts for about a second
# Normalised correlation of the channels, -1..1. That of wide stereo is about 0; one voice heard by
# both with some noise of their own lies between.
TURNS_BELOW, TURNS_BACK_ABOVE = -0.8, -0.4


class Downmix:
    """One stream of sound; any split of it gives the same samples."""

    def __init__(self, rate_hz: int) -> None:
        """Set up for a stream of `rate_hz`."""
        self._chunk_samples = max(1, rate_hz // CHUNKS_PER_S)
        self._filled = 0  # samples of the chunk so far
        self._product = self._power = 0  # of its two channels
        self._past_product = self._past_power = 0.0
        self._before = self._sign = 1.0  # of the second channel, in the last chunk and in this

    def push(self, samples: NDArray[np.int16]) -> NDArray[np.float32]:
        """Return (n,) in -1..1 of (n, channels) samples; a change of sign takes a chunk."""
        if samples.shape[1] != 2:
            mean: NDArray[np.float32] = samples.mean(axis=1, dtype=np.float32)
            return mean / np.float32(INT16_SCALE)
        mixed = np.empty(len(samples), np.float32)
        start = 0
        while start < len(samples):
            part = samples[start : start + self._chunk_samples - self._filled]
            mixed[start : start + len(part)] = self._mixed(part)
            self._take_in(part)
            start += len(part)
        return mixed

    def _mixed(self, part: NDArray[np.int16]) -> NDArray[np.float32]:
        left, right = part.T.astype(np.float32)
        if self._before == self._sign:
            both = left + np.float32(self._sign) * right
        else:
            place = np.arange(self._filled, self._filled + len(part)) / self._chunk_samples
            both = left + (self._before + (self._sign - self._before) * place) * right
        return np.asarray(both / np.float32(2 * INT16_SCALE), np.float32)

    def _take_in(self, part: NDArray[np.int16]) -> None:
        left, right = part.T.astype(np.int64)
        self._product += int(left @ right)
        self._power += int(left @ left + right @ right)
        self._filled += len(part)
        if self._filled == self._chunk_samples:
            self._judge()
            self._filled = self._product = self._power = 0

    def _judge(self) -> None:
        self._past_product = REMEMBERED * self._past_product + 2 * self._product
        self._past_power = REMEMBERED * self._past_power + self._power
        self._before = self._sign
        if self._past_product < TURNS_BELOW * self._past_power:
            self._sign = -1.0
        elif self._past_product > TURNS_BACK_ABOVE * self._past_power:
            self._sign = 1.0
