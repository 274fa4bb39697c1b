"""The one shape of every speech engine: sound of a stretch of speech in, transcript out."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from audio.speech.transcript import TranscriptEvent


class SpeechEngine(Protocol):
    """A recogniser driven as begin, feed..., end for each stretch of continuous speech.

    An engine that finds ends of utterances itself may say several finals between `begin` and
    `end`; one that does not says its final at `end`. It numbers utterances from 0 upwards.

    Attributes:
        name: what people call it.
        draft: whether a better engine should hear the same sound again later.
        sample_rate_hz: the rate `feed` wants.
    """

    name: str
    draft: bool
    sample_rate_hz: int

    def begin(self, pts_ns: int) -> None:
        """Start a stretch whose first sample has time `pts_ns`."""
        ...

    def feed(self, pcm: NDArray[np.float32]) -> Sequence[TranscriptEvent]:
        """Take the next (n,) mono samples in -1..1 and return what became known."""
        ...

    def end(self) -> Sequence[TranscriptEvent]:
        """Close the stretch and return what was still pending."""
        ...

    def reset(self) -> None:
        """Forget the speaker, an open stretch and the count of utterances."""
        ...


@runtime_checkable
class Hurries(Protocol):
    """An engine that can do with less work, and hear less well, when it falls behind."""

    def late(self, late_ns: int) -> None:
        """Learn how far the work is behind the sound, at any time."""
        ...
