"""What was heard so far: at the stream's own rate for a moment, at 16 kHz for a second."""

from dataclasses import dataclass

import numpy as np

from audio.plc.band import RateChange
from audio.plc.continuer import WORKING_RATE_HZ, FloatArray

KNOWN_SAMPLES = WORKING_RATE_HZ  # 1 s, which the network's conditioning looks back on
TAIL_MS = 40  # more than any filter's reach and than the window of the upper band's model


@dataclass(frozen=True, slots=True)
class History:
    """The newest past; a value, never changed.

    Attributes:
        count: samples heard since the start.
        tail: (n, channels) float32, the last of them.
        known_count: samples at 16 kHz that they decide.
        known: (m, channels) float32, the last of those.
    """

    count: int
    tail: FloatArray
    known_count: int
    known: FloatArray


def nothing_heard(channels: int) -> History:
    """Return the history of a stream that has not begun."""
    none = np.zeros((0, channels), np.float32)
    return History(0, none, 0, none)


def heard(history: History, block: FloatArray, down: RateChange, sample_rate_hz: int) -> History:
    """Return the history with `block`, (n, channels) float32, after it; `down` leads to 16 kHz."""
    count = history.count + len(block)
    recent = np.concatenate((history.tail, block))
    known_count = down.known(count)
    first = max(history.known_count, known_count - KNOWN_SAMPLES)
    known = history.known
    if known_count > first:
        fresh = down.read(recent, count - len(recent), first, known_count - first)
        known = np.concatenate((known, fresh))[-KNOWN_SAMPLES:]
    tail_samples = sample_rate_hz * TAIL_MS // 1000
    return History(count, recent[-tail_samples:], known_count, known)
