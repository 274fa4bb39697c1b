"""The shape of all signal code: items in, results out, no clock, no thread."""

from collections.abc import Sequence
from typing import Protocol, TypeVar, runtime_checkable

Item_contra = TypeVar("Item_contra", contravariant=True)
Result_co = TypeVar("Result_co", covariant=True)


class Processor(Protocol[Item_contra, Result_co]):
    """A synchronous object that one owner drives; any split of the input gives the same output."""

    def push(self, item: Item_contra) -> Sequence[Result_co]:
        """Take the next item and return what it made known."""
        ...

    def flush(self) -> Sequence[Result_co]:
        """Return what was still pending; called at a gap and at the end."""
        ...

    def reset(self) -> None:
        """Forget the past; the next item starts anew."""
        ...


@runtime_checkable
class Hurries(Protocol):
    """A processor that can do with less work, and do it less well, when it falls behind."""

    def late(self, late_ns: int) -> None:
        """Learn how far the work is behind the media, before the next push."""
        ...
