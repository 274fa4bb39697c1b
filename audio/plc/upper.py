"""The start of a gap above 8 kHz: what was heard there goes on for a moment and fades."""

from dataclasses import dataclass

import numpy as np

from audio.plc.band import RateChange
from audio.plc.continuer import WORKING_RATE_HZ, FloatArray
from audio.plc.crossfade import rising
from audio.plc.extrapolation import LinearExtrapolation
from audio.plc.history import History

FADE_MS = 10
MODEL_ORDER = 32  # formants and hiss, no pitch
MODEL_WINDOW_MS = 20


@dataclass(frozen=True, slots=True)
class Bridge:
    """What a gap starts from.

    Attributes:
        past: (n, channels) float32 at 16 kHz, up to the last sample before the gap.
        upper: (m, channels) float32 at the stream's rate, to be added to the filled band.
    """

    past: FloatArray
    upper: FloatArray


def bridge(history: History, down: RateChange, up: RateChange, sample_rate_hz: int) -> Bridge:
    """Return the past up to its very end, and the band above, fading.

    The filters to and from 16 kHz look ahead, so the stream's end alone decides too little: it is
    carried on by linear prediction. What the way to 16 kHz and back takes from that prediction is
    the upper band; added to a filled band that starts as the prediction does, it makes the start
    of the gap seamless.
    """
    channels = history.tail.shape[1]
    if down.reach == 0:
        return Bridge(history.known, np.zeros((0, channels), np.float32))
    start, n_upper = history.count, sample_rate_hz * FADE_MS // 1000
    n_known = up.needed(start + n_upper)
    n_ahead = down.needed(n_known) - start
    ahead = _foretold(history.tail, n_ahead, sample_rate_hz)
    around = np.concatenate((history.tail, ahead))
    fresh = down.read(
        around, start - len(history.tail), history.known_count, n_known - history.known_count
    )
    known = np.concatenate((history.known, fresh))
    band = up.read(known, n_known - len(known), start, n_upper)
    upper = (ahead[:n_upper] - band) * (1 - rising(n_upper))[:, None]
    past_count = first_unknown(start, sample_rate_hz)
    return Bridge(known[: len(known) - (n_known - past_count)], upper)


def _foretold(tail: FloatArray, n_ahead: int, sample_rate_hz: int) -> FloatArray:
    """Return (n_ahead, channels) by linear prediction of each channel of `tail`."""
    model = LinearExtrapolation(MODEL_ORDER, sample_rate_hz * MODEL_WINDOW_MS // 1000)
    ahead = np.empty((n_ahead, tail.shape[1]), np.float32)
    for channel, past in enumerate(tail.T):
        if channel and np.array_equal(past, tail[:, 0]):  # one voice in the middle
            ahead[:, channel] = ahead[:, 0]
        else:
            ahead[:, channel], _ = model.speak(model.begin(past, seed=0), n_ahead)
    return ahead


def first_unknown(start: int, sample_rate_hz: int) -> int:
    """Return the number of the first sample at 16 kHz not before sample `start`."""
    return -(-start * WORKING_RATE_HZ // sample_rate_hz)
