"""Stand-ins for voice detectors and a speech engine: loud is speech, a stretch is one word."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from audio.speech.transcript import Final, Partial, TranscriptEvent, Word

LOUD_INT16 = 1000
PARTIAL_SAMPLES = 4000


def loud_detector(frame: NDArray[np.int16]) -> bool:
    """Whether the frame's mean magnitude is at least `LOUD_INT16`."""
    return bool(np.abs(frame.astype(np.int32)).mean() >= LOUD_INT16)


def any_voice(_frame: NDArray[np.float32]) -> float:
    """Hear a voice in everything."""
    return 5.0


class FakeEngine:
    """Says one word a stretch, named after its length in samples, that spans it."""

    name = "fake"
    draft = True
    sample_rate_hz = 16_000

    def __init__(self) -> None:
        self.heard: list[NDArray[np.float32]] = []
        self._begin_ns: int | None = None
        self._samples = 0
        self._utterance = 0

    def begin(self, pts_ns: int) -> None:
        assert self._begin_ns is None, "begin inside a stretch"
        self._begin_ns = pts_ns
        self._samples = 0

    def feed(self, pcm: NDArray[np.float32]) -> Sequence[TranscriptEvent]:
        assert self._begin_ns is not None, "feed outside a stretch"
        self.heard.append(pcm)
        before = self._samples // PARTIAL_SAMPLES
        self._samples += len(pcm)
        if self._samples // PARTIAL_SAMPLES == before:
            return []
        return [Partial(self._utterance, self._begin_ns, str(self._samples))]

    def end(self) -> Sequence[TranscriptEvent]:
        assert self._begin_ns is not None, "end outside a stretch"
        end_ns = self._begin_ns + self._samples * 1_000_000_000 // self.sample_rate_hz
        word = Word(str(self._samples), self._begin_ns, end_ns, 1.0)
        final = Final(self._utterance, (word,))
        self._begin_ns = None
        self._utterance += 1
        return [final]

    def reset(self) -> None:
        self._begin_ns = None
        self._utterance = 0
