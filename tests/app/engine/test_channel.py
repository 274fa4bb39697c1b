"""Channels: order, the four policies, closing, and gaps exactly where items are missing."""

import asyncio
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.channel import Channel, ChannelClosedError, Overflow
from app.engine.events import Gap, GapReason


@dataclass(frozen=True)
class Tick:
    """An item that covers one unit of time."""

    number: int


def span(tick: Tick) -> Gap:
    return Gap(tick.number, tick.number + 1, "test", GapReason.OVERFLOW)


async def drain(channel: Channel[Tick]) -> list[Tick | Gap]:
    channel.close()
    return [item async for item in channel]


async def test_items_leave_in_the_order_they_came() -> None:
    channel: Channel[Tick] = Channel(3, Overflow.BLOCK)
    for number in range(3):
        await channel.send(Tick(number))
    assert await drain(channel) == [Tick(0), Tick(1), Tick(2)]


async def test_block_makes_the_sender_wait_until_there_is_room() -> None:
    channel: Channel[Tick] = Channel(1, Overflow.BLOCK)
    await channel.send(Tick(0))
    waiting = asyncio.create_task(channel.send(Tick(1)))
    await asyncio.sleep(0)
    assert not waiting.done()
    assert await channel.receive() == Tick(0)
    await waiting
    assert await channel.receive() == Tick(1)


async def test_closing_wakes_a_blocked_sender_with_an_error() -> None:
    channel: Channel[Tick] = Channel(1, Overflow.BLOCK)
    await channel.send(Tick(0))
    waiting = asyncio.create_task(channel.send(Tick(1)))
    await asyncio.sleep(0)
    channel.close()
    with pytest.raises(ChannelClosedError):
        await waiting


async def test_closing_wakes_a_waiting_reader() -> None:
    channel: Channel[Tick] = Channel(1, Overflow.LATEST)
    waiting = asyncio.create_task(channel.receive())
    await asyncio.sleep(0)
    channel.close()
    with pytest.raises(ChannelClosedError):
        await waiting


@pytest.mark.parametrize(
    ("overflow", "capacity", "expected"),
    [
        # the oldest two are missing, so the gap comes first
        (
            Overflow.DROP_OLDEST,
            2,
            [Gap(0, 2, "test", GapReason.OVERFLOW), Tick(2), Tick(3)],
        ),
        # the newest two are missing, so the gap comes last
        (
            Overflow.DROP_NEWEST,
            2,
            [Tick(0), Tick(1), Gap(2, 4, "test", GapReason.OVERFLOW)],
        ),
        (Overflow.LATEST, 1, [Gap(0, 3, "test", GapReason.OVERFLOW), Tick(3)]),
    ],
)
async def test_a_full_channel_marks_what_it_drops(
    overflow: Overflow, capacity: int, expected: list[Tick | Gap]
) -> None:
    channel = Channel[Tick](capacity, overflow, span)
    for number in range(4):
        await channel.send(Tick(number))
    assert channel.statistics().dropped == 4 - capacity
    assert await drain(channel) == expected


async def test_a_refused_stretch_is_marked_between_its_neighbours() -> None:
    channel = Channel[Tick](1, Overflow.DROP_NEWEST, span)
    for number in range(3):
        await channel.send(Tick(number))
    assert await channel.receive() == Tick(0)
    await channel.send(Tick(3))
    assert await drain(channel) == [Gap(1, 3, "test", GapReason.OVERFLOW), Tick(3)]


@pytest.mark.parametrize(("capacity", "overflow"), [(0, Overflow.BLOCK), (2, Overflow.LATEST)])
def test_impossible_capacities_are_refused(capacity: int, overflow: Overflow) -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        Channel[Tick](capacity, overflow)


@given(
    st.sampled_from([Overflow.DROP_OLDEST, Overflow.DROP_NEWEST, Overflow.LATEST]),
    st.integers(1, 4),
    st.lists(st.booleans(), max_size=60),
)
def test_every_unit_of_time_is_delivered_or_marked_in_order(
    overflow: Overflow, capacity: int, sends: list[bool]
) -> None:
    """Whatever the interleaving of sending and reading, time comes out whole and in order."""

    async def play() -> None:
        size = 1 if overflow is Overflow.LATEST else capacity
        channel = Channel[Tick](size, overflow, span)
        sent = 0
        out: list[Tick | Gap] = []
        for sending in sends:
            if sending:
                await channel.send(Tick(sent))
                sent += 1
            elif channel.statistics().waiting:
                out.append(await channel.receive())
        counts = channel.statistics()
        assert counts.sent == counts.received + counts.dropped + counts.waiting
        assert counts.peak <= size
        out += await drain(channel)
        position = 0
        for item in out:
            start = item.start_ns if isinstance(item, Gap) else item.number
            assert start == position
            position = item.end_ns if isinstance(item, Gap) else item.number + 1
        assert position == sent

    asyncio.run(play())
