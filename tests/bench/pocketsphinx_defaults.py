"""pocketsphinx as it comes, to compare with."""

import numpy as np
from numpy.typing import NDArray

FILLER_STARTS = ("<", "[", "+")


class Defaults:
    """A decoder with every setting at its default."""

    def __init__(self) -> None:
        from pocketsphinx import Decoder

        self._decoder = Decoder(loglevel="FATAL", samprate=16_000.0)

    def utterance(self, samples: NDArray[np.int16]) -> list[tuple[str, float]]:
        """Return words and beliefs of (n,) samples that hold one whole utterance."""
        return self._decode(samples.tobytes())

    def recording(self, samples: NDArray[np.int16]) -> list[tuple[str, float]]:
        """Return words and beliefs of a recording as the library's own segmenter cuts it."""
        import io

        from pocketsphinx import Segmenter

        words: list[tuple[str, float]] = []
        for segment in Segmenter(sample_rate=16_000).segment(io.BytesIO(samples.tobytes())):
            words += self._decode(segment.pcm)
        return words

    def _decode(self, pcm: bytes) -> list[tuple[str, float]]:
        self._decoder.start_utt()
        self._decoder.process_raw(pcm, full_utt=True)
        self._decoder.end_utt()
        return [
            (segment.word.partition("(")[0], segment.prob)
            for segment in self._decoder.seg() or ()
            if not segment.word.startswith(FILLER_STARTS)
        ]
