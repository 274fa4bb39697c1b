"""aiortc as it is, in virtual time: its own jitter buffer, its decoder, and a patient listener.

The listener plays each frame as soon as it comes out and the one before is over, and silence while
there is none: that is the least delay anyone could have behind aiortc's track.
"""

from collections.abc import Sequence

import numpy as np
from aiortc.jitterbuffer import JitterBuffer
from aiortc.rtp import RtpPacket

from app.call.opus import OpusDecoder
from tests.bench.network.line import Network
from tests.bench.network.sender import RATE_HZ, Sent
from tests.bench.network.virtual import TAIL_NS, TICK_NS, Played, arrivals, sent_delays_ms

CAPACITY, PREFETCH = 16, 4  # aiortc 1.16, rtcrtpreceiver.py
AUDIO_TYPE = 96


def hear_plain(sent: Sequence[Sent], line: Network, channels: int) -> Played:
    """Return what a program hears that plays aiortc's track."""
    coming = arrivals(sent, line)
    buffer, decoder = JitterBuffer(CAPACITY, PREFETCH), OpusDecoder(channels)
    ticks = (coming[-1][0] + TAIL_NS) // TICK_NS + 1
    tick_samples = RATE_HZ * TICK_NS // 1_000_000_000
    sound = np.zeros((ticks * tick_samples, channels), np.float32)
    timestamps: list[int | None] = [None] * ticks
    free = 0  # the first tick at which nothing is played yet
    for arrived_ns, packet in coming:
        _, frame = buffer.add(_as_rtp(packet.sequence, packet.timestamp, packet.payload))
        if frame is None:
            continue
        decoded = decoder.decode(frame.data)
        free = max(free, -(-arrived_ns // TICK_NS))
        count = len(decoded) // tick_samples
        sound[free * tick_samples :][: len(decoded)] = decoded[: len(sound) - free * tick_samples]
        for step in range(min(count, ticks - free)):
            timestamps[free + step] = frame.timestamp + step * tick_samples
        free += count
    return Played(
        sound,
        ["normal" if timestamp is not None else "concealed" for timestamp in timestamps],
        sent_delays_ms(timestamps, sent, line),
        [],
    )


def _as_rtp(sequence: int, timestamp: int, payload: bytes) -> RtpPacket:
    packet = RtpPacket(payload_type=AUDIO_TYPE, sequence_number=sequence, timestamp=timestamp)
    packet._data = payload  # type: ignore[attr-defined]  # where aiortc keeps a depayloaded one
    return packet
