"""One caller's sound in real time: the receiver of `audio.plc` with a clock, a codec, a network.

receiver = CallReceiver.open(channels=2)       # blocks while the network is loaded
receiver.insert(sequence, timestamp, payload, marker=..., arrived_ns=clock.now_ns())
async for heard in receiver.frames():          # one every 10 ms until `close`
    ...
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from app.call.opus import SAMPLE_RATE_HZ, OpusDecoder
from app.concealment import BEST, Means, network
from app.engine.clock import Clock, MonotonicClock
from audio.plc import Concealer, Continuer
from audio.plc.packet import Packet
from audio.plc.receiver import (
    TICK_MS,
    AudioReceiver,
    ConcealedGap,
    Heard,
    ReceiverStatistics,
)

TICK_NS = TICK_MS * 1_000_000
BUDGET_MS = 15.0  # of a tick that fills a gap: the sound of two is then ready
TURNS = 32  # of a loop that stood still: the packets that wait in its sockets come in first
LONGEST_LAG_NS = 200_000_000  # a loop that stood still longer skips the ticks it missed


def audio_receiver(channels: int, means: Means) -> AudioReceiver:
    """Return a receiver of Opus at 48 kHz; blocks while libopus and the network are loaded.

    Raises:
        CallError: there is no libopus on this machine.
        ModelError: the network is absent or damaged.
    """
    concealer = Concealer(SAMPLE_RATE_HZ, channels, network(means))
    return AudioReceiver(OpusDecoder(channels), concealer, SAMPLE_RATE_HZ, channels)


class CallReceiver:
    """Packets in on the event loop, ten milliseconds of sound out of it at each tick.

    All methods are called on one event loop.
    """

    def __init__(self, receiver: AudioReceiver, clock: Clock) -> None:
        self._receiver = receiver
        self._clock = clock
        self._closed = False
        self._due_ns: int | None = None  # when the next tick is due, whoever reads it

    @classmethod
    def open(
        cls, channels: int = 2, means: Means = BEST, clock: Clock | None = None
    ) -> "CallReceiver":
        """Return a receiver of Opus; blocks while libopus and the network are loaded.

        Raises:
            CallError: there is no libopus on this machine.
            ModelError: the network is absent or damaged.
        """
        return cls(audio_receiver(channels, means), clock or MonotonicClock())

    def insert(
        self,
        sequence: int,
        timestamp: int,
        payload: bytes,
        *,
        marker: bool = False,
        arrived_ns: int | None = None,
        redundant: bool = False,
    ) -> None:
        """Take one packet of the Opus payload type; nothing it may hold raises.

        Args:
            sequence: its RTP sequence number, 0..65535.
            timestamp: its RTP timestamp, 0..2**32 - 1.
            payload: without padding.
            marker: its RTP marker bit.
            arrived_ns: when it arrived, by the receiver's clock; now if left out.
            redundant: it came inside a later packet, see `audio.plc.redundancy`.
        """
        if self._closed:
            return
        if arrived_ns is None:
            arrived_ns = self._clock.now_ns()
        self._receiver.insert(Packet(sequence, timestamp, payload, marker, redundant), arrived_ns)

    async def frames(self) -> AsyncIterator[Heard]:
        """Yield `Heard` every 10 ms of the clock, until `close`.

        A reader that was cancelled ends only its own iterator: another one goes on where it was.
        """
        while True:
            due_ns = await self._tick()
            if self._closed:
                return
            self._due_ns = due_ns + TICK_NS
            yield self._receiver.get(due_ns, BUDGET_MS)

    async def _tick(self) -> int:
        """Wait until a tick is due; return its time."""
        now_ns = self._clock.now_ns()
        due_ns = now_ns if self._due_ns is None else self._due_ns
        late_ns = now_ns - due_ns
        if late_ns > LONGEST_LAG_NS:
            due_ns = now_ns
        if late_ns > TICK_NS:
            for _ in range(TURNS):
                await asyncio.sleep(0)
        await self._clock.sleep_until_ns(due_ns)
        return due_ns

    def speak_with(self, network: Continuer[Any]) -> None:
        """Fill gaps with `network` from the next one on: so sound need not wait for its loading."""
        self._receiver.speak_with(network)

    def statistics(self) -> ReceiverStatistics:
        """Return the counts so far and the present delay."""
        return self._receiver.statistics()

    def gaps(self) -> list[ConcealedGap]:
        """Return the gaps that ended since the last call, oldest first."""
        return self._receiver.gaps()

    def close(self) -> None:
        """End `frames` and take no more packets; a second time does nothing."""
        self._closed = True
