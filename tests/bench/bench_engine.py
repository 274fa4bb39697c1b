"""What the engine itself costs: a hop, lateness under a paced load, start, stop, memory."""

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from app.engine.channel import Channel, Overflow
from app.engine.clock import NS_PER_S, Clock, MonotonicClock
from app.engine.events import Gap
from app.engine.graph import Edge, Graph, Runs, SourceNode, StageNode
from app.engine.session import Session
from audio.block import AudioBlock
from tests.bench.report import Figure, Report, bootstrap

HOPS, HOP_ROUNDS = 20_000, 11
STARTS = 15
BLOCK_MS = 20
RATE_HZ = 48_000
PACED_S, QUICK_PACED_S = 600, 25
WARM_UP_SHARE = 0.2  # allocators and caches settle first
DRAIN_S = 5.0
MB = 1e6
SECONDS_PER_H = 3600


@dataclass
class Tone:
    """Blocks of sound on the beat of a clock; notes how late each was on its way."""

    name: str
    seconds: float

    async def items(self, clock: Clock, origin_ns: int) -> AsyncGenerator[AudioBlock, None]:
        """Yield one block every 20 ms, stamped with the time it was due."""
        samples = np.zeros((RATE_HZ * BLOCK_MS // 1000, 1), np.int16)
        for number in range(int(self.seconds * 1000 / BLOCK_MS)):
            due_ns = origin_ns + number * BLOCK_MS * 1_000_000
            await clock.sleep_until_ns(due_ns)
            yield AudioBlock(due_ns, samples, RATE_HZ)


class Passing:
    """Hands on what it gets."""

    def push(self, item: AudioBlock) -> Sequence[AudioBlock]:
        """Return the item."""
        return (item,)

    def flush(self) -> Sequence[AudioBlock]:
        """Return nothing."""
        return ()

    def reset(self) -> None:
        """Nothing is remembered."""


class Arriving(Passing):
    """Notes when each block arrived, against the time it was due."""

    def __init__(self) -> None:
        self.lateness_ms: list[float] = []

    def push(self, item: AudioBlock) -> Sequence[AudioBlock]:
        """Note the lateness."""
        self.lateness_ms.append((time.monotonic_ns() - item.pts_ns) / 1e6)
        return ()


def paced_graph(seconds: float, arriving: Arriving) -> Graph:
    """Sound through a thread and a child process to an end that listens."""
    stages = [
        StageNode(name=name, build=build, takes=(AudioBlock,), gives=(AudioBlock,), runs=runs)
        for name, build, runs in (
            ("in thread", Passing, Runs.THREAD),
            ("in process", Passing, Runs.PROCESS),
            ("end", lambda: arriving, Runs.LOOP),
        )
    ]
    names = ["tone", *(stage.name for stage in stages)]
    return Graph(
        name="paced",
        nodes=(
            SourceNode(name="tone", source=Tone("tone", seconds), gives=(AudioBlock, Gap)),
            *stages,
        ),
        edges=tuple(
            Edge(
                source=source,
                target=target,
                carries=(AudioBlock,),
                capacity=100,
                overflow=Overflow.DROP_OLDEST,
                why="2 s, as a tagger has",
            )
            for source, target in pairwise(names)
        ),
    )


def measure(data: Path | None, quick: bool) -> Report:
    """Measure the engine on this machine."""
    hops_us = [asyncio.run(hop_us()) for _ in range(HOP_ROUNDS)]
    runs_ms = [asyncio.run(start_and_stop_ms()) for _ in range(STARTS)]
    starts_ms, firsts_ms, stops_ms = zip(*runs_ms, strict=True)
    seconds = QUICK_PACED_S if quick else PACED_S
    lateness_ms, dropped, rss_mb, interval_s = asyncio.run(paced_run(seconds))
    slope = rss_slope_mb_per_h(rss_mb, interval_s)
    return Report(
        "engine",
        [
            spread("hop_us", hops_us, "us", np.median, at_most=50),
            spread("lateness_p99_ms", lateness_ms, "ms", p99, at_most=50),
            spread("start_ms", starts_ms, "ms", np.median, at_most=500),
            spread("first_item_ms", firsts_ms, "ms", np.median, at_most=2000),
            spread("stop_ms", stops_ms, "ms", np.median, at_most=500),
            Figure(
                key="rss_slope_mb_per_h",
                value=slope,
                unit="MB/h",
                n=len(rss_mb),
                # A short run cannot tell a slope from the settling of an allocator.
                at_most=None if quick else 1.0,
            ),
            Figure(
                key="paced_blocks_dropped", value=dropped, unit="", n=len(lateness_ms), at_most=0
            ),
            Figure(key="paced_run_s", value=seconds, unit="s", n=1),
        ],
    )


def spread(
    key: str, values: Sequence[float], unit: str, statistic: object, at_most: float
) -> Figure:
    """Return a figure with its bootstrap interval."""
    assert callable(statistic)
    low, high = bootstrap(values, statistic)
    return Figure(
        key=key,
        value=float(statistic(np.asarray(values))),
        unit=unit,
        n=len(values),
        low=low,
        high=high,
        at_most=at_most,
    )


def p99(values: np.ndarray) -> float:
    """Return the 99th percentile."""
    return float(np.percentile(values, 99))


async def hop_us() -> float:
    """Return the CPU time of one item from one task to another when each wakes the other, in us."""
    channel: Channel[int] = Channel(1, Overflow.BLOCK)

    async def send() -> None:
        for number in range(HOPS):
            await channel.send(number)
        channel.close()

    began = time.process_time()
    sending = asyncio.create_task(send(), name="sending")
    received = 0
    async for _ in channel:
        received += 1
    await sending
    assert received == HOPS
    return (time.process_time() - began) / HOPS * 1e6


async def start_and_stop_ms() -> tuple[float, float, float]:
    """Return how long a session takes to start, to bring its first item through, and to stop."""
    arriving = Arriving()
    session = Session(paced_graph(PACED_S, arriving), MonotonicClock())
    began = time.perf_counter()
    await session.start(time.monotonic_ns())
    started = time.perf_counter()
    while not arriving.lateness_ms:  # noqa: ASYNC110 - the end has no event to wait for
        await asyncio.sleep(0.005)
    arrived = time.perf_counter()
    await session.stop(DRAIN_S)
    stopped = time.perf_counter()
    return (started - began) * 1000, (arrived - began) * 1000, (stopped - arrived) * 1000


async def paced_run(seconds: float) -> tuple[list[float], int, list[float], float]:
    """Run in real time; return lateness of each block, drops, and RSS sampled over the run."""
    arriving = Arriving()
    session = Session(paced_graph(seconds, arriving), MonotonicClock())
    interval_s = seconds / 200
    rss_mb: list[float] = []
    await session.start(time.monotonic_ns() + NS_PER_S)
    running = asyncio.create_task(session.finished(), name="paced run")
    while not running.done():
        await asyncio.wait([running], timeout=interval_s)
        rss_mb.append(resident_mb())
    await session.stop(DRAIN_S)
    dropped = sum(counts.dropped for _, counts in session.report().edges)
    return arriving.lateness_ms, dropped, rss_mb, interval_s


def resident_mb() -> float:
    """Return this process's resident memory in MB, from the kernel."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MB


def rss_slope_mb_per_h(rss_mb: Sequence[float], interval_s: float) -> float:
    """Return the slope of a straight line through the samples after the warm-up."""
    settled = np.asarray(rss_mb[int(len(rss_mb) * WARM_UP_SHARE) :])
    hours = np.arange(len(settled)) * interval_s / SECONDS_PER_H
    return float(np.polyfit(hours, settled, 1)[0])
