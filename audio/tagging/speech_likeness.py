"""How like speech the sound is right now, by a sound tagger: an opinion for the voice gate.

The tagger knows music, applause and engines from the inside, where the voice gate's own network
knows only how a voice goes up and down. It says what is heard in the middle of its window, half a
second ago; the gate looks back further than that when it opens.
"""

import numpy as np
from numpy.typing import NDArray

from audio.mel import LogMel
from audio.tagging.engine import Tagger
from audio.tagging.ontology import INDEX
from models.log_mel import BANDS, PATCH_FRAMES

EVERY_SAMPLES = 1920  # 120 ms between two looks: speech does not end faster
UNKNOWN_ODDS = -1.0  # before a window is full, as the voice gate's own network says
LEAST, MOST = 1e-4, 1 - 1e-4

_SPEECH = INDEX["speech"]


class SpeechLikeness:
    """Follows a 16 kHz stream; returns after each piece the log odds that speech is in it."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        self._mel = LogMel()
        self._rows = np.zeros((0, BANDS), np.float32)
        self._waiting = 0
        self._odds = UNKNOWN_ODDS

    def __call__(self, pcm: NDArray[np.float32]) -> float:
        """Take the next (n,) samples in -1..1."""
        self._rows = np.concatenate((self._rows, self._mel.push(pcm)))[-PATCH_FRAMES:]
        self._waiting += len(pcm)
        if self._waiting >= EVERY_SAMPLES and len(self._rows) == PATCH_FRAMES:
            self._waiting %= EVERY_SAMPLES
            probability = float(self._tagger.scores(self._rows[np.newaxis])[0, _SPEECH])
            probability = min(max(probability, LEAST), MOST)
            self._odds = float(np.log(probability / (1 - probability)))
        return self._odds
