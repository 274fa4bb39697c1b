"""The mean cepstra of what a microphone hears of a speaker, to be taken out.

The acoustic model expects the mean of each utterance at zero. Live, that mean is known only at
the end; but it belongs to room, microphone and speaker, so what earlier utterances showed is a
good start, and the first second of a new one shows how good. Long silences say nothing of the
speaker and are left out; what a usual share of pauses moves the mean is added as a constant.
"""

import numpy as np
from numpy.typing import NDArray

from models.cepstra import COEFFICIENTS, TwoCepstra

# Measured on 36 read and spoken clips of 30 speakers: the mean of their speech, and how far the
# mean of the whole utterance, as the model was trained on, lies from it.
TYPICAL_SPEECH = np.array(
    [
        *(60.7, 5.7, -4.7, 12.5, -7.7, -0.7, -8.3, -5.8, -2.3, -0.5, 1.3, -4.0, 3.2),
        *(62.1, 5.4, -4.9, 13.2, -7.6, -0.8, -7.9, -5.7, -2.2, -0.3, 1.3, -3.8, 3.2),
    ]
)
PAUSES = np.array(
    [
        *(-9.7, -2.5, 1.0, -2.7, 2.4, 0.0, 1.7, 1.2, 0.5, -0.1, -0.1, 1.1, -0.8),
        *(-10.4, -2.8, 1.2, -2.8, 2.5, 0.0, 1.7, 1.2, 0.5, -0.1, -0.1, 1.1, -0.8),
    ]
)
PAUSES_SHARE = 0.2  # of an utterance's frames, at least, in all but noisy clips
TYPICAL_FRAMES = 30  # what the typical mean weighs against frames heard
REMEMBERED_FRAMES = 100  # what past utterances weigh: the next may be another speaker
LOUD_QUANTILE = 0.95
BELOW_LOUD = 30.0  # of the log energy: 52 dB, what the sounds of speech span
SPREAD = (
    13.0  # standard deviation of a liftered cepstrum of speech, nearly alike for all (measured)
)

Mean = NDArray[np.float64]
"""(2 * COEFFICIENTS,), of both kinds of cepstra."""


class ChannelMean:
    """What the frames of an utterance and, fading, those before it say about the mean."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget speaker and room."""
        self._past: Mean = TYPICAL_SPEECH + PAUSES
        self._frames = TYPICAL_FRAMES

    def mean(self, heard: TwoCepstra) -> Mean:
        """Return the mean to take out, given all frames of the open utterance."""
        present, frames = utterance_mean(heard)
        return (self._past * self._frames + present * frames) / (self._frames + frames)

    def remember(self, heard: TwoCepstra) -> None:
        """Take in a finished utterance."""
        self._past = self.mean(heard)
        self._frames = min(REMEMBERED_FRAMES, self._frames + utterance_mean(heard)[1])


def utterance_mean(heard: TwoCepstra) -> tuple[Mean, int]:
    """Return the mean with the usual pauses, and how many frames of speech stand behind it."""
    if len(heard) == 0:
        return np.zeros(2 * COEFFICIENTS), 0
    energy = heard[:, 0]
    bar = max(0.0, float(np.quantile(energy, LOUD_QUANTILE)) - BELOW_LOUD)
    speech = heard[energy >= bar]
    if len(speech) == 0:
        return np.zeros(2 * COEFFICIENTS), 0
    silent_share = 1 - len(speech) / len(heard)
    pauses = PAUSES * min(1.0, silent_share / PAUSES_SHARE)
    return speech.mean(axis=0, dtype=np.float64) + pauses, len(speech)


def distance(one: Mean, other: Mean) -> float:
    """Return how far apart two means are, in standard deviations of speech."""
    return float(np.sqrt(np.mean(np.square(one - other)))) / SPREAD
