"""How like a voice the sound is right now: the network's opinion, steadied."""

import numpy as np
from numpy.typing import NDArray

from models.spectrum import BANDS, SpectrumStream
from models.voice import WINDOW_FRAMES, VoiceNet, describe_frames, describe_window, voice_net

MEMORY = 0.85  # of one step to the next, 30 ms: about 200 ms
UNKNOWN_ODDS = -1.0  # before a window is full


class VoiceLikeness:
    """Follows a 16 kHz stream; returns after each piece the log odds that a voice is in it."""

    def __init__(self, net: VoiceNet | None = None) -> None:
        self._net = net or voice_net()
        self._spectra = SpectrumStream()
        self._window: NDArray[np.float32] = np.zeros((0, BANDS + 1), np.float32)
        self._odds = UNKNOWN_ODDS

    def __call__(self, pcm: NDArray[np.float32]) -> float:
        """Take the next (n,) samples in -1..1; the pieces must all be of one length."""
        frames = describe_frames(self._spectra.push(pcm))
        self._window = np.concatenate((self._window, frames))[-WINDOW_FRAMES:]
        if len(self._window) == WINDOW_FRAMES:
            odds = float(self._net.log_odds(describe_window(self._window)))
            self._odds = MEMORY * self._odds + (1 - MEMORY) * odds
        return self._odds
