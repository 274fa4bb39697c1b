"""What is known at the moment of a loss: the past, measured the way the networks want it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.plc.mel import HOP_SAMPLES, SAMPLE_RATE_HZ, log_mel
from models.plc.prediction import DAMPING, LONG_ORDER, SHORT_ORDER, burg

FloatArray = NDArray[np.float32]

EMPHASIS = 0.85  # first-order pre-emphasis: evens out the spectrum of speech
FIT_SAMPLES = SAMPLE_RATE_HZ // 10  # 100 ms: long enough for a period, short enough to be steady
HELD_SAMPLES = SAMPLE_RATE_HZ // 20  # 50 ms hold what follows; 100 would let a soft end burst out
FORCED_SAMPLES = SAMPLE_RATE_HZ * 64 // 1000  # of the past that are described; half is relived
MEL_FRAMES = SAMPLE_RATE_HZ // HOP_SAMPLES  # 1 s

# Silence has no scale of its own. Half a step of 16 bits, and -60 dB of the signal.
_QUIETEST_RMS = 1.5e-5
_LEAST_EXCITATION = 1e-3
_LONGEST = SAMPLE_RATE_HZ + HOP_SAMPLES * 3  # samples that any of the measurements looks at


@dataclass(frozen=True, slots=True)
class Past:
    """The end of a signal, pre-emphasised and scaled to an RMS of 1 over its last 100 ms.

    Attributes:
        rms: what it was divided by.
        peak: the largest of the last 50 ms before pre-emphasis.
        slope: the largest step between two of them.
        last_sample: the last one before pre-emphasis, from which a continuation goes on.
        signal: (1280,) its end: 64 ms to describe and the 16 ms before them.
        short_weights: (32,) of x[n-1], x[n-2], ... that foretell x[n], fitted to the last 100 ms.
        long_weights: (256,) likewise.
        excitation_rms: of what the long prediction leaves of them.
        mel: (100, 80) of the last second, in the same scale.
        levels: (2,) natural logarithms, halved: the excitation's level under the signal's, and
            the last 100 ms' over the last second's.
    """

    rms: float
    peak: float
    slope: float
    last_sample: float
    signal: FloatArray
    short_weights: FloatArray
    long_weights: FloatArray
    excitation_rms: float
    mel: FloatArray
    levels: FloatArray


def measure(past: FloatArray) -> Past:
    """Measure (n,) float32 samples at 16 kHz; silence is taken to lie before them."""
    known = past[-_LONGEST:]
    padded = np.zeros(max(len(known), FIT_SAMPLES) + 1, np.float32)
    padded[len(padded) - len(known) :] = known
    emphasised = emphasise(padded)
    rms = max(_rms(emphasised[-FIT_SAMPLES:]), _QUIETEST_RMS)
    scaled = emphasised / np.float32(rms)
    fitted = scaled[-FIT_SAMPLES:].astype(np.float64)
    short, long, power = burg(fitted, (SHORT_ORDER, LONG_ORDER), DAMPING)
    excitation_rms = max(float(np.sqrt(power)), _LEAST_EXCITATION)
    loudness = max(_rms(scaled[-SAMPLE_RATE_HZ:]), _LEAST_EXCITATION)
    return Past(
        rms=rms,
        peak=float(np.abs(padded[-HELD_SAMPLES:]).max()),
        slope=float(np.abs(np.diff(padded[-HELD_SAMPLES:])).max()),
        last_sample=float(padded[-1]),
        signal=scaled[-FORCED_SAMPLES - LONG_ORDER :],
        short_weights=short.astype(np.float32),
        long_weights=long.astype(np.float32),
        excitation_rms=excitation_rms,
        mel=log_mel(scaled, MEL_FRAMES),
        levels=np.array([np.log(excitation_rms) / 2, -np.log(loudness) / 2], np.float32),
    )


def emphasise(samples: FloatArray) -> FloatArray:
    """Return (n - 1,) the pre-emphasised form of (n,) samples, from the second on."""
    return samples[1:] - np.float32(EMPHASIS) * samples[:-1]


def _rms(samples: FloatArray) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))
