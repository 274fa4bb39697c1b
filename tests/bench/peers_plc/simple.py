"""The three that need no explanation: nothing, the last packet again, linear prediction."""

import numpy as np

from audio.plc.extrapolation import LinearExtrapolation
from tests.bench.peers_plc.packets import PACKET_SAMPLES, RATE_HZ, Lost, Sound, fill

SILENT_SAMPLES = RATE_HZ * 120 // 1000
MERGE_SAMPLES = RATE_HZ * 5 // 1000
PREDICTED_IN_FULL_SAMPLES = PACKET_SAMPLES


def zero(sound: Sound, lost: Lost) -> Sound:
    """Leave gaps silent."""
    return np.where(np.repeat(lost, PACKET_SAMPLES), np.float32(0), sound)


def repeat(sound: Sound, lost: Lost) -> Sound:
    """Repeat the last packet, fading to silence at 120 ms."""

    def again(past: Sound, n_samples: int) -> Sound:
        packet = np.concatenate((np.zeros(PACKET_SAMPLES, np.float32), past))[-PACKET_SAMPLES:]
        return np.resize(packet, n_samples) * _fade(n_samples, 0)

    return fill(sound, lost, again, MERGE_SAMPLES)


def ar256(sound: Sound, lost: Lost) -> Sound:
    """Continue by a linear prediction of order 256, fading from 20 ms to silence at 120 ms."""
    prediction = LinearExtrapolation()

    def on(past: Sound, n_samples: int) -> Sound:
        said, _ = prediction.speak(prediction.begin(past, 0), n_samples)
        return said * _fade(n_samples, PREDICTED_IN_FULL_SAMPLES)

    return fill(sound, lost, on, MERGE_SAMPLES)


def _fade(n_samples: int, full_samples: int) -> Sound:
    left = (SILENT_SAMPLES - np.arange(n_samples)) / (SILENT_SAMPLES - full_samples)
    return np.clip(left, 0, 1).astype(np.float32)
