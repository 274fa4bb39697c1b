"""The one clock of a session: monotonic nanoseconds, injected so that tests own time."""

import asyncio
import time
from typing import Protocol

NS_PER_S = 1_000_000_000


class Clock(Protocol):
    """Monotonic time in ns; wall time is for naming files only."""

    def now_ns(self) -> int:
        """Return the present."""
        ...

    async def sleep_until_ns(self, pts_ns: int) -> None:
        """Return at or after `pts_ns`; at once when it has passed."""
        ...


class MonotonicClock:
    """The machine's monotonic clock."""

    def now_ns(self) -> int:
        """Return `time.monotonic_ns()`."""
        return time.monotonic_ns()

    async def sleep_until_ns(self, pts_ns: int) -> None:
        """Sleep on the running loop until `pts_ns`."""
        await asyncio.sleep(max(0, pts_ns - time.monotonic_ns()) / NS_PER_S)
