"""The facade of the GUI, the call and the headless recorder: runs a graph, stops it, reports on it.

Threads and their owners:

- the asyncio loop that calls `start`: every task of the graph, all channels
- one thread for each stage that runs in a thread, owned by the stage
- one child process for each stage that would hold the GIL, owned by the stage
- device and decoder threads, each owned by its source
- in the GUI, Qt's main thread, which never touches a session except through its bridge
"""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from dataclasses import dataclass

from app.engine.channel import Channel, ChannelStatistics
from app.engine.child import ChildError
from app.engine.clock import Clock
from app.engine.events import Failure, Gap, GapReason
from app.engine.graph import Edge, Graph, SourceNode, StageNode
from app.engine.stage import Outlet, Stage, StageStatistics

# Measured: with the default 5 ms a busy Python thread delays the loop by up to 29 ms, with this 9.
SWITCH_INTERVAL_S = 0.0005


@dataclass(frozen=True, slots=True)
class SessionReport:
    """What every stage and edge did so far."""

    stages: dict[str, StageStatistics]
    edges: list[tuple[Edge, ChannelStatistics]]
    failures: list[Failure]


class Session:
    """One run of one graph; start it once, stop it once."""

    def __init__(
        self, graph: Graph, clock: Clock, on_failure: Callable[[Failure], None] | None = None
    ) -> None:
        """Check the graph (GraphError); nothing runs yet.

        `on_failure` is told, on the loop, of each stage that stopped on an error.
        """
        graph.validate()
        self._graph = graph
        self._clock = clock
        self._on_failure = on_failure
        self._edges: list[tuple[Edge, Channel[object]]] = []
        self._stages: list[Stage] = []
        self._source_tasks: list[asyncio.Task[None]] = []
        self._stage_tasks: list[asyncio.Task[None]] = []
        self._failures: list[Failure] = []
        self._fatal: Exception | None = None
        self._ending = asyncio.Event()

    async def start(self, origin_ns: int) -> None:
        """Start every task; a file's time zero is `origin_ns`."""
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        self._edges = [(edge, channel_of(edge)) for edge in self._graph.edges]
        for node in self._graph.nodes:
            if isinstance(node, StageNode):
                inputs = [channel for edge, channel in self._edges if edge.target == node.name]
                stage = Stage(node, inputs, self._outlet(node.name), self._clock, self._failed)
                self._stages.append(stage)
                self._own(self._stage_tasks, stage.run(), f"stage {node.name}")
        for node in self._graph.nodes:
            if isinstance(node, SourceNode):
                self._own(self._source_tasks, self._feed(node, origin_ns), f"source {node.name}")

    async def finished(self) -> None:
        """Return when all media has ended and every stage has drained.

        Raises the error of a source or an essential stage at once; `stop` is still due.
        """
        await self._ending.wait()
        if self._fatal is not None:
            raise self._fatal

    async def stop(self, drain_s: float) -> None:
        """End the sources now; give the stages `drain_s` to work off what was heard and seen.

        Cancelled, it gives them no more time, and ends them all the same.
        """
        try:
            await cancelled(self._source_tasks)
            if self._stage_tasks:
                await asyncio.wait(self._stage_tasks, timeout=drain_s)
        finally:
            await cancelled(self._stage_tasks)

    def report(self) -> SessionReport:
        """Return the statistics so far."""
        return SessionReport(
            {stage.node.name: stage.statistics() for stage in self._stages},
            [(edge, channel.statistics()) for edge, channel in self._edges],
            list(self._failures),
        )

    async def _feed(self, node: SourceNode, origin_ns: int) -> None:
        outlet = self._outlet(node.name)
        try:
            async with aclosing(node.source.items(self._clock, origin_ns)) as items:
                async for item in items:
                    await outlet.send(item)
        except Exception as error:  # noqa: BLE001 - a task boundary: the session raises it again
            self._end(error)
            self._tell(node.name, error)
        finally:
            outlet.close()

    def _own(
        self, tasks: list[asyncio.Task[None]], work: Coroutine[None, None, None], name: str
    ) -> None:
        task = asyncio.create_task(work, name=name)
        tasks.append(task)
        task.add_done_callback(self._task_ended)

    def _task_ended(self, _: asyncio.Task[None]) -> None:
        if all(task.done() for task in (*self._source_tasks, *self._stage_tasks)):
            self._ending.set()

    def _failed(self, node: StageNode, error: Exception) -> None:
        if node.essential:
            self._end(error)
        self._tell(node.name, error)

    def _tell(self, name: str, error: Exception) -> None:
        # what a child says names the kind of its error
        text = str(error) if isinstance(error, ChildError) else f"{type(error).__name__}: {error}"
        failure = Failure(self._clock.now_ns(), name, text)
        self._failures.append(failure)
        if self._on_failure is None:
            return
        try:
            self._on_failure(failure)
        except Exception as unheard:  # noqa: BLE001 - who cannot be told must not stop the rest
            text = f"nobody was told: {type(unheard).__name__}: {unheard}"
            self._failures.append(Failure(failure.pts_ns, name, text))

    def _end(self, error: Exception) -> None:
        self._fatal = self._fatal or error
        self._ending.set()

    def _outlet(self, name: str) -> Outlet:
        return Outlet([(edge.carries, ch) for edge, ch in self._edges if edge.source == name])


def channel_of(edge: Edge) -> Channel[object]:
    """Make the edge's channel; one that carries gaps marks what it drops."""

    def gap_of(item: object) -> Gap | None:
        if isinstance(item, Gap):
            return item
        end_ns = getattr(item, "end_ns", None)
        if end_ns is None:
            return None
        start_ns: int = item.pts_ns  # type: ignore[attr-defined]  # what ends also starts
        return Gap(start_ns, end_ns, edge.source, GapReason.OVERFLOW)

    return Channel(edge.capacity, edge.overflow, gap_of if Gap in edge.carries else None)


async def cancelled(tasks: list[asyncio.Task[None]]) -> None:
    """Cancel what still runs and wait for its end."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
