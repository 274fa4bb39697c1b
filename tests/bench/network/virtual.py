"""A call in virtual time: packets arrive as a line lets them, a listener pulls every 10 ms."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audio.plc.continuer import FloatArray
from audio.plc.heard import ConcealedGap, Heard, Kind
from audio.plc.packet import TIMESTAMP_BITS, Packet
from audio.plc.receiver import AudioReceiver
from tests.bench.network.line import NS_PER_MS, Network
from tests.bench.network.sender import RATE_HZ, Sent

NS_PER_S = 1_000_000_000
TICK_NS = 10_000_000
TAIL_NS = 300_000_000
Arrival = tuple[int, Packet]


@dataclass(frozen=True, slots=True)
class Played:
    """What a listener heard.

    Attributes:
        sound: (n, channels), from time 0 on, 480 samples a tick.
        kinds: of each tick.
        delays_ms: of each tick: from sending the packet that holds the first sample, as if the
            line took nothing, to playing it; NaN before the first packet.
        gaps: what was made up.
    """

    sound: FloatArray
    kinds: list[Kind]
    delays_ms: NDArray[np.float64]
    gaps: list[ConcealedGap]


def arrivals(sent: Sequence[Sent], line: Network) -> list[Arrival]:
    """Return the packets that arrive and when, in that order."""
    came = [
        (packet.sent_ns + fate, number, packet.packet)
        for number, (packet, fate) in enumerate(zip(sent, line.fates(), strict=False))
        if fate is not None
    ]
    return [
        (arrived_ns, packet) for arrived_ns, _, packet in sorted(came, key=lambda item: item[:2])
    ]


def hear(receiver: AudioReceiver, sent: Sequence[Sent], line: Network) -> Played:
    """Return what a receiver makes of a call over a line."""
    coming = arrivals(sent, line)
    heard: list[Heard] = []
    gaps: list[ConcealedGap] = []
    place = 0
    for now_ns in range(0, coming[-1][0] + TAIL_NS, TICK_NS):
        while place < len(coming) and coming[place][0] <= now_ns:
            receiver.insert(coming[place][1], coming[place][0])
            place += 1
        heard.append(receiver.get(now_ns))
        gaps += receiver.gaps()
    sound = np.concatenate([tick.samples for tick in heard])
    return Played(
        sound,
        [tick.kind for tick in heard],
        sent_delays_ms([tick.timestamp for tick in heard], sent, line),
        gaps,
    )


def sent_delays_ms(
    timestamps: Sequence[int | None], sent: Sequence[Sent], line: Network
) -> NDArray[np.float64]:
    """Return for each tick how long after its packet was sent its first sample was played.

    Args:
        timestamps: of the ticks' first samples, wrapped or not; None where nothing was sent.
        sent: the packets, of one length.
        line: what it takes for every packet is left out.
    """
    first, step = sent[0].packet.timestamp, sent[1].start - sent[0].start
    delays_ms = np.full(len(timestamps), np.nan)
    for tick, timestamp in enumerate(timestamps):
        if timestamp is None:
            continue
        number, within = divmod((timestamp - first) % (1 << TIMESTAMP_BITS), step)
        if number < len(sent):
            begun_ns = sent[number].sent_ns + within * NS_PER_S // RATE_HZ
            delays_ms[tick] = (tick * TICK_NS - begun_ns) / NS_PER_MS
    return delays_ms - line.delay_ms
