"""One caller's sound in real time: the receiver of `audio.plc` with a clock, a codec, a network.

receiver = CallReceiver.open(channels=2)       # blocks while the network is loaded
receiver.insert(sequence, timestamp, payload, marker=..., arrived_ns=clock.now_ns())
async for heard in receiver.frames():          # one every 10 ms until `close`
    ...
"""

from collections.abc import AsyncIterator

from app.concealment import BEST, Means
from app.engine.clock import Clock
from audio.plc.receiver import AudioReceiver, ConcealedGap, Heard, ReceiverStatistics


class CallReceiver:
    """Packets in on the event loop, ten milliseconds of sound out of it at each tick.

    All methods are called on one event loop.
    """

    def __init__(self, receiver: AudioReceiver, clock: Clock) -> None:
        raise NotImplementedError

    @classmethod
    def open(
        cls, channels: int = 2, means: Means = BEST, clock: Clock | None = None
    ) -> "CallReceiver":
        """Return a receiver of Opus; blocks while libopus and the network are loaded.

        Raises:
            CallError: there is no libopus on this machine.
            ModelError: the network is absent or damaged.
        """
        raise NotImplementedError

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
        """Take one RTP packet of the Opus payload type; `redundant` if RED wraps it (RFC 2198)."""
        raise NotImplementedError

    def frames(self) -> AsyncIterator[Heard]:
        """Yield `Heard` every 10 ms of the clock, until `close`."""
        raise NotImplementedError

    def statistics(self) -> ReceiverStatistics:
        """Return the counts so far and the present delay."""
        raise NotImplementedError

    def gaps(self) -> list[ConcealedGap]:
        """Return the gaps that ended since the last call."""
        raise NotImplementedError

    def close(self) -> None:
        """End `frames`; safe to call twice, and from anywhere on the loop."""
        raise NotImplementedError
