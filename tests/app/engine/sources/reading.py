"""Driving a source in a test."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from app.engine.events import Gap
from app.engine.sources.source import Source
from tests.fakes.clock import FakeClock

Item = TypeVar("Item")
WAIT_S = 60.0  # of a busy machine


async def read_all(source: Source[Item], origin_ns: int = 0) -> list[object]:
    """Return everything a finite source yields, without waiting for time to pass."""
    return [item async for item in source.items(FakeClock(), origin_ns)]


class Collector:
    """Reads a source in a task of its own and keeps what came."""

    def __init__(self, items: AsyncIterator[object]) -> None:
        self.items: list[object] = []
        self._task = asyncio.create_task(self._collect(items))

    async def _collect(self, items: AsyncIterator[object]) -> None:
        async for item in items:
            self.items.append(item)

    async def until(self, condition: Callable[["Collector"], bool]) -> None:
        """Wait, for other threads' sake in real time, until the condition holds."""
        await until(lambda: condition(self) or self._task.done())
        if self._task.done():
            self._task.result()
        assert condition(self)

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])


def joined(items: Sequence[object]) -> list[Gap]:
    """Return the gaps among `items`, those that meet as one."""
    gaps: list[Gap] = []
    for gap in (item for item in items if isinstance(item, Gap)):
        if gaps and gaps[-1] == replace(gap, start_ns=gaps[-1].start_ns, end_ns=gap.start_ns):
            gaps[-1] = replace(gap, start_ns=gaps[-1].start_ns)
        else:
            gaps.append(gap)
    return gaps


async def until(condition: Callable[[], bool]) -> None:
    """Wait for another thread to make the condition true."""
    async with asyncio.timeout(WAIT_S):
        while not condition():  # noqa: ASYNC110 - the other thread has no event to set
            await asyncio.sleep(0.001)


def threads() -> set[threading.Thread]:
    return set(threading.enumerate())


async def until_ended(before: set[threading.Thread]) -> None:
    """Wait until no thread is left but those of `before`."""
    await until(lambda: threads() <= before)
