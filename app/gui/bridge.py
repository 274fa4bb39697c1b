"""Between the window and the engine: the only file that knows both Qt and asyncio.

Commands go in as coroutines for the engine's loop; answers come out as calls that a queued signal
carries to the window's thread. What changes fast (pictures, levels, words, downloads) waits in a
box that is emptied at most 60 times a second. Slow reading happens in the loop's worker threads,
never in the window's and never on the loop.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from app.actions import Action
from app.engine.clock import MonotonicClock
from app.gui.beat import Beat
from app.gui.calling import Calling
from app.gui.engine_thread import EngineThread
from app.gui.hearing import Hearing
from app.gui.importing import Importing
from app.gui.keeping.library import LibraryKeeping
from app.gui.keeping.settings import SettingsKeeping
from app.gui.keeping.top_shot import TopShotKeeping
from app.gui.keeping.weights import WeightsKeeping
from app.gui.keeping.words import WordsKeeping
from app.gui.keeping.work import TOLD
from app.gui.state.live import Choice, Phase
from app.gui.state.models import Models
from app.gui.work.devices import devices_now
from app.gui.work.fetching import Fetching
from app.gui.work.import_run import ImportRun
from app.gui.work.live_news import LiveNews
from app.gui.work.live_run import LiveRun
from app.gui.work.picture_reading import PictureReader

log = logging.getLogger(__name__)
T = TypeVar("T")

DEVICES_PERIOD_MS = 5_000  # devices come and go; asked only while none is in use
HOT_PLUG_MS = 2_000  # after the start: it loads a library and asks the sound server
DRAWERS = 1  # threads that draw thumbnails and outlines: one, they are in no hurry
WRITERS = 1  # threads that change what is kept: one, so that each change follows the last


class Bridge(QObject):
    """Carries commands and answers; made, used and closed on the window's thread."""

    _answered = pyqtSignal(object)

    def __init__(self, models: Models, library: Path) -> None:
        """Serve these models from and to the library at this path."""
        super().__init__()
        self._models = models
        self._engine = EngineThread()
        self._clock = MonotonicClock()
        self._news = LiveNews(self._clock, lambda: None)
        self._news_beat = Beat(self._deliver_news)
        self._arrival_beat = Beat(lambda: models.arrival.put(self._fetching.arrival))
        self._fetching = Fetching(self._arrival_beat.ring)
        self._working: set[Future[None]] = set()
        self._closed = False
        self._looking = asyncio.Lock()  # for devices; held while no microphone may be opened
        self._pictures = PictureReader(self._answer, models.recording.put_picture)
        self._drawer = ThreadPoolExecutor(DRAWERS, thread_name_prefix="drawing")
        self._writer = ThreadPoolExecutor(WRITERS, thread_name_prefix="writing")
        write = partial(self.work, threads=self._writer)
        self._listed = LibraryKeeping(models, library, self.work, write)
        self._words = WordsKeeping(models, library, self.work, write)
        self._weights = WeightsKeeping(models, self.work)
        self._settings = SettingsKeeping(models, library, self.work)
        self._shots = TopShotKeeping(models, self.work, self._fetching)
        self._calling = Calling(
            *(models, library, self._engine, self._spawn, self._answer, self.work),
            self._fetching,
        )
        self._hearing = Hearing(models, library, self._spawn, self._answer, self._words.take)
        self._importing = Importing(
            models,
            ImportRun(library, self._fetching),
            *(self._spawn, self._answer, self._listed.refresh),
        )
        self._run = LiveRun(self._looking, library, self._fetching)
        self._answered.connect(self._run_answer)  # from another thread: queued
        self._device_timer = QTimer(self)
        self._device_timer.setInterval(DEVICES_PERIOD_MS)
        self._device_timer.timeout.connect(self._look_for_devices)
        self._hot_plug_timer = QTimer(self)
        self._hot_plug_timer.setSingleShot(True)
        self._hot_plug_timer.setInterval(HOT_PLUG_MS)
        self._hot_plug_timer.timeout.connect(self._watch_for_devices)
        self._connect()

    def start(self) -> None:
        """Begin: mend what was cut off, list what there is, look for devices."""
        self._engine.start()
        self._listed.start()
        self._weights.refresh()
        self._look_for_devices()
        self._device_timer.start()
        self._hot_plug_timer.start()

    def close(self, limit_s: float) -> bool:
        """End everything; False when the engine was left behind.

        What is being written and a call have `limit_s`, and then the engine.
        """
        self._closed = True
        self._device_timer.stop()
        self._hot_plug_timer.stop()
        self._weights.cancel()
        self._fetching.close()
        self._calling.close()
        self._drawer.shutdown(wait=False, cancel_futures=True)
        self._pictures.close()
        held = () if self._calling.held is None else (self._calling.held,)
        wait((*self._working, *held), limit_s)  # what was typed last is written, guests are let out
        self._writer.shutdown(wait=False)
        return self._engine.close(limit_s)

    def work(
        self,
        job: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[str], object] | None = None,
        threads: ThreadPoolExecutor | None = None,
    ) -> None:
        """Do a job in a worker thread, one of the loop's or of `threads`.

        `then` or `failed` is called on the window's thread.
        """
        work = self._spawn(self._worked(threads, job, then, failed or self._models.notices.say))
        self._working.add(work)
        work.add_done_callback(self._working.discard)

    def _connect(self) -> None:
        live, library, recording = self._models.live, self._models.library, self._models.recording
        live.record_asked.connect(self._start_recording)
        live.stop_asked.connect(self._stop_recording)
        live.rehearse_asked.connect(self._start_rehearsal)
        live.rest_asked.connect(self._end_run)
        live.action_asked.connect(self._ask)
        live.devices_asked.connect(self._look_for_devices)
        self._models.arrival.give_up_asked.connect(self._fetching.give_up)
        library.look_asked.connect(
            lambda entry: self._drawer.submit(self._listed.draw, entry, self._answer)
        )
        recording.picture_asked.connect(self._pictures.ask)
        recording.close_asked.connect(self._pictures.leave)
        recording.state_changed.connect(self._choose_video)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> Future[None]:
        future = self._engine.submit(work)
        future.add_done_callback(self._ended)
        return future

    def _ended(self, done: Future[None]) -> None:
        """Say that there is a bug where work ended as it should not."""
        error = None if done.cancelled() else done.exception()
        if error is not None:
            self.tell_bug(error)

    def tell_bug(self, error: BaseException) -> None:
        """Say that there is a bug; from any thread."""
        self._answer(partial(self._models.notices.say, self._bug_text(error)))

    def _bug_text(self, error: BaseException) -> str:
        """Log an error that nobody expected; return what a person is told of it."""
        log.error("a bug in Earshot", exc_info=error)
        return self.tr("Something went wrong inside Earshot: {0}").format(repr(error))

    def _answer(self, call: Callable[[], object]) -> None:
        """Have `call` called on the window's thread; from any thread."""
        self._answered.emit(call)

    def _run_answer(self, call: Callable[[], object]) -> None:
        if not self._closed:
            call()

    async def _worked(
        self,
        threads: ThreadPoolExecutor | None,
        job: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[str], object],
    ) -> None:
        try:
            result = await asyncio.get_running_loop().run_in_executor(threads, job)
        except TOLD as error:
            self._answer(partial(failed, str(error)))
        except Exception as error:  # noqa: BLE001 - a bug; whoever waits must hear of the end
            self._answer(partial(failed, self._bug_text(error)))
        else:
            self._answer(partial(then, result))

    def _look_for_devices(self) -> None:
        live = self._models.live
        if live.phase is Phase.IDLE and not live.rehearsing:
            self._spawn(self._look())

    async def _look(self) -> None:
        async with self._looking:
            if self._models.live.phase is Phase.IDLE:
                await self._worked(None, devices_now, self._models.live.put_devices, log.warning)

    def _watch_for_devices(self) -> None:
        """Notice what is plugged in while devices are looked at, which the timer does not."""
        from PyQt6.QtMultimedia import QMediaDevices

        watched = QMediaDevices(self)
        watched.audioInputsChanged.connect(self._look_anew)
        watched.videoInputsChanged.connect(self._look_anew)

    def _look_anew(self) -> None:
        live = self._models.live
        if live.rehearsing:
            live.rest()
            self._spawn(self._look_again())

    async def _look_again(self) -> None:
        await self._look()
        self._answer(self._models.live.rehearsal_possible.emit)

    def _choose_video(self) -> None:
        content = self._models.recording.content
        self._pictures.choose(None if content is None else content.video)

    # Recording, and looking before it

    def _start_rehearsal(self, look: int, choice: Choice) -> None:
        self._news = LiveNews(self._clock, self._news_beat.ring)
        self._spawn(self._rehearse(look, choice, self._news))

    async def _rehearse(self, look: int, choice: Choice, news: LiveNews) -> None:
        config, error = self._models.settings.config, ""
        try:
            await self._run.rehearse(choice.camera, choice.microphone, config, news)
        except TOLD as failed:
            error = str(failed)
        finally:
            self._answer(partial(self._models.live.put_rehearsal_end, look, error))

    def _end_run(self) -> None:
        self._spawn(self._run.end())

    def _start_recording(self, choice: Choice) -> None:
        self._models.live.enter(Phase.STARTING)
        self._news = LiveNews(self._clock, self._news_beat.ring)
        self._spawn(self._record(choice, self._news))

    def _stop_recording(self) -> None:
        if self._models.live.phase is Phase.STARTING:
            self._fetching.give_up()
        self._models.live.enter(Phase.STOPPING)
        self._end_run()

    def _ask(self, action: Action) -> None:
        self._news.ask(action)

    async def _record(self, choice: Choice, news: LiveNews) -> None:
        config, live = self._models.settings.config, self._models.live
        folder, error = None, ""
        try:
            folder = await self._run.record(
                *(choice.camera, choice.microphone, config, news),
                started=lambda: self._answer(partial(live.enter, Phase.RECORDING)),
                figures=lambda figures: self._answer(partial(live.put_figures, figures)),
            )
        except TOLD as failed:
            error = str(failed)
        finally:
            self._answer(partial(self._recorded, folder, error))

    def _recorded(self, folder: Path | None, error: str) -> None:
        self._deliver_news()
        self._models.live.enter(Phase.IDLE)
        self._listed.refresh()
        if error:
            self._models.notices.say(error)
        elif folder is not None:
            self._models.notices.say(
                self.tr("Kept in your library"),
                self.tr("Open"),
                lambda: self._models.library.open_asked.emit(folder, None),
            )

    def _deliver_news(self) -> None:
        self._models.live.put_news(self._news.take(), self._news.origin_ns)
