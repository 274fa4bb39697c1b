"""A step at a recording's end that takes long, and tells whether others go on meanwhile."""

import asyncio
import threading
from pathlib import Path

from app.storage.run_report import RunReport

PATIENCE_S = 60.0  # of a busy machine


class SlowEnding:
    """Stands in for `write_run_report`; made on the event loop.

    Attributes:
        gone_on: of each call, whether the loop did something else before it was over.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.gone_on: list[bool] = []

    def __call__(self, folder: Path, report: RunReport) -> None:
        """Wait for the loop."""
        other = threading.Event()
        self._loop.call_soon_threadsafe(other.set)
        self.gone_on.append(other.wait(PATIENCE_S))
