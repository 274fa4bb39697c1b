"""Sessions: media flows, gaps flush, failures stay where they belong, nothing leaks."""

import asyncio
import gc
import itertools
import os
import threading
import time
from collections.abc import AsyncGenerator

import pytest

from app.engine.clock import NS_PER_S, Clock, MonotonicClock
from app.engine.events import Failure
from app.engine.graph import Runs
from app.engine.session import Session
from tests.app.engine.nodes import Counting, Hasty, Hiding, Keeping, Number, summing_graph
from tests.fakes.clock import FakeClock

PATIENCE_S = 60.0  # of a busy machine
DRAIN_S = 2 * PATIENCE_S  # so long that waiting for its end would be noticed


async def run_to_the_end(session: Session) -> None:
    await session.start(0)
    try:
        await session.finished()
    finally:
        await session.stop(DRAIN_S)


@pytest.mark.parametrize("runs", list(Runs))
async def test_items_pass_through_a_stage_wherever_it_runs(runs: Runs) -> None:
    sink = Keeping()
    await run_to_the_end(Session(summing_graph(Counting(range(4)), sink, runs), FakeClock()))
    assert sink.values() == [0, 1, 3, 6, -6]
    assert sink.closed


@pytest.mark.parametrize("runs", list(Runs))
async def test_a_gap_flushes_and_resets_a_stage_that_does_not_take_gaps(runs: Runs) -> None:
    sink = Keeping()
    source = Counting(range(4), gaps_after=[1])
    await run_to_the_end(Session(summing_graph(source, sink, runs), FakeClock()))
    assert sink.values() == [0, 1, -1, 2, 5, -5]


@pytest.mark.parametrize("runs", list(Runs))
@pytest.mark.parametrize(("hurries", "told_s"), [(True, 3), (False, 0)])
async def test_a_stage_is_told_how_late_it_is(runs: Runs, hurries: bool, told_s: int) -> None:
    sink = Keeping()
    graph = summing_graph(Counting(range(2)), sink, runs, build=Hasty, hurries=hurries)
    clock = FakeClock()
    session = Session(graph, clock)
    await session.start(clock.now_ns() - 3 * NS_PER_S)
    await session.finished()
    await session.stop(DRAIN_S)
    assert sink.values()[:2] == [told_s, told_s]


@pytest.mark.parametrize("runs", list(Runs))
async def test_one_that_cannot_hurry_works_on(runs: Runs) -> None:
    sink = Keeping()
    await run_to_the_end(
        Session(summing_graph(Counting(range(3)), sink, runs, hurries=True), FakeClock())
    )
    assert sink.values() == [0, 1, 3, -3]


@pytest.mark.parametrize("runs", list(Runs))
async def test_a_failing_stage_is_told_and_the_rest_ends_in_order(runs: Runs) -> None:
    sink, failures = Keeping(), list[Failure]()
    session = Session(
        summing_graph(Counting([0, 1, -1, 5]), sink, runs), FakeClock(), on_failure=failures.append
    )
    await run_to_the_end(session)
    assert sink.values() == [0, 1]
    assert sink.closed
    told = [(failure.stage, failure.text) for failure in failures]
    assert told == [("sum", "ValueError: -1 is below zero")]


async def test_a_result_that_cannot_leave_its_process_is_told() -> None:
    sink, failures = Keeping(), list[Failure]()
    graph = summing_graph(Counting(range(2)), sink, Runs.PROCESS, build=Hiding)
    await run_to_the_end(Session(graph, FakeClock(), on_failure=failures.append))
    (failure,) = failures
    assert "pickle" in failure.text
    assert "generator" in failure.text


async def test_an_essential_stage_that_fails_ends_the_session_with_its_error() -> None:
    class Failing(Keeping):
        """A disk that is full."""

        def flush(self) -> list[object]:
            raise OSError("no space left")

    graph = summing_graph(Counting(range(3)), Failing(), essential=True)
    with pytest.raises(OSError, match="no space left"):
        await run_to_the_end(Session(graph, FakeClock()))


