"""What a person changed in the words, to be taken back and done again."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.storage.document import SpokenWord


@dataclass(frozen=True, slots=True)
class Respelling:
    """One change: of a heard word, from one text to another; None is what was heard."""

    heard: SpokenWord
    before: str | None
    after: str | None


class WordHistory:
    """Changes in the order they were made, and how far they are done."""

    def __init__(self, made: Iterable[Respelling] = ()) -> None:
        """Begin with what was changed before, the newest last."""
        self._changes = list(made)
        self._done = len(self._changes)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return self._done > 0

    @property
    def can_redo(self) -> bool:
        """Whether a change was taken back."""
        return self._done < len(self._changes)

    def add(self, change: Respelling) -> None:
        """Note a change that was made; what was taken back is forgotten."""
        self._changes[self._done :] = [change]
        self._done += 1

    def undo(self) -> Respelling | None:
        """Return the change to be taken back."""
        if not self.can_undo:
            return None
        self._done -= 1
        return self._changes[self._done]

    def redo(self) -> Respelling | None:
        """Return the change to be made again."""
        if not self.can_redo:
            return None
        self._done += 1
        return self._changes[self._done - 1]
