"""What was said: words with their times, first as a draft, then for good."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word.

    Attributes:
        text: as the engine spells it, without marks of pronunciation.
        start_ns: its first sound, on the session's monotonic clock.
        end_ns: just after its last sound.
        confidence: 0..1, the engine's own belief.
    """

    text: str
    start_ns: int
    end_ns: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Partial:
    """What an utterance seems to say so far; the next event of the same number replaces it.

    An empty text takes the draft back: the utterance proved to hold no words.

    Attributes:
        utterance: number of the utterance, growing along a transcript.
        start_ns: where the utterance's sound begins.
        text: words joined by blanks.
    """

    utterance: int
    start_ns: int
    text: str


@dataclass(frozen=True, slots=True)
class Final:
    """What an utterance said, never changed again; it has at least one word.

    Attributes:
        utterance: number of the utterance, as in its partials.
        words: in order of time.
        speaker: who said it, where that is known, as in a call; utterances are numbered for each.
    """

    utterance: int
    words: tuple[Word, ...]
    speaker: str | None = None

    def __post_init__(self) -> None:
        if not self.words:
            raise ValueError("a final without words: say a Partial with an empty text instead")

    @property
    def text(self) -> str:
        """The words joined by blanks."""
        return " ".join(word.text for word in self.words)

    @property
    def start_ns(self) -> int:
        """Start of the first word."""
        return self.words[0].start_ns

    @property
    def end_ns(self) -> int:
        """End of the last word."""
        return self.words[-1].end_ns


TranscriptEvent = Partial | Final
