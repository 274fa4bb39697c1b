"""Between the window and another hearing of a recording; a part of the bridge, as calling is."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject

from app.gui.keeping.work import TOLD, Answer, Spawn
from app.gui.state.models import Models
from app.gui.work.hearing_again import hear_again


class Hearing(QObject):
    """Has the open recording heard again; leaving it gives that up."""

    def __init__(
        self,
        models: Models,
        library: Path,
        spawn: Spawn,
        answer: Answer,
        show: Callable[[Path], object],
    ) -> None:
        """Work on the engine's loop by `spawn`; `show` shows the words of a recording anew."""
        super().__init__()
        self._said, self._notices = models.recording.said, models.notices
        self._library, self._spawn, self._answer, self._show = library, spawn, answer, show
        self._again: Future[None] | None = None
        self._number = 0  # of the hearing that is told of; one that was given up ends later
        self._said.hear_again_asked.connect(self._start)
        self._said.cancel_asked.connect(self._cancel)
        models.recording.close_asked.connect(self._cancel)

    def _start(self, folder: Path, engine: str) -> None:
        self._number += 1
        self._said.put_heard_share(0.0)
        self._again = self._spawn(self._hear(self._number, folder, engine))

    async def _hear(self, number: int, folder: Path, engine: str) -> None:
        try:
            await hear_again(
                *(folder, engine, self._library),
                lambda share: self._answer(partial(self._tell, number, share)),
            )
            self._answer(partial(self._show, folder))
        except TOLD as error:
            self._answer(partial(self._notices.say, str(error)))
        finally:
            self._answer(partial(self._tell, number, None))

    def _tell(self, number: int, share: float | None) -> None:
        if number == self._number:
            self._said.put_heard_share(share)

    def _cancel(self) -> None:
        if self._again is not None:
            self._again.cancel()
            self._again = None
            self._tell(self._number, None)
            self._number += 1
