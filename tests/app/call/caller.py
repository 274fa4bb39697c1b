"""A guest made of plain aiortc: it sends a tone and pictures, and keeps what it gets."""

import asyncio
import contextlib
import fractions
from collections.abc import AsyncGenerator, Callable
from typing import Any

import numpy as np
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame

from app.call.messages import CHANNEL
from app.engine.clock import MonotonicClock
from tests.app.call.waiting import until

SAMPLE_RATE_HZ = 48_000
PACKET_SAMPLES = 960
PICTURE_NS = 50_000_000  # 20 a second
NS_PER_S = 1_000_000_000

Wave = Callable[[np.ndarray], np.ndarray]


def tone(times_s: np.ndarray) -> np.ndarray:
    """Return a tone of 440 Hz that swells and ebbs, -1..1."""
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * 3 * times_s)
    return 0.3 * swell * np.sin(2 * np.pi * 440 * times_s)


class SentTone(MediaStreamTrack):
    """Sound in real time; the wave is a function of the time since `origin_ns`."""

    kind = "audio"

    def __init__(self, origin_ns: int, wave: Wave = tone) -> None:
        super().__init__()
        self._clock = MonotonicClock()
        self._origin_ns = origin_ns
        self._wave = wave
        self._sent = 0

    async def recv(self) -> AudioFrame:
        if self.readyState != "live":
            raise MediaStreamError
        # A packet can be sent when its last sample has been "captured".
        end = self._sent + PACKET_SAMPLES
        await self._clock.sleep_until_ns(self._origin_ns + end * NS_PER_S // SAMPLE_RATE_HZ)
        times_s = np.arange(self._sent, end) / SAMPLE_RATE_HZ
        samples = (self._wave(times_s) * 32767).astype(np.int16).reshape(1, -1)
        frame = AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE_HZ
        frame.time_base = fractions.Fraction(1, SAMPLE_RATE_HZ)
        frame.pts = self._sent
        self._sent = end
        return frame


class SentPictures(MediaStreamTrack):
    """Pictures in real time, each as bright as `brightness` of the time since `origin_ns`."""

    kind = "video"

    def __init__(
        self,
        origin_ns: int,
        brightness: Callable[[float], int] = lambda s: int(128 + 80 * np.sin(s)),
    ) -> None:
        super().__init__()
        self._clock = MonotonicClock()
        self._origin_ns = origin_ns
        self._brightness = brightness
        self._sent = 0

    async def recv(self) -> VideoFrame:
        if self.readyState != "live":
            raise MediaStreamError
        at_ns = self._sent * PICTURE_NS
        await self._clock.sleep_until_ns(self._origin_ns + at_ns)
        pixels = np.full((240, 320, 3), self._brightness(at_ns / NS_PER_S), np.uint8)
        pixels[::16, :, 1] = 90
        frame = VideoFrame.from_ndarray(pixels, format="rgb24")
        frame.time_base = fractions.Fraction(1, 90_000)
        frame.pts = at_ns * 90_000 // NS_PER_S
        self._sent += 1
        return frame


class Caller:
    """One aiortc connection that offers.

    Attributes:
        connection: the connection.
        frames: how many frames of each kind came.
        messages: what came over the data channel.
    """

    def __init__(
        self,
        *,
        wave: Wave = tone,
        brightness: Callable[[float], int] | None = None,
        pictures: bool = True,
        receives: bool = True,
        events: bool = True,
    ) -> None:
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.frames = {"audio": 0, "video": 0}
        self.messages: list[str] = []
        self.origin_ns = MonotonicClock().now_ns()
        self._tasks: list[asyncio.Task[None]] = []
        direction = "sendrecv" if receives else "sendonly"
        self.connection.addTransceiver(SentTone(self.origin_ns, wave), direction)
        if pictures:
            track = (
                SentPictures(self.origin_ns)
                if brightness is None
                else SentPictures(self.origin_ns, brightness)
            )
            self.connection.addTransceiver(track, direction)
        self.channel = self.connection.createDataChannel(CHANNEL) if events else None
        if self.channel is not None:
            self.channel.on("message", self.messages.append)
        self.connection.on("track", self._track)

    async def offer(self) -> str:
        """Return the offer, with all candidates."""
        await self.connection.setLocalDescription(await self.connection.createOffer())
        return self.connection.localDescription.sdp

    async def accept(self, answer: str) -> None:
        """Take the answer and wait until the connection stands."""
        await self.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        await until(lambda: self.connection.connectionState == "connected")

    async def close(self) -> None:
        """Hang up."""
        for sender in self.connection.getSenders():
            if sender.track is not None:
                sender.track.stop()
        await self.connection.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _track(self, track: MediaStreamTrack) -> None:
        self._tasks.append(asyncio.create_task(self._read(track)))

    async def _read(self, track: MediaStreamTrack) -> None:
        with contextlib.suppress(MediaStreamError):
            while True:
                await track.recv()
                self.frames[track.kind] += 1


@contextlib.asynccontextmanager
async def calling(client: Any, path: str, token: str, **how: Any) -> AsyncGenerator[Caller, None]:
    """Call a server by its test client; hang up at the end."""
    caller = Caller(**how)
    headers = {"Authorization": f"Bearer {token}"}
    location = None
    try:
        answer = await client.post(
            path,
            data=await caller.offer(),
            headers={**headers, "Content-Type": "application/sdp"},
        )
        text = await answer.text()
        assert answer.status == 201, text
        location = answer.headers["Location"]
        await caller.accept(text)
        yield caller
    finally:
        await caller.close()
        if location is not None:
            await client.delete(location, headers=headers)
