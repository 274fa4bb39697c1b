"""A raised hand that means "I want to speak", and not the hands of someone who speaks.

People who talk move their hands, and an open palm is among the commonest shapes they take: while
someone speaks, and for a moment after, no gesture raises or lowers the hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.actions import Action, ActionAsked
from audio.speech.speaking import Speaking

AFTER_SPEECH_NS = 1_000_000_000  # the hand comes down after the last word


@dataclass(frozen=True, slots=True)
class HandRaised:
    """Someone asks to speak, or no longer does, whether or not a button said so before."""

    pts_ns: int
    raised: bool


class RaisedHand:
    """ActionAsked and Speaking in, HandRaised out."""

    def __init__(self) -> None:
        """Start in silence."""
        self._speaking = False
        self._changed_ns: int | None = None

    def push(self, item: ActionAsked | Speaking) -> Sequence[HandRaised]:
        """Take a wish or a change of speech."""
        if isinstance(item, Speaking):
            self._speaking, self._changed_ns = item.speaking, item.pts_ns
            return ()
        if item.action not in (Action.RAISE_HAND, Action.LOWER_HAND):
            return ()
        spoke = self._changed_ns is not None and (
            self._speaking or item.pts_ns - self._changed_ns < AFTER_SPEECH_NS
        )
        return () if spoke else [HandRaised(item.pts_ns, item.action is Action.RAISE_HAND)]

    def flush(self) -> Sequence[HandRaised]:
        """Return nothing: no wish is held back."""
        return ()

    def reset(self) -> None:
        """Forget what was said."""
        self._speaking = False
        self._changed_ns = None
