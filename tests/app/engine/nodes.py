"""Small sources, processors and graphs for the tests of the engine."""

from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass

from app.engine.channel import Overflow
from app.engine.clock import Clock
from app.engine.events import Gap, GapReason, Notice
from app.engine.graph import Edge, Graph, Runs, SourceNode, StageNode


@dataclass(frozen=True)
class Number:
    """An item at a time."""

    pts_ns: int
    value: int


class Counting:
    """Yields `values`, one every `period_ns`, with a gap after each that is in `gaps_after`."""

    name = "counting"

    def __init__(
        self,
        values: Iterable[int],
        period_ns: int = 0,
        gaps_after: Sequence[int] = (),
        fails: bool = False,
    ) -> None:
        self._values, self._period_ns, self._gaps_after = values, period_ns, gaps_after
        self._fails = fails
        self.closed = False

    async def items(
        self, clock: Clock, origin_ns: int
    ) -> AsyncGenerator[Number | Gap | Notice, None]:
        try:
            for index, value in enumerate(self._values):
                pts_ns = origin_ns + index * self._period_ns
                await clock.sleep_until_ns(pts_ns)
                yield Number(pts_ns, value)
                if value in self._gaps_after:
                    yield Gap(pts_ns, pts_ns + 1, self.name, GapReason.DEVICE_LOST)
            if self._fails:
                raise OSError("the counting device burned down")
        finally:
            self.closed = True


class Summing:
    """Gives the running sum; at a flush, the sum negated."""

    def __init__(self) -> None:
        self._sum = 0

    def push(self, item: Number) -> Sequence[Number]:
        if item.value < 0:
            raise ValueError(f"{item.value} is below zero")
        self._sum += item.value
        return [Number(item.pts_ns, self._sum)]

    def flush(self) -> Sequence[Number]:
        return [Number(0, -self._sum)]

    def reset(self) -> None:
        self._sum = 0


class Hiding(Summing):
    """Gives what no pickle holds."""

    def push(self, item: Number) -> Sequence[Number]:
        return (one for one in [item])  # type: ignore[return-value]  # that is the point


class Hasty(Summing):
    """Gives how late it was told to be, in seconds, instead of a sum."""

    def late(self, late_ns: int) -> None:
        self._sum = round(late_ns / 1e9)

    def push(self, item: Number) -> Sequence[Number]:
        return [Number(item.pts_ns, self._sum)]


class Keeping:
    """Keeps all it is pushed, and whether it was closed."""

    def __init__(self) -> None:
        self.items: list[object] = []
        self.closed = False

    def push(self, item: object) -> Sequence[object]:
        self.items.append(item)
        return ()

    def flush(self) -> Sequence[object]:
        return ()

    def reset(self) -> None:
        self.items.clear()

    def close(self) -> None:
        self.closed = True

    def values(self) -> list[int]:
        return [item.value for item in self.items if isinstance(item, Number)]


def summing_graph(
    source: Counting,
    sink: Keeping,
    runs: Runs = Runs.LOOP,
    *,
    essential: bool = False,
    build: type[Summing] = Summing,
    hurries: bool = False,
) -> Graph:
    """Count, sum, keep; all edges wait."""
    return Graph(
        name="sums",
        nodes=(
            SourceNode(name="count", source=source, gives=(Number, Gap)),
            StageNode(
                name="sum",
                build=build,
                takes=(Number,),
                gives=(Number,),
                runs=runs,
                hurries=hurries,
            ),
            StageNode(
                name="keep",
                build=lambda: sink,
                takes=(Number,),
                runs=Runs.THREAD,
                essential=essential,
            ),
        ),
        edges=(
            edge("count", "sum", (Number, Gap)),
            edge("sum", "keep", (Number,)),
        ),
    )


def edge(source: str, target: str, carries: tuple[type, ...]) -> Edge:
    return Edge(
        source=source,
        target=target,
        carries=carries,
        capacity=4,
        overflow=Overflow.BLOCK,
        why="a test loses nothing",
    )
