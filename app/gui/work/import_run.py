"""Media files brought into the library on the engine's loop, one after another."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from app.config import Config
from app.gui.work.fetching import Fetching
from app.gui.work.jobs import ImportWatch, import_job
from app.pipelines.job import Job, record
from app.storage.library import Library
from app.storage.recording import drop_empty, new_folder


class ImportRun:
    """Records files: one at a time, as each takes all the machine has."""

    def __init__(self, library: Path, fetching: Fetching) -> None:
        """Record into the library at this path; `fetching` hears of networks on their way."""
        self._library, self._fetching = library, fetching
        self._recording = asyncio.Lock()

    async def bring(self, file: Path, config: Config, tell: Callable[[int], None]) -> None:
        """Record a file when those before it have ended; `tell` hears each second of it.

        Cancelled, it leaves nothing. Raises EarshotError, ModelError.
        """
        async with self._recording:
            folder = new_folder(config.recordings)
            try:
                job = await asyncio.to_thread(
                    import_job, folder, file, config, self._library, self._fetching
                )
                await self._record(job, ImportWatch(tell))
            finally:
                drop_empty(folder)

    async def _record(self, job: Job, watch: ImportWatch) -> None:
        try:
            await record(job, watch, asyncio.Event())
        except asyncio.CancelledError:
            await asyncio.to_thread(self._forget, job.folder)
            raise

    def _forget(self, folder: Path) -> None:
        with Library(self._library) as library:
            library.destroy(library.trash(folder))
