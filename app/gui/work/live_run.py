"""What runs before a recording and while it is made, on the engine's loop; one at a time.

The devices are looked at until a recording wants them; afterwards they are looked at again when
the window asks.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

from app.config import Config
from app.engine.session import Session
from app.gui.work.fetching import Fetching
from app.gui.work.figures import FigureReader, Figures
from app.gui.work.jobs import live_job, rehearsal_of
from app.gui.work.live_news import LiveNews
from app.pipelines.job import record
from app.pipelines.rehearsal import rehearse
from app.storage.recording import drop_empty, new_folder

FIGURES_PERIOD_S = 1.0


class LiveRun:
    """Uses the devices: `looking` is held by whoever lists them, as none may be opened then."""

    def __init__(self, looking: asyncio.Lock, library: Path, fetching: Fetching) -> None:
        self._looking = looking
        self._library = library
        self._fetching = fetching
        self._using = asyncio.Lock()
        self._ending: asyncio.Event | None = None

    async def end(self) -> None:
        """Have what was asked for come to its end; a coroutine, so that it begins after that."""
        self._end()

    def _end(self) -> None:
        if self._ending is not None:
            self._ending.set()

    async def rehearse(self, camera: str, microphone: str, config: Config, news: LiveNews) -> None:
        """Show what the devices see and hear until `end`; raises EarshotError, ModelError."""
        self._end()
        ending = self._ending = asyncio.Event()
        async with self._using, self._looking:
            if ending.is_set():
                return
            rehearsal = await asyncio.to_thread(
                rehearsal_of, camera, microphone, config, self._fetching
            )
            await rehearse(rehearsal, news, ending)

    async def record(
        self,
        camera: str,
        microphone: str,
        config: Config,
        news: LiveNews,
        started: Callable[[], object],
        figures: Callable[[Figures], object],
    ) -> Path:
        """Record until `end`; return the folder. Raises EarshotError, ModelError, OSError."""
        self._end()
        ending = self._ending = asyncio.Event()
        async with self._using:
            readers: list[asyncio.Task[None]] = []

            async def read(session: Session) -> None:
                reader = FigureReader(session)
                while True:
                    await asyncio.sleep(FIGURES_PERIOD_S)
                    figures(reader.read(news.hands_seen))

            def begun(session: Session) -> None:
                readers.append(asyncio.create_task(read(session), name="figures"))
                started()

            folder = new_folder(config.recordings)
            try:
                job = await asyncio.to_thread(
                    live_job, folder, camera, microphone, config, self._library, self._fetching
                )
                async with self._looking:
                    await record(job, news, ending, begun)
            finally:
                drop_empty(folder)
                for reader in readers:
                    reader.cancel()
                await asyncio.gather(*readers, return_exceptions=True)
            return folder
