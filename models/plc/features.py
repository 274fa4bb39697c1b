"""What the autoregressive network is told, for a stretch that is known in full.

The running loop (`models.plc.reference`) tells the same, sample by sample.
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from models.plc.excitation import compand
from models.plc.mel import SAMPLE_RATE_HZ
from models.plc.past import FORCED_SAMPLES, FloatArray, Past
from models.plc.prediction import LONG_ORDER, SHORT_ORDER

STEP_SAMPLES = 4  # of one turn of the recurrent layer
SEEN_EXCITATIONS = 8  # by each sample's own layer
SEEN_SAMPLES = 7
STEP_FEATURES = 2 * STEP_SAMPLES + 2
SAMPLE_FEATURES = SEEN_EXCITATIONS + SEEN_SAMPLES + 1
FORCED = -1.0  # what is told in place of the time while the past is relived
# Of the 64 ms that are described before a loss, those that the network relives. Fewer cost less and
# are the same to PLCMOS: 32 against 64, on 24 held-out speakers, -0.001 +-0.003 in bursts of 60 ms,
# +0.008 +-0.004 in those of 120.
RELIVED_STEPS = SAMPLE_RATE_HZ * 32 // 1000 // STEP_SAMPLES
LONGEST_GAP_SAMPLES = SAMPLE_RATE_HZ * 12 // 100  # by then the output has faded out
LOUDEST = 8.0  # samples, in units of the past's RMS, are clipped to this before they are told


@dataclass(frozen=True, slots=True)
class Features:
    """A stretch of n samples, n a multiple of 4.

    Attributes:
        steps: (n / 4, 10): the last four excitations, the last four samples, the excitation that
            the short prediction expects next, the time since the loss (-1 before it, then 0 at
            the loss to 1 at 120 ms); oldest first.
        samples: (n, 16): the last eight excitations, the last seven samples, that expectation.
        excitation: (n,) what was new against the long prediction, in units of its RMS.
    """

    steps: FloatArray
    samples: FloatArray
    excitation: FloatArray


def describe(signal: FloatArray, past: Past) -> Features:
    """Describe (256 + n,) samples from the 257th on; scaled and pre-emphasised as `past`.

    They begin where `past.signal` does; what goes beyond it lies after the loss.
    """
    scale = np.float32(past.excitation_rms)
    foretold = np.convolve(signal[:-1], past.long_weights, "valid")  # (n,)
    fresh = signal[LONG_ORDER - SHORT_ORDER :]
    expected = np.convolve(fresh[:-1], past.short_weights, "valid")
    excitation = (signal[LONG_ORDER:] - foretold) / scale
    guess = compand((expected - foretold) / scale)[:, np.newaxis]
    known = np.concatenate((np.zeros(SEEN_EXCITATIONS, np.float32), compand(excitation[:-1])))
    loud = np.clip(signal[LONG_ORDER - SEEN_SAMPLES : -1], -LOUDEST, LOUDEST)
    excitations = sliding_window_view(known, SEEN_EXCITATIONS)
    samples = sliding_window_view(loud, SEEN_SAMPLES)
    since = np.arange(-FORCED_SAMPLES, len(excitation) - FORCED_SAMPLES, dtype=np.float32)
    time = np.where(since < 0, np.float32(FORCED), since / np.float32(LONGEST_GAP_SAMPLES))
    steps = (excitations[:, -STEP_SAMPLES:], samples[:, -STEP_SAMPLES:], guess, time[:, np.newaxis])
    told = np.hstack(steps)[::STEP_SAMPLES]
    return Features(told, np.hstack((excitations, samples, guess)), excitation)
