"""One caller's sound: from its packets where they can be seen, from aiortc's track where not."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import AsyncGenerator, Callable
from typing import Any

from aiortc import RTCRtpReceiver
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame

from app.call.fallback import TrackPlayout
from app.call.playing_rate import PlayingRate
from app.call.receiver import CallReceiver
from app.call.tap import Arrival, SenderReport, Tap, fits, install, when_closed
from app.engine.clock import NS_PER_S, Clock
from app.errors import EarshotError
from audio.plc.continuer import Continuer
from audio.plc.heard import ConcealedGap
from audio.plc.receiver import Heard, ReceiverStatistics
from models.errors import ModelError

log = logging.getLogger(__name__)

TICK_NS = NS_PER_S // 100
# aiortc numbers Opus from 96 on, and every other sound codec it knows has a number below.
FIRST_OPUS_PAYLOAD_TYPE = 96
HELD_PACKETS = 64  # while the receiver loads: more than a second
TRIAL_NS = NS_PER_S  # a track that has given sound for so long without a packet seen: give up

OpenReceiver = Callable[[], CallReceiver]
LoadNetwork = Callable[[], Continuer[Any] | None]


class ReceivedSound:
    """The sound of one `RTCRtpReceiver`, tapped from its making until `close`.

    The receiver's own track is read and thrown away, since aiortc keeps without bound what nobody
    reads, and to learn of the stream's end. Nothing here grows, whether or not anyone listens.
    Made and used on one event loop.
    """

    def __init__(
        self,
        receiver: RTCRtpReceiver,
        clock: Clock,
        channels: int,
        open_receiver: OpenReceiver,
        load_network: LoadNetwork,
        on_report: Callable[[SenderReport], None] = lambda _: None,
        on_packet: Callable[[Arrival], None] = lambda _: None,
    ) -> None:
        """Begin to listen.

        Args:
            receiver: of sound.
            clock: tells when packets come and sound is due.
            channels: one or two.
            open_receiver: makes what plays packets, quickly; on another thread.
            load_network: makes what fills gaps best, perhaps slowly, likewise; None for without.
            on_report: is told of the sender's reports.
            on_packet: is told of packets of Opus.

        Raises:
            ValueError: the receiver is not one of sound.
        """
        if receiver.track is None or receiver.track.kind != "audio":
            raise ValueError("only a receiver of sound can be attached to")
        self._clock = clock
        self._on_packet = on_packet
        self._channels = channels
        self._receiver: CallReceiver | None = None
        self._held: deque[Arrival] = deque(maxlen=HELD_PACKETS)
        self._fallback: TrackPlayout | None = None
        self._rate = PlayingRate(channels)
        self._due_ns: int | None = None  # when the fallback's next tick is due, whoever reads it
        self._opus_packets = 0
        self._first_frame_ns: int | None = None
        self._ready = asyncio.Event()
        self._closed = False
        self._opening: asyncio.Task[None] | None = None
        if fits(receiver):
            install(receiver, Tap(self._packet, on_report), clock)
            self._opening = asyncio.create_task(
                self._open(open_receiver, load_network), name="open receiver"
            )
        else:
            self._fall_back("this version of aiortc keeps its packets elsewhere")
        self._draining = asyncio.create_task(self._drain(receiver.track), name="drain track")
        when_closed(receiver, self._connection_closed)

    @property
    def closed(self) -> bool:
        """Whether the stream has ended or was closed."""
        return self._closed

    @property
    def by_packets(self) -> bool:
        """Whether the sound is made from packets; False once the track had to serve."""
        return self._fallback is None

    async def frames(self) -> AsyncGenerator[Heard, None]:
        """Yield ten milliseconds at every tick of the clock until the stream ends.

        Whoever comes back late goes on with the present, not with what was missed. A reader that
        was cancelled ends only its own iterator: another one goes on where it was.
        """
        await self._ready.wait()
        if self._receiver is not None and self.by_packets:
            async for heard in self._receiver.frames():
                yield heard
        while self._fallback is not None and not self._closed:
            now_ns = self._clock.now_ns()
            due_ns = now_ns if self._due_ns is None else max(self._due_ns, now_ns - TICK_NS)
            await self._clock.sleep_until_ns(due_ns)
            self._due_ns = due_ns + TICK_NS
            yield self._fallback.get()

    def gaps(self) -> list[ConcealedGap]:
        """Return the gaps that ended since the last call; none where packets cannot be seen."""
        return [] if self._receiver is None else self._receiver.gaps()

    def statistics(self) -> ReceiverStatistics:
        """Return the counts so far; all zero without packets."""
        return ReceiverStatistics() if self._receiver is None else self._receiver.statistics()

    async def close(self) -> None:
        """Stop listening and end `frames`."""
        self._end()
        tasks = [task for task in (self._opening, self._draining) if task is not None]
        for task in tasks:
            if task is not asyncio.current_task():
                task.cancel()
        await asyncio.gather(
            *(task for task in tasks if task is not asyncio.current_task()),
            return_exceptions=True,
        )

    def _end(self) -> None:
        self._closed = True
        if self._receiver is not None:
            self._receiver.close()
        self._ready.set()

    def _connection_closed(self) -> None:
        self._end()
        self._draining.cancel()

    def _packet(self, arrival: Arrival) -> None:
        if self._closed or arrival.payload_type < FIRST_OPUS_PAYLOAD_TYPE or not arrival.payload:
            return
        self._opus_packets += 1
        self._on_packet(arrival)
        if self._receiver is None:
            self._held.append(arrival)
        else:
            self._insert(self._receiver, arrival)

    @staticmethod
    def _insert(receiver: CallReceiver, arrival: Arrival) -> None:
        receiver.insert(
            arrival.sequence,
            arrival.timestamp,
            arrival.payload,
            marker=arrival.marker,
            arrived_ns=arrival.arrived_ns,
        )

    async def _open(self, open_receiver: OpenReceiver, load_network: LoadNetwork) -> None:
        """Play with classical means at once, and with the network as soon as it is there."""
        try:
            receiver = await asyncio.to_thread(open_receiver)
        except (EarshotError, ModelError) as error:
            self._fall_back(str(error))
            return
        if self._closed:
            receiver.close()
            return
        self._receiver = receiver
        while self._held:
            self._insert(receiver, self._held.popleft())
        self._ready.set()
        try:
            network = await asyncio.to_thread(load_network)
        except ModelError as error:
            log.warning("gaps are filled by classical means: %s", error)
            return
        if network is not None:
            receiver.speak_with(network)

    async def _drain(self, track: MediaStreamTrack) -> None:
        """Read the track to its end; watch that packets are seen where sound comes out."""
        with contextlib.suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                if self._fallback is None and not self._opus_packets:
                    self._doubt()
                if self._fallback is not None and isinstance(frame, AudioFrame):
                    for pts, samples in self._rate.push(frame):
                        self._fallback.add(pts, samples)
        self._end()

    def _doubt(self) -> None:
        """Give the tap a second from the track's first sound on, then do without it."""
        now_ns = self._clock.now_ns()
        if self._first_frame_ns is None:
            self._first_frame_ns = now_ns
        elif now_ns - self._first_frame_ns >= TRIAL_NS:
            self._fall_back("sound comes, but not by Opus packets that could be seen")

    def _fall_back(self, why: str) -> None:
        log.warning("losses cannot be repaired well, aiortc's own track is played: %s", why)
        self._fallback = TrackPlayout(self._channels)
        if self._receiver is not None:
            self._receiver.close()
        self._ready.set()
