"""Bounded queues between tasks, with a named answer to "what if it is full".

Nothing is dropped silently: every drop is counted, and a channel that knows the span of its items
(`gap_of`) hands the reader an explicit Gap in the very place where items are missing.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

from app.engine.events import Gap, GapReason

T = TypeVar("T")


class Overflow(StrEnum):
    """What a full channel does with one more item."""

    BLOCK = "block"  # the sender waits
    DROP_OLDEST = "drop oldest"  # the head makes room
    DROP_NEWEST = "drop newest"  # the new item is refused
    LATEST = "latest"  # the new item replaces the only one


class ChannelClosedError(Exception):
    """Sending to a closed channel, or receiving from one that is closed and empty."""


@dataclass(frozen=True, slots=True)
class ChannelStatistics:
    """Counts since the channel was made; `sent == received + dropped + waiting` always holds."""

    sent: int
    received: int
    dropped: int
    waiting: int
    peak: int
    capacity: int


class Channel(Generic[T]):
    """A queue for one reader on one event loop; senders live on that loop too.

    Gaps that mark drops travel beside the items: they take no capacity and are not counted.
    """

    def __init__(
        self,
        capacity: int,
        overflow: Overflow,
        gap_of: Callable[[T], Gap | None] | None = None,
    ) -> None:
        """Make room for `capacity` items; LATEST means one.

        `gap_of` tells the span an item covers, so that dropped items become a Gap.
        """
        if capacity < 1 or (overflow is Overflow.LATEST and capacity != 1):
            raise ValueError(f"a {overflow.value} channel cannot hold {capacity} items")
        self._capacity = capacity
        self._overflow = overflow
        self._gap_of = gap_of
        self._items: deque[tuple[Gap | None, T]] = deque()  # each with the gap in front of it
        self._gap_at_tail: Gap | None = None
        self._closed = False
        self._reader: asyncio.Future[None] | None = None
        self._senders: deque[asyncio.Future[None]] = deque()
        self._sent = self._received = self._dropped = self._peak = 0

    async def send(self, item: T) -> None:
        """Hand over `item`; waits only under BLOCK. Raises ChannelClosedError."""
        while self._overflow is Overflow.BLOCK and self._full() and not self._closed:
            room = asyncio.get_running_loop().create_future()
            self._senders.append(room)
            try:
                await room
            except asyncio.CancelledError:
                if room.done():  # woken and cancelled at once: the room belongs to the next
                    self._wake_sender()
                raise
        self.offer(item)

    def offer(self, item: T) -> None:
        """Hand over `item` at once; for every rule but BLOCK. Raises ChannelClosedError."""
        if self._closed:
            raise ChannelClosedError
        self._sent += 1
        if self._full():
            self._dropped += 1
            if self._overflow is Overflow.DROP_NEWEST:
                self._gap_at_tail = merged(self._gap_at_tail, self._span(item))
                return
            self._drop_head()
        self._items.append((self._gap_at_tail, item))
        self._gap_at_tail = None
        self._peak = max(self._peak, len(self._items))
        _wake(self._reader)

    async def receive(self) -> T | Gap:
        """Return the next item, or the Gap in front of it. Raises ChannelClosedError at the end."""
        while not self._items and not self._closed:
            self._reader = asyncio.get_running_loop().create_future()
            await self._reader
        if not self._items:
            gap, self._gap_at_tail = self._gap_at_tail, None
            if gap is None:
                raise ChannelClosedError
            return gap
        gap, item = self._items[0]
        if gap is not None:
            self._items[0] = (None, item)
            return gap
        self._items.popleft()
        self._received += 1
        self._wake_sender()
        return item

    def close(self) -> None:
        """Let the reader drain what waits, then end; closing twice is fine."""
        self._closed = True
        _wake(self._reader)
        for sender in self._senders:
            _wake(sender)

    def __aiter__(self) -> "Channel[T]":
        return self

    async def __anext__(self) -> T | Gap:
        try:
            return await self.receive()
        except ChannelClosedError:
            raise StopAsyncIteration from None

    def statistics(self) -> ChannelStatistics:
        """Return the counts so far."""
        return ChannelStatistics(
            self._sent,
            self._received,
            self._dropped,
            len(self._items),
            self._peak,
            self._capacity,
        )

    def _full(self) -> bool:
        return len(self._items) == self._capacity

    def _drop_head(self) -> None:
        """Turn the oldest item into a gap in front of the one behind it."""
        before, item = self._items.popleft()
        gap = merged(before, self._span(item))
        if self._items:
            behind, head = self._items[0]
            self._items[0] = (merged(gap, behind), head)
        else:
            self._gap_at_tail = merged(gap, self._gap_at_tail)

    def _wake_sender(self) -> None:
        while self._senders:
            sender = self._senders.popleft()
            if not sender.done():
                sender.set_result(None)
                return

    def _span(self, item: T) -> Gap | None:
        return self._gap_of(item) if self._gap_of is not None else None


def _wake(waiter: asyncio.Future[None] | None) -> None:
    if waiter is not None and not waiter.done():
        waiter.set_result(None)


def merged(first: Gap | None, second: Gap | None) -> Gap | None:
    """Return one gap that covers both; what was dropped here is an overflow."""
    if first is None or second is None:
        return first or second
    return replace(
        first,
        start_ns=min(first.start_ns, second.start_ns),
        end_ns=max(first.end_ns, second.end_ns),
        reason=first.reason if first.reason is second.reason else GapReason.OVERFLOW,
    )
