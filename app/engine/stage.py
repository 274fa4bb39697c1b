"""A processor turned into a task: reads its channels, works on its own thread, passes results on.

This file is the one place where any exception is caught: a stage that fails tells the session and
closes its ends, and the rest of the graph goes on.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from app.engine.channel import Channel, ChannelClosedError
from app.engine.child import ChildProcessor
from app.engine.clock import Clock
from app.engine.events import Gap
from app.engine.graph import Runs, StageNode
from app.engine.processor import Hurries, Processor

REMEMBERED_PUSHES = 4096
NS_PER_MS = 1_000_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StageStatistics:
    """Work so far; percentiles over the last pushes, in ms.

    `lateness` is the age of an item's `pts_ns` when its results were known; `cpu_s` the CPU time of
    a child process.
    """

    pushed: int
    busy_p50_ms: float
    busy_p99_ms: float
    lateness_p50_ms: float
    lateness_p99_ms: float
    cpu_s: float = 0.0


class Outlet:
    """The ends of a node's outgoing edges: each item goes where its type is carried."""

    def __init__(self, ends: Sequence[tuple[tuple[type, ...], Channel[object]]]) -> None:
        self._ends = ends

    async def send(self, item: object) -> None:
        """Pass `item` on; a reader that has ended is passed over."""
        for kinds, channel in self._ends:
            if isinstance(item, kinds):
                try:
                    await channel.send(item)
                except ChannelClosedError:
                    continue

    def close(self) -> None:
        """Close every edge."""
        for _, channel in self._ends:
            channel.close()


class Stage:
    """One stage node at work."""

    def __init__(
        self,
        node: StageNode,
        inputs: Sequence[Channel[object]],
        outlet: Outlet,
        clock: Clock,
        on_failure: Callable[[StageNode, Exception], None],
    ) -> None:
        self.node = node
        self._inputs = inputs
        self._outlet = outlet
        self._clock = clock
        self._on_failure = on_failure
        self._processor: Processor[Any, object] | None = None
        self._turn = asyncio.Lock()
        self._pushed = 0
        self._busy_ns: deque[int] = deque(maxlen=REMEMBERED_PUSHES)
        self._lateness_ns: deque[int] = deque(maxlen=REMEMBERED_PUSHES)
        self._thread = (
            None
            if node.runs is Runs.LOOP
            else ThreadPoolExecutor(1, thread_name_prefix=f"stage {node.name}")
        )

    async def run(self) -> None:
        """Work until every input has ended and what was pending is passed on."""
        try:
            self._processor = await self._call(self._build)
            async with asyncio.TaskGroup() as pumps:
                for channel in self._inputs:
                    pumps.create_task(self._pump(channel), name=f"pump into {self.node.name}")
            await self._emit(await self._call(self._processor.flush))
        except* Exception as group:  # noqa: BLE001 - the task boundary
            self._on_failure(self.node, first_of(group))
        finally:
            await self._give_back()

    def statistics(self) -> StageStatistics:
        """Return the counts and percentiles so far."""
        return StageStatistics(
            self._pushed,
            percentile_ms(self._busy_ns, 50),
            percentile_ms(self._busy_ns, 99),
            percentile_ms(self._lateness_ns, 50),
            percentile_ms(self._lateness_ns, 99),
            self._processor.cpu_s if isinstance(self._processor, ChildProcessor) else 0.0,
        )

    def _build(self) -> Processor[Any, object]:
        if self.node.runs is Runs.PROCESS:
            return ChildProcessor(self.node.build)
        return self.node.build()

    async def _pump(self, channel: Channel[object]) -> None:
        async for item in channel:
            async with self._turn:
                await self._emit(await self._take(item))

    async def _take(self, item: object) -> Sequence[object]:
        assert self._processor is not None
        if isinstance(item, Gap) and Gap not in self.node.takes:
            pending = await self._call(self._processor.flush)
            await self._call(self._processor.reset)
            return pending
        pts_ns = getattr(item, "pts_ns", None)
        if self.node.hurries and pts_ns is not None and isinstance(self._processor, Hurries):
            await self._call(self._processor.late, self._clock.now_ns() - pts_ns)
        results, busy_ns = await self._call(timed, self._processor.push, item)
        self._pushed += 1
        self._busy_ns.append(busy_ns)
        if pts_ns is not None:
            self._lateness_ns.append(self._clock.now_ns() - pts_ns)
        return results

    async def _emit(self, results: Sequence[object]) -> None:
        for result in results:
            await self._outlet.send(result)

    async def _call(self, function: Callable[..., T], *arguments: object) -> T:
        if self._thread is None:
            return function(*arguments)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, function, *arguments)

    async def _give_back(self) -> None:
        """Close both ends, the processor and the thread, even while being cancelled."""
        for channel in self._inputs:
            channel.close()
        self._outlet.close()
        close = getattr(self._processor, "close", None)  # what holds a file or a process has one
        try:
            if close is not None and self.node.runs is Runs.PROCESS:
                close()  # from here: its thread may be waiting for the child
            elif close is not None:
                await asyncio.shield(self._call(close))
        except Exception as error:  # noqa: BLE001 - the task boundary
            self._on_failure(self.node, error)
        finally:
            if self._thread is not None:
                self._thread.shutdown(wait=True)


def timed(push: Callable[[object], Sequence[object]], item: object) -> tuple[Sequence[object], int]:
    """Return what `push` returned and the ns it took, measured on its own thread."""
    began_ns = time.perf_counter_ns()
    results = push(item)
    return results, time.perf_counter_ns() - began_ns


def percentile_ms(values_ns: Sequence[int] | deque[int], percent: float) -> float:
    """Return a percentile of durations in ms; 0 when there are none."""
    return float(np.percentile(np.asarray(values_ns), percent)) / NS_PER_MS if values_ns else 0.0


def first_of(group: ExceptionGroup[Exception]) -> Exception:
    """Return the first single error inside nested groups."""
    error = group.exceptions[0]
    return first_of(error) if isinstance(error, ExceptionGroup) else error
