"""The small stages of a recording that run on the loop: titles kept, wishes done, people told."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from app.actions import Action, ActionAsked
from app.engine.events import Notice
from app.engine.processor import Processor
from audio.speech.titles import Titles
from vision.quality import Advice


class Watch(Processor[object, object], Protocol):
    """Shows events to a person, on the loop; returns what that person asks for."""

    def begin(self, origin_ns: int) -> None:
        """Learn the time zero of the session's clock."""
        ...


class Heading:
    """Keeps the latest titles until the recording's end."""

    def __init__(self) -> None:
        self.titles: tuple[str, ...] = ()

    def push(self, item: Titles) -> Sequence[object]:
        """Keep the titles."""
        self.titles = item.texts
        return ()

    def flush(self) -> Sequence[object]:
        """Keep them."""
        return ()

    def reset(self) -> None:
        """Keep them: a gap changes no title."""


class Control:
    """Does what gestures ask of a recording; a mark is the log's to keep."""

    def __init__(self, ending: asyncio.Event) -> None:
        """Set `ending` when the recording is to end."""
        self._ending = ending

    def push(self, item: ActionAsked) -> Sequence[object]:
        """End the recording if that is asked for."""
        if item.action is Action.TOGGLE_RECORDING:
            self._ending.set()
        return ()

    def flush(self) -> Sequence[object]:
        """Do nothing more."""
        return ()

    def reset(self) -> None:
        """Nothing is remembered."""


class Album:
    """Shows what there is to say of photos; passes on what the person asks for meanwhile."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def push(self, item: Notice | Advice) -> Sequence[object]:
        """Show it."""
        return self._watch.push(item)

    def flush(self) -> Sequence[object]:
        """Do nothing more."""
        return ()

    def reset(self) -> None:
        """Nothing is remembered."""
