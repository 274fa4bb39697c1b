"""The built-in engine: pocketsphinx with the English model inside its wheel.

A draft engine: about every second word is wrong, but it works at once on any machine. It keeps the
interpreter's lock while it computes, so a live program runs it in a process of its own. The running
cepstral mean carries over from utterance to utterance, as the same microphone is heard; `reset`
restores the model's own.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from audio.speech.transcript import Final, Partial, TranscriptEvent, Word
from audio.speech.vad import to_int16

FRAME_NS = 10_000_000  # pocketsphinx' frame rate of 100 Hz
PARTIAL_MS = 250

_PRONUNCIATION = re.compile(r"\(\d+\)$")  # "the(2)"
_FILLER_STARTS = ("<", "[", "++")  # <sil>, [NOISE], ++NOISE++

SURE = 0.9
_COARSE = re.compile(r"(mother)?(fuck|shit|cunt|bitch|bastard|asshole|whore|nigg|fag)")
"""Starts of words that a draft must not put into anyone's mouth: applause and breath come out as
short words like these (measured on the demo clip), so they count only where the engine is sure."""


class Segment(Protocol):
    """One entry of the decoder's segmentation: frames from utterance start, both inclusive."""

    word: str
    start_frame: int
    end_frame: int
    prob: float  # already linear, 0..1


class PocketsphinxEngine:
    """`SpeechEngine` over a pocketsphinx decoder with its default search."""

    name = "pocketsphinx"
    draft = True
    sample_rate_hz = 16_000

    def __init__(self) -> None:
        """Load the model: about 0.4 s and 90 MB."""
        from pocketsphinx import Decoder

        self._decoder = Decoder(loglevel="FATAL", samprate=float(self.sample_rate_hz))
        self._utterance = 0
        self._begin_ns: int | None = None
        self._fed_samples = 0
        self._draft_text = ""

    def begin(self, pts_ns: int) -> None:
        """Start an utterance whose first sample has time `pts_ns`."""
        self._begin_ns = pts_ns
        self._fed_samples = 0
        self._draft_text = ""
        self._decoder.start_utt()

    def feed(self, pcm: NDArray[np.float32]) -> Sequence[TranscriptEvent]:
        """Decode the next (n,) samples; a changed draft comes at most every `PARTIAL_MS`."""
        partial_samples = self.sample_rate_hz * PARTIAL_MS // 1000
        drafts_before = self._fed_samples // partial_samples
        self._decoder.process_raw(to_int16(pcm).tobytes())
        self._fed_samples += len(pcm)
        if self._fed_samples // partial_samples == drafts_before:
            return []
        return self._changed_draft(self._hypothesis())

    def end(self) -> Sequence[TranscriptEvent]:
        """Search once more over the whole utterance and return its final."""
        self._decoder.end_utt()
        words = tuple(self._words(self._decoder.seg() or ()))
        events: Sequence[TranscriptEvent] = (
            [Final(self._utterance, words)] if words else self._changed_draft("")
        )
        self._begin_ns = None
        self._utterance += 1
        return events

    def reset(self) -> None:
        """Drop an open utterance, the cepstral mean and the count of utterances."""
        if self._begin_ns is not None:
            self._decoder.end_utt()
            self._begin_ns = None
        self._decoder.reinit_feat()  # set_cmn alone leaves traces of the past (measured)
        self._utterance = 0

    def _changed_draft(self, text: str) -> Sequence[TranscriptEvent]:
        if text == self._draft_text:
            return []
        self._draft_text = text
        return [Partial(self._utterance, self._started_ns(), text)]

    def _hypothesis(self) -> str:
        hypothesis = self._decoder.hyp()
        tokens = hypothesis.hypstr.split() if hypothesis else []
        return " ".join(_PRONUNCIATION.sub("", token) for token in tokens if is_heard(token, 0.0))

    def _words(self, segments: Iterable[Segment]) -> Iterable[Word]:
        begin_ns = self._started_ns()
        for segment in segments:
            if is_heard(segment.word, segment.prob):
                yield Word(
                    _PRONUNCIATION.sub("", segment.word),
                    begin_ns + segment.start_frame * FRAME_NS,
                    begin_ns + (segment.end_frame + 1) * FRAME_NS,
                    float(np.clip(segment.prob, 0.0, 1.0)),
                )

    def _started_ns(self) -> int:
        assert self._begin_ns is not None, "feed and end belong between begin and end"
        return self._begin_ns


def is_heard(token: str, confidence: float) -> bool:
    """Whether a token of the decoder is a word that was heard, and no mark of silence or noise."""
    if token.startswith(_FILLER_STARTS):
        return False
    return confidence >= SURE or not _COARSE.match(token)
