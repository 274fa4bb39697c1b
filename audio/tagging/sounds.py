"""What a timeline of sounds is made of; sounds are named by the keys of the ontology."""

from dataclasses import dataclass

from audio.tagging.windows import BAR_NS


@dataclass(frozen=True, slots=True)
class Bar:
    """The dominant sound of 50 ms.

    Attributes:
        pts_ns: where the bar begins.
        sound: key of a class; `silence` and `background` among them.
        probability: of that class, 0..1; 1 for silence.
        final: whether it will stay; until then it is told again.
    """

    pts_ns: int
    sound: str
    probability: float
    final: bool

    @property
    def end_ns(self) -> int:
        """Where the next bar begins."""
        return self.pts_ns + BAR_NS


@dataclass(frozen=True, slots=True)
class SoundEvent:
    """A sound with its beginning and end.

    Attributes:
        number: of the event; a later one of the same number replaces it.
        start_ns: its onset.
        end_ns: its offset, or how far it is known to last.
        sound: key of a class, neither silence nor background.
        probability: mean over the event, 0..1.
        ended: False while it goes on.
    """

    number: int
    start_ns: int
    end_ns: int
    sound: str
    probability: float
    ended: bool
