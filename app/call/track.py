"""A better track for any program that uses aiortc.

    @connection.on("track")
    def arrived(track):
        if track.kind == "audio":
            transceiver = next(t for t in connection.getTransceivers() if t.receiver.track is track)
            track = attach(transceiver.receiver)
        ...

What comes out is what came in, with lost packets filled and delays evened out; see docs/call.md.
"""

import asyncio
import fractions

import numpy as np
from aiortc import MediaStreamTrack, RTCRtpReceiver
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame
from numpy.typing import NDArray

from app.call.received import ReceivedSound
from app.call.receiver import CallReceiver
from app.concealment import BEST, Means, network
from app.engine.clock import MonotonicClock
from audio.block import INT16_SCALE
from audio.plc.receiver import Heard, ReceiverStatistics

SAMPLE_RATE_HZ = 48_000
CHANNELS = 2  # as aiortc's own tracks of sound
LAYOUTS = {1: "mono", 2: "stereo"}


class CallTrack(MediaStreamTrack):
    """Sound of a call, repaired: frames of 10 ms, 48 kHz, int16, paced by the clock.

    `pts` counts samples, so it has no holes. It ends when the stream does.
    """

    kind = "audio"

    def __init__(self, sound: ReceivedSound, channels: int) -> None:
        super().__init__()
        self._sound = sound
        self._layout = LAYOUTS[channels]
        self._frames = sound.frames()
        self._played = 0

    async def recv(self) -> AudioFrame:
        """Return the next frame when it is due; raise MediaStreamError at the end.

        Whoever gives up waiting, by `asyncio.wait_for` for example, may ask again.
        """
        if self.readyState != "live":
            raise MediaStreamError
        try:
            heard = await anext(self._frames)
        except asyncio.CancelledError:
            self._frames = self._sound.frames()  # that iterator is over, the sound is not
            raise
        except StopAsyncIteration:
            self.stop()
            raise MediaStreamError from None
        frame = AudioFrame.from_ndarray(int16(heard), format="s16", layout=self._layout)
        frame.sample_rate = SAMPLE_RATE_HZ
        frame.time_base = fractions.Fraction(1, SAMPLE_RATE_HZ)
        frame.pts = self._played
        self._played += frame.samples
        return frame

    def statistics(self) -> ReceiverStatistics:
        """Return losses, delay and repairs so far."""
        return self._sound.statistics()


def attach(receiver: RTCRtpReceiver, *, means: Means = BEST, channels: int = CHANNELS) -> CallTrack:
    """Return a track that plays what `receiver` receives, with losses repaired.

    Call it on the running event loop, as soon as the track is announced; from then on read the
    track that is returned, not the receiver's own. The network that fills gaps is loaded meanwhile
    on another thread.

    Args:
        receiver: of sound, of an `aiortc.RTCPeerConnection`.
        means: "network", or "classical" for less work.
        channels: one or two.

    Raises:
        ValueError: the receiver is not one of sound.
        RuntimeError: no event loop is running.
    """
    clock = MonotonicClock()
    sound = ReceivedSound(
        receiver,
        clock,
        channels,
        lambda: CallReceiver.open(channels, "classical", clock),
        lambda: network(means),
    )
    return CallTrack(sound, channels)


def int16(heard: Heard) -> NDArray[np.int16]:
    """Return (1, 480 * channels) int16, interleaved."""
    scaled = np.rint(heard.samples * INT16_SCALE).clip(-INT16_SCALE, INT16_SCALE - 1)
    interleaved: NDArray[np.int16] = scaled.astype(np.int16).reshape(1, -1)
    return interleaved
