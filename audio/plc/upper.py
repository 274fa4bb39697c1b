"""The start of a gap at other rates than 16 kHz: the band above fades, nothing jumps."""

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
LEAD_MS = 1  # of 0.5, 1, 3 and 10 none steps less than another


@dataclass(frozen=True, slots=True)
class Bridge:
    """What a gap starts from.

    Attributes:
        past: (n, channels) float32 at 16 kHz, up to the last sample before the gap.
        upper: (m, channels) float32 at the stream's rate, to be added to the filled band.
        last: (1, channels) float32, what the band below is at the last sample before the gap.
    """

    past: FloatArray
    upper: FloatArray
    last: FloatArray


def bridge(history: History, down: RateChange, up: RateChange, sample_rate_hz: int) -> Bridge:
    """Return the past up to its very end, and the band above, fading.

    The filters to and from 16 kHz look ahead, so the stream's end alone decides too little: it is
    carried on by linear prediction. What the way to 16 kHz and back takes from that prediction is
    the upper band; added to a filled band that starts as the prediction does, it makes the start
    of the gap seamless. One that starts otherwise wants `led` as well.
    """
    channels = history.tail.shape[1]
    if down.reach == 0:
        none = np.zeros((0, channels), np.float32)
        return Bridge(history.known, none, np.zeros((1, channels), np.float32))
    start, n_upper = history.count, sample_rate_hz * FADE_MS // 1000
    n_known = up.needed(start + n_upper)
    n_ahead = down.needed(n_known) - start
    ahead = _foretold(history.tail, n_ahead, sample_rate_hz)
    around = np.concatenate((history.tail, ahead))
    fresh = down.read(
        around, start - len(history.tail), history.known_count, n_known - history.known_count
    )
    known = np.concatenate((history.known, fresh))
    band = up.read(known, n_known - len(known), start - 1, 1 + n_upper)
    upper = (ahead[:n_upper] - band[1:]) * (1 - rising(n_upper))[:, None]
    past_count = first_unknown(start, sample_rate_hz)
    return Bridge(known[: len(known) - (n_known - past_count)], upper, band[:1])


def led(upper: FloatArray, ahead_of_time: FloatArray, sample_rate_hz: int) -> FloatArray:
    """Return `upper`, (m, channels), so that the filled band is led to from the last sample heard.

    A step at 16 kHz is a slope at a higher rate, half of which lies before the gap, where the sound
    has been played already: cut off there, it is a step again, and clicks.

    Args:
        upper: to be added to the filled band.
        ahead_of_time: (1, channels), by how much the filling changes the last sample before it.
        sample_rate_hz: of both.
    """
    lead = np.zeros_like(upper)
    count = min(len(lead), sample_rate_hz * LEAD_MS // 1000)
    lead[:count] = ahead_of_time * (1 - rising(count))[:, None]
    return upper - lead


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
