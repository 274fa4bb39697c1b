"""Between the rate of a stream and the 16 kHz at which gaps are filled."""

import math

import numpy as np

from audio.plc.continuer import FloatArray
from audio.plc.stretches import stretches

LOBES = 24  # of the sinc on either side, 1.5 ms at 16 kHz
KAISER_BETA = 6.0  # -60 dB; with so many lobes, flat to 6.9 kHz at 16 kHz
PASS_BAND = 0.94  # of the narrower band; the rest is the filter's slope


class RateChange:
    """A linear-phase change of rate of which any stretch can be computed on its own.

    Input i stands for time i / from_hz and output k for time k / to_hz, counted from the same
    start, so there is no delay; an output exists once `reach` inputs beyond its time do. A sample
    comes out the same to the last bit however the stretches are cut. Equal rates copy.
    """

    def __init__(self, from_hz: int, to_hz: int) -> None:
        common = math.gcd(from_hz, to_hz)
        self._from, self._to = from_hz // common, to_hz // common
        narrow = min(from_hz, to_hz) / from_hz
        self.reach = 0 if from_hz == to_hz else math.ceil(LOBES / narrow)
        self._offsets = np.arange(min(0, 1 - self.reach), self.reach + 1)
        phases = np.arange(self._to)[:, None] / self._to
        self._weights = _kernel(self._offsets - phases, self.reach, narrow)

    def known(self, n_inputs: int) -> int:
        """Return how many outputs the first `n_inputs` inputs decide."""
        return max(0, -(-(n_inputs - self.reach) * self._to // self._from))

    def needed(self, n_outputs: int) -> int:
        """Return how many inputs decide the first `n_outputs` outputs, at least one."""
        return (n_outputs - 1) * self._from // self._to + self.reach + 1

    def read(self, samples: FloatArray, start: int, first: int, count: int) -> FloatArray:
        """Return outputs `first` to `first + count`, (count, channels).

        Args:
            samples: (n, channels), inputs from number `start` on; what lies before is silence.
            start: number of the first of them.
            first: number of the first output.
            count: how many outputs; the inputs must decide them all.
        """
        numbers = np.arange(first, first + count, dtype=np.int64) * self._from
        begins = numbers // self._to + int(self._offsets[0]) - start
        before = max(0, -int(begins[0])) if count else 0
        around = begins + before
        weights = self._weights
        if self._to > 1:
            weights = weights[numbers % self._to]
        outputs = np.empty((count, samples.shape[1]), np.float32)
        for channel, known in enumerate(samples.T):
            if channel and np.array_equal(known, samples[:, 0]):  # one voice in the middle
                outputs[:, channel] = outputs[:, 0]
                continue
            line = np.zeros(before + len(samples), np.float32)
            line[before:] = known
            windows = stretches(line, len(self._offsets))
            # a sum along memory: it has the same order in any cut
            outputs[:, channel] = np.einsum("ij,ij->i", windows[around], weights)
        return outputs


def _kernel(distances: np.ndarray, reach: int, narrow: float) -> FloatArray:
    """Return the weights of inputs `distances` away from an output; each row sums to 1."""
    if reach == 0:
        return np.ones(distances.shape, np.float32)
    cutoff = narrow * PASS_BAND
    window = np.i0(KAISER_BETA * np.sqrt(np.clip(1 - (distances / reach) ** 2, 0, 1)))
    weights = np.sinc(cutoff * distances) * window
    normalised: FloatArray = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return normalised
