"""What Earshot sends: the engine's sound and pictures as tracks of aiortc."""

import fractions
from typing import Generic, TypeVar

import numpy as np
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame

from app.engine.channel import Channel, ChannelClosedError, Overflow
from app.engine.clock import NS_PER_S
from app.engine.events import Gap
from app.pipelines.drawing import SentPicture
from audio.block import AudioBlock

STEREO = 2

T = TypeVar("T")


class Broadcast(Generic[T]):
    """Hands each item to whoever listens just now, and waits for nobody."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._listeners: set[Channel[T]] = set()

    def listen(self) -> Channel[T]:
        """Return a channel that gets every item from now on; give it back with `leave`."""
        channel: Channel[T] = Channel(self._capacity, Overflow.DROP_OLDEST)
        self._listeners.add(channel)
        return channel

    def leave(self, channel: Channel[T]) -> None:
        """Close a channel."""
        channel.close()
        self._listeners.discard(channel)

    def give(self, item: T) -> None:
        """Hand `item` to all."""
        for channel in self._listeners:
            channel.offer(item)


class _Sent(MediaStreamTrack, Generic[T]):
    """A track fed by a broadcast; it leaves when it is stopped."""

    def __init__(self, broadcast: Broadcast[T]) -> None:
        super().__init__()
        self._broadcast = broadcast
        self._channel = broadcast.listen()
        self._origin_ns: int | None = None

    def stop(self) -> None:
        """End the track."""
        self._broadcast.leave(self._channel)
        super().stop()

    async def _next(self) -> T:
        if self.readyState != "live":
            raise MediaStreamError
        try:
            while isinstance(item := await self._channel.receive(), Gap):
                continue
        except ChannelClosedError:
            raise MediaStreamError from None
        return item

    def _since_start_ns(self, pts_ns: int) -> int:
        if self._origin_ns is None:
            self._origin_ns = pts_ns
        return pts_ns - self._origin_ns


class SentSound(_Sent[AudioBlock]):
    """The microphone's sound; time stamps follow the blocks' times, gaps and all."""

    kind = "audio"

    async def recv(self) -> AudioFrame:
        """Return the next block as a frame, mono or stereo int16."""
        block = await self._next()
        samples = block.samples
        if samples.shape[1] > STEREO:
            samples = samples.mean(axis=1, keepdims=True).astype(np.int16)
        layout = "stereo" if samples.shape[1] == STEREO else "mono"
        frame = AudioFrame.from_ndarray(
            np.ascontiguousarray(samples).reshape(1, -1), format="s16", layout=layout
        )
        frame.sample_rate = block.sample_rate_hz
        frame.time_base = fractions.Fraction(1, block.sample_rate_hz)
        frame.pts = round(self._since_start_ns(block.pts_ns) * block.sample_rate_hz / NS_PER_S)
        return frame


class SentPictures(_Sent[SentPicture]):
    """The camera's pictures with what was drawn on them, as `app.pipelines.drawing` gives them."""

    kind = "video"

    async def recv(self) -> VideoFrame:
        """Return the newest picture."""
        return (await self._next()).picture