async def test_one_who_cannot_be_told_of_a_failure_keeps_no_session_running() -> None:
    class Failing(Keeping):
        """A disk that is full."""

        def push(self, item: object) -> list[object]:
            raise OSError("no space left")

    def gone(failure: Failure) -> None:
        raise BrokenPipeError("nobody reads this")

    graph = summing_graph(Counting(itertools.count()), Failing(), essential=True)
    session = Session(graph, FakeClock(), on_failure=gone)
    with pytest.raises(OSError, match="no space left"):
        await asyncio.wait_for(run_to_the_end(session), PATIENCE_S)
    told = [failure.text for failure in session.report().failures]
    assert told == [
        "OSError: no space left",
        "nobody was told: BrokenPipeError: nobody reads this",
    ]


async def test_a_failing_source_ends_the_session_and_what_came_before_is_kept() -> None:
    sink = Keeping()
    with pytest.raises(OSError, match="burned down"):
        await run_to_the_end(
            Session(summing_graph(Counting(range(3), fails=True), sink), FakeClock())
        )
    assert sink.values() == [0, 1, 3, -3]


async def test_a_device_that_does_not_close_well_is_told_and_what_came_before_is_kept() -> None:
    class Jammed(Counting):
        """Fails when it is closed."""

        async def items(self, clock: Clock, origin_ns: int) -> AsyncGenerator[Number, None]:
            try:
                for value in itertools.count():
                    yield Number(origin_ns, value)
            finally:
                raise OSError("the door is jammed")

    sink, failures = Keeping(), list[Failure]()
    session = Session(summing_graph(Jammed(()), sink), FakeClock(), failures.append)
    await session.start(0)
    while not sink.values():  # noqa: ASYNC110 - the sink is on the loop
        await asyncio.sleep(0)
    await asyncio.wait_for(session.stop(DRAIN_S), PATIENCE_S)
    assert sink.values()[-1] < 0  # all was flushed
    assert [(failure.stage, failure.text) for failure in failures] == [
        ("count", "OSError: the door is jammed")
    ]


async def test_an_endless_session_stops_and_leaks_nothing() -> None:
    gc.collect()  # what earlier tests left is not to go meanwhile
    threads, files = set(threading.enumerate()), len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    source, sink = Counting(itertools.count(), period_ns=10_000_000), Keeping()
    session = Session(summing_graph(source, sink, Runs.PROCESS), MonotonicClock())
    await session.start(time.monotonic_ns())
    while not sink.values():  # noqa: ASYNC110 - the sink lives on another thread
        await asyncio.sleep(0.01)
    await asyncio.wait_for(session.stop(DRAIN_S), PATIENCE_S)
    assert source.closed
    assert sink.closed
    assert set(threading.enumerate()) <= threads
    assert len(os.listdir("/proc/self/fd")) <= files  # noqa: PTH208
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_stop_gives_up_on_a_stage_that_never_ends() -> None:
    class Hanging(Keeping):
        """Takes its time over everything, though not for ever."""

        def push(self, item: object) -> tuple[()]:
            time.sleep(0.2)
            return ()

    session = Session(summing_graph(Counting(itertools.count()), Hanging()), FakeClock())
    await session.start(0)
    await asyncio.sleep(0.05)
    await asyncio.wait_for(session.stop(drain_s=0.1), PATIENCE_S)


async def test_the_report_counts_every_item_on_every_edge() -> None:
    session = Session(summing_graph(Counting(range(10), gaps_after=[3]), Keeping()), FakeClock())
    await run_to_the_end(session)
    report = session.report()
    assert {name: stage.pushed for name, stage in report.stages.items()} == {"sum": 10, "keep": 12}
    for _, counts in report.edges:
        assert counts.sent == counts.received
        assert counts.dropped == counts.waiting == 0
