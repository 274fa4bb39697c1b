"""Between the window and its calls: commands go to the engine's loop, news come back.

A part of the bridge: it knows Qt and, through what runs on the loop, asyncio.
"""

from concurrent.futures import Future
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject

from app.gui.beat import Beat
from app.gui.engine_thread import EngineThread
from app.gui.keeping.work import TOLD, Answer, Spawn, Work
from app.gui.state.models import Models
from app.gui.work.call_run import CallRun, CallWish
from app.gui.work.call_sound import write_both
from app.gui.work.fetching import Fetching


class Calling(QObject):
    """Serves the model of calls."""

    def __init__(
        self,
        models: Models,
        library: Path,
        engine: EngineThread,
        spawn: Spawn,
        answer: Answer,
        work: Work,
        fetching: Fetching,
    ) -> None:
        """Run calls on `engine` by `spawn`; answers come through `answer`."""
        super().__init__()
        self._models, self._library, self._engine = models, library, engine
        self._spawn, self._answer, self._work = spawn, answer, work
        self._fetching = fetching
        self._run: CallRun | None = None
        self.held: Future[None] | None = None  # done once the newest call has ended
        self._beat = Beat(self._deliver)
        call = models.call
        call.open_asked.connect(self._open)
        call.close_asked.connect(self.close)
        call.mute_asked.connect(self._mute)
        call.raise_asked.connect(self._raise)
        call.listen_asked.connect(self._listen)
        call.noticed.connect(models.notices.say)

    def close(self) -> None:
        """Have the call end."""
        if self._run is not None:
            self._engine.call(self._run.ending.set)

    def _open(self, wish: CallWish) -> None:
        self._models.live.in_call = True
        self._models.live.rest()  # the devices are wanted here
        self._run = CallRun(self._beat.ring)
        self.held = self._spawn(self._hold(self._run, wish))

    async def _hold(self, run: CallRun, wish: CallWish) -> None:
        call, config = self._models.call, self._models.settings.config
        error = ""
        try:
            await run.hold(
                *(wish, config, self._library, self._fetching),
                opened=lambda link: self._answer(partial(call.put_link, link)),
            )
        except TOLD as failed:
            error = str(failed)
        finally:  # of a bug it is told elsewhere; the page must come back all the same
            self._answer(partial(self._ended, error))

    def _ended(self, error: str) -> None:
        self._deliver()
        self._run = None
        self._models.call.put_end(error)
        self._models.live.in_call = False
        self._models.live.rehearsal_possible.emit()
        self._models.library.refresh_asked.emit(self._models.library.trashed)

    def _mute(self, muted: bool) -> None:
        if self._run is not None:
            self._engine.call(self._run.mute, muted)

    def _raise(self, raised: bool) -> None:
        if self._run is not None:
            self._engine.call(self._run.raise_hand, raised)

    def _listen(self) -> None:
        run = self._run
        if run is not None:
            self._work(lambda: write_both(*run.minute.snapshot()), self._models.call.put_both)

    def _deliver(self) -> None:
        if self._run is not None:
            self._models.call.put_news(self._run.take())
