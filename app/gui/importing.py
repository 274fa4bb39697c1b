"""Between the window and files on their way into the library; a part of the bridge."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject

from app.gui.keeping.work import TOLD, Answer, Spawn
from app.gui.state.models import Models
from app.gui.work.import_run import ImportRun


class Importing(QObject):
    """Brings in the files that the library's page asks for, or gives them up."""

    def __init__(
        self,
        models: Models,
        run: ImportRun,
        spawn: Spawn,
        answer: Answer,
        refresh: Callable[[], object],
    ) -> None:
        """Work on the engine's loop by `spawn`; `refresh` lists the library anew."""
        super().__init__()
        self._library, self._notices = models.library, models.notices
        self._settings = models.settings
        self._run, self._spawn, self._answer, self._refresh = run, spawn, answer, refresh
        self._waited_for: set[Future[None]] = set()
        self._library.import_asked.connect(self._import)
        self._library.cancel_import_asked.connect(self._cancel)

    def _import(self, files: Sequence[Path]) -> None:
        for file in files:
            self._library.put_import(file, 0)
            work = self._spawn(self._import_one(file))
            self._waited_for.add(work)
            work.add_done_callback(self._waited_for.discard)

    def _cancel(self) -> None:
        for work in tuple(self._waited_for):
            work.cancel()

    async def _import_one(self, file: Path) -> None:
        def tell(done_s: int) -> None:
            self._answer(partial(self._library.put_import, file, done_s))

        try:
            await self._run.bring(file, self._settings.config, tell)
        except TOLD as error:
            self._answer(partial(self._notices.say, str(error)))
        finally:
            self._answer(partial(self._library.put_import, file, None))
            self._answer(self._refresh)
