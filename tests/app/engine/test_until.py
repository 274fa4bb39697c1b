"""A recording of a stated length has that length, to the sample."""

from collections.abc import AsyncGenerator

import numpy as np

from app.engine.clock import Clock
from app.engine.events import Gap, GapReason, Notice
from app.engine.sources.until import Until
from audio.block import AudioBlock
from tests.fakes.clock import FakeClock

RATE_HZ = 48_000


class Scripted:
    """Yields a list."""

    name = "scripted"

    def __init__(self, items: list[object]) -> None:
        self._items = items
        self.closed = False

    async def items(self, clock: Clock, origin_ns: int) -> AsyncGenerator[object, None]:
        try:
            for item in self._items:
                yield item
        finally:
            self.closed = True


def block(number: int) -> AudioBlock:
    return AudioBlock(number * 20_000_000, np.zeros((960, 1), np.int16), RATE_HZ)


async def collect(source: Until) -> list[object]:
    return [item async for item in source.items(FakeClock(), 0)]


async def test_sound_is_cut_at_the_sample() -> None:
    source = Scripted([block(number) for number in range(100)])
    items = await collect(Until(source, 505_000_000))
    assert sum(len(item.samples) for item in items if isinstance(item, AudioBlock)) == 24_240
    assert source.closed


async def test_a_gap_over_the_border_is_cut_and_one_beyond_is_left_out() -> None:
    crossing = Gap(10, 300, "scripted", GapReason.DEVICE_LOST)
    assert await collect(Until(Scripted([crossing, crossing]), 100)) == [
        Gap(10, 100, "scripted", GapReason.DEVICE_LOST)
    ]


async def test_a_notice_never_ends_the_stream() -> None:
    late = Notice(10**12, "scripted", "a word")
    items = await collect(Until(Scripted([late, block(0)]), 20_000_000))
    assert items[0] is late
    assert len(items) == 2
