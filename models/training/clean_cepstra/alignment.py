"""Which state of the acoustic model is said at each frame of a clip."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audio.speech.channel_mean import ChannelMean
from audio.speech.vocal_tract import VocalTract
from audio.speech.word_graph import is_filler, without_mark
from models.cepstra import COEFFICIENTS, TwoCepstra
from models.clean_cepstra import CONTEXT_FRAMES, CleanNet
from models.spectrum import SAMPLE_RATE_HZ
from models.training.clean_cepstra.sphinx_model import states
from models.vocal_tract import WARPS, WarpedCepstraStream, speech_gaussians

UNKNOWN = -1
MARGIN_SAMPLES = SAMPLE_RATE_HZ // 5  # of quiet around a clip
LEAST_CONFIDENCE = 0.4  # of a word that the decoder heard, to be learnt from
BUSY_STATES = 5_000


@dataclass(frozen=True, slots=True)
class Seen:
    """What the acoustic model would be given of a clip.

    Attributes:
        cepstra: (m, 2 * COEFFICIENTS) with the mean of the channel taken out.
        warp: index of the speaker's warp.
    """

    cepstra: TwoCepstra
    warp: int


def see(sound: NDArray[np.float32], warp: int | None = None) -> Seen:
    """Return the cepstra of (n,) samples with margins, for the likeliest warp or the given one."""
    heard = WarpedCepstraStream().push(sound)
    means = [ChannelMean().mean(heard[:, number]) for number in range(len(WARPS))]
    if warp is None:
        warp = VocalTract(speech_gaussians()).warp(heard, means)
    return Seen((heard[:, warp] - means[warp]).astype(np.float32), warp)


class Aligner:
    """Finds the states by Sphinx's own search, with a known text or with what it hears."""

    def __init__(self, net: CleanNet) -> None:
        """Load two decoders; `net` helps to hear where there is no text."""
        self._net = net
        self._hearing, self._aligning = _decoder(), _decoder()

    def states(self, seen: Seen, text: str) -> NDArray[np.int16] | None:
        """Return (m,) states without context, UNKNOWN where doubtful; None where none fit."""
        words = re.sub(r"[^a-z' ]", " ", text.lower()).split()
        if words:
            return self._aligned(seen.cepstra[:, :COEFFICIENTS], words)
        padded = np.pad(seen.cepstra, ((CONTEXT_FRAMES, CONTEXT_FRAMES), (0, 0)), mode="edge")
        cleaned = self._net.clean(padded)
        _decode(self._hearing, cleaned)
        heard = list(self._hearing.seg() or ())
        words = [without_mark(word.word) for word in heard if not is_filler(word.word)]
        found = self._aligned(cleaned, words) if words else None
        if found is not None:
            for word in heard:
                if word.prob < LEAST_CONFIDENCE:
                    found[word.start_frame : word.end_frame + 1] = UNKNOWN
        return found

    def _aligned(self, cepstra: NDArray[np.float32], words: list[str]) -> NDArray[np.int16] | None:
        found = np.full(len(cepstra), UNKNOWN, np.int16)
        try:
            self._aligning.set_align_text(" ".join(words))
            _decode(self._aligning, cepstra)
            self._aligning.set_alignment()
        except RuntimeError:  # a word is not in the dictionary, or the text does not fit
            return None
        _decode(self._aligning, cepstra)
        for word in self._aligning.get_alignment() or ():
            for phone in word:
                for state in phone:
                    here = slice(state.start, state.start + state.duration)
                    found[here] = states().of_senone[int(state.name)]
        return found


def _decode(decoder: Any, cepstra: NDArray[np.float32]) -> None:
    decoder.start_utt()
    decoder.process_cep(np.ascontiguousarray(cepstra, np.float32).tobytes(), full_utt=True)
    decoder.end_utt()


def _decoder() -> Any:
    from pocketsphinx import Decoder

    decoder = Decoder(loglevel="FATAL", samprate=float(SAMPLE_RATE_HZ), maxhmmpf=BUSY_STATES)
    decoder.config["cmn"] = "none"
    decoder.reinit_feat(decoder.config)
    return decoder
