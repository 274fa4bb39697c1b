"""Stretches in which nothing is to be heard, so that playback can pass over them."""

import numpy as np
from numpy.typing import NDArray

LEAST_S = 1.0  # shorter pauses belong to speech
MARGIN_S = 0.2  # is left on both sides, or words would begin clipped
FLOOR_PERCENTILE = 10.0
ABOVE_FLOOR = 32  # of 255 steps of a waveform's height: 6 dB above the noise of the room
MOST = 75  # -34 dBFS: louder is no silence, whatever the room


def quiet_stretches(
    peaks: NDArray[np.uint8], per_s: int, speech_s: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return when silences begin and end, (n, 2) in seconds, in order of time.

    Silence is what is hardly louder than the quietest tenth of the recording and holds no word.

    Args:
        peaks: (n,) loudness on the waveform's scale of decibels.
        per_s: how many there are in a second.
        speech_s: (n, 2) when words begin and end.
    """
    if not len(peaks):
        return np.zeros((0, 2))
    limit = min(float(np.percentile(peaks, FLOOR_PERCENTILE)) + ABOVE_FLOOR, MOST)
    quiet = (peaks <= limit) & ~_spoken(len(peaks), per_s, speech_s)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], quiet, [0])).astype(np.int8)))
    stretches = edges.reshape(-1, 2) / per_s
    long = stretches[stretches[:, 1] - stretches[:, 0] >= LEAST_S]
    return np.asarray(long + np.array((MARGIN_S, -MARGIN_S)))


def _spoken(count: int, per_s: int, speech_s: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell for each peak whether a word is heard in it."""
    steps = np.zeros(count + 1, np.int64)
    begin, end = (np.clip(np.rint(speech_s * per_s).astype(np.int64), 0, count)).T
    np.add.at(steps, begin, 1)
    np.add.at(steps, end, -1)
    return np.asarray(np.cumsum(steps[:-1]) > 0, np.bool_)
