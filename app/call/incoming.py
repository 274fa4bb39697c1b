"""What a guest sends, as sources of the engine: sound from packets, pictures from aiortc's track.

Sound is counted out on the clock at which it is played; a picture gets the time at which the sound
captured with it is played, so that a recording of both is in step (`app.call.lip_sync`).
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import numpy as np
from aiortc import MediaStreamTrack, RTCRtpReceiver
from aiortc.mediastreams import MediaStreamError
from av import VideoFrame
from numpy.typing import NDArray

from app.call.lip_sync import LipSync
from app.call.received import ReceivedSound
from app.call.receiver import CallReceiver
from app.call.tap import Tap, fits, install
from app.concealment import BEST, network
from app.engine.channel import Channel, ChannelClosedError, Overflow
from app.engine.clock import NS_PER_S, Clock
from app.engine.events import Gap, GapReason
from app.engine.media import CameraFrame
from app.engine.sources.blocks import BLOCK_MS, BlockCutter
from audio.block import INT16_SCALE
from audio.plc.heard import ConcealedGap
from audio.plc.receiver import Heard, ReceiverStatistics

SAMPLE_RATE_HZ = 48_000
CHANNELS = 1  # speech; a guest's stereo is mixed
TICK_NS = NS_PER_S // 100
LATE_NS = 5 * BLOCK_MS * 1_000_000  # behind the clock by more: the machine was held up
PICTURES_WAITING = 4
MOST_WAIT_NS = NS_PER_S // 2  # for the sound; aiortc holds what comes meanwhile, 15 pictures
MOST_PIXELS = 3840 * 2160  # larger pictures are not of a camera in a call


class GuestSound:
    """A guest's sound: blocks of 20 ms, 48 kHz, one channel, without holes while the call lasts."""

    name = "guest's sound"

    def __init__(self, receiver: RTCRtpReceiver, clock: Clock, sync: LipSync) -> None:
        """Listen from now on; on the event loop."""
        self._sync = sync
        self._sound = ReceivedSound(
            receiver,
            clock,
            CHANNELS,
            lambda: CallReceiver.open(CHANNELS, "classical", clock),
            lambda: network(BEST),
            sync.sound.report,
            sync.sound_packet,
        )

    def statistics(self) -> ReceiverStatistics:
        """Return losses, delay and repairs so far."""
        return self._sound.statistics()

    def gaps(self) -> list[ConcealedGap]:
        """Return the gaps that ended since the last call."""
        return self._sound.gaps()

    async def close(self) -> None:
        """Stop listening; `items` ends."""
        await self._sound.close()

    async def items(self, clock: Clock, origin_ns: int) -> AsyncGenerator[object, None]:
        """Yield blocks on the clock, until the stream ends."""
        del origin_ns
        cutter: BlockCutter | None = None
        next_ns = 0  # of what is heard next, by counting
        async with aclosing(self._sound.frames()) as frames:
            async for heard in frames:
                now_ns = clock.now_ns()
                if cutter is not None and now_ns - next_ns > LATE_NS:
                    for block in cutter.flush():
                        yield block
                    yield Gap(next_ns, now_ns, self.name, GapReason.OVERFLOW)
                    cutter = None
                if cutter is None:
                    cutter = BlockCutter(self.name, SAMPLE_RATE_HZ, CHANNELS, now_ns)
                    next_ns = now_ns
                self._sync.played(heard.timestamp, next_ns)
                next_ns += TICK_NS
                for block in cutter.push(int16(heard)):
                    yield block


class GuestCamera:
    """A guest's pictures, as they are decoded; those nobody takes in time are dropped."""

    name = "guest's camera"

    def __init__(self, receiver: RTCRtpReceiver, clock: Clock, sync: LipSync) -> None:
        """Watch from now on; on the event loop."""
        self._clock = clock
        self._sync = sync
        self._pictures: Channel[CameraFrame] = Channel(PICTURES_WAITING, Overflow.DROP_OLDEST)
        if fits(receiver):
            install(receiver, Tap(sync.picture_packet, sync.picture.report), clock)
        assert receiver.track is not None
        self._reading = asyncio.create_task(self._read(receiver.track), name="read guest's camera")

    async def close(self) -> None:
        """Stop watching; `items` ends."""
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)

    async def items(self, clock: Clock, origin_ns: int) -> AsyncGenerator[object, None]:
        """Yield pictures until the stream ends."""
        del clock, origin_ns
        async for picture in self._pictures:
            yield picture

    async def _read(self, track: MediaStreamTrack) -> None:
        """Give each picture out when it is due; those that are late, at once."""
        last_ns = 0
        try:
            while True:
                frame = await track.recv()
                if isinstance(frame, VideoFrame) and frame.width * frame.height <= MOST_PIXELS:
                    due_ns = await self._due(frame.pts or 0)
                    last_ns = max(last_ns + 1, due_ns)
                    self._pictures.offer(CameraFrame(last_ns, frame))
        except (MediaStreamError, ChannelClosedError):
            return
        finally:
            self._pictures.close()

    async def _due(self, pts: int) -> int:
        """Wait until a picture is due, unless that is far off; return that time."""
        while True:
            now_ns = self._clock.now_ns()
            due_ns = self._sync.due_ns(pts, now_ns)
            if not TICK_NS < due_ns - now_ns <= MOST_WAIT_NS:
                return due_ns
            await self._clock.sleep_until_ns(min(due_ns, now_ns + 2 * TICK_NS))


def int16(heard: Heard) -> NDArray[np.int16]:
    """Return (480, 1) int16."""
    mono = heard.samples.mean(axis=1, keepdims=True)
    scaled = np.rint(mono * INT16_SCALE).clip(-INT16_SCALE, INT16_SCALE - 1)
    samples: NDArray[np.int16] = scaled.astype(np.int16)
    return samples
