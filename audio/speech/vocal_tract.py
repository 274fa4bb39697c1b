"""How the frequency axis of the present speaker is best stretched: evidence over time."""

import numpy as np
from numpy.typing import NDArray

from audio.speech.channel_mean import BELOW_LOUD, LOUD_QUANTILE, Mean
from models.cepstra import COEFFICIENTS
from models.vocal_tract import PLAIN, WARPS, SpeechGaussians, WarpedCepstra

LOOKED_AT_FRAMES = 120  # of an utterance, evenly: neighbours say nearly the same
REMEMBERED_FRAMES = 100  # what past utterances weigh: the next may be another speaker
RELUCTANCE = 8.0  # log odds that a warp must gain over none

Evidence = NDArray[np.float64]
"""(len(WARPS),) log likelihoods, summed over frames."""


class VocalTract:
    """Which warp suits the speaker, from the open utterance and, fading, those before it."""

    def __init__(self, gaussians: SpeechGaussians) -> None:
        self._gaussians = gaussians
        self.reset()

    def reset(self) -> None:
        """Forget the speaker."""
        self._past: Evidence = np.zeros(len(WARPS))
        self._frames = 0

    def warp(self, heard: WarpedCepstra, means: list[Mean]) -> int:
        """Return the index of the likeliest warp, given all frames of the open utterance."""
        evidence = self._past + self._present(heard, means)[0]
        evidence[PLAIN] += RELUCTANCE
        return int(np.argmax(evidence))

    def remember(self, heard: WarpedCepstra, means: list[Mean]) -> None:
        """Take in a finished utterance."""
        present, frames = self._present(heard, means)
        evidence, total = self._past + present, self._frames + frames
        self._frames = min(REMEMBERED_FRAMES, total)
        self._past = evidence * (self._frames / max(1, total))

    def _present(self, heard: WarpedCepstra, means: list[Mean]) -> tuple[Evidence, int]:
        """Return the evidence of an utterance, and how many frames of speech stand behind it."""
        if len(heard) == 0:
            return np.zeros(len(WARPS)), 0
        energy = heard[:, PLAIN, 0]
        speech = heard[energy >= np.quantile(energy, LOUD_QUANTILE) - BELOW_LOUD]
        every = 1 + len(speech) // LOOKED_AT_FRAMES
        sums = [
            self._gaussians.log_likelihoods(
                speech[::every, number, :COEFFICIENTS] - mean[:COEFFICIENTS].astype(np.float32)
            ).sum(dtype=np.float64)
            for number, mean in enumerate(means)
        ]
        return np.array(sums) * every, len(speech)
