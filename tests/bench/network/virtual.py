"""A call in virtual time: packets arrive as a line lets them, a listener pulls every 10 ms."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audio.plc.continuer import FloatArray
from audio.plc.heard import ConcealedGap, Heard, Kind
from audio.plc.packet import Packet
from audio.plc.receiver import AudioReceiver
from tests.bench.network.line import Line
from tests.bench.network.sender import RATE_HZ, Sent

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
    delays_ms: np.ndarray
    gaps: list[ConcealedGap]


def arrivals(sent: Sequence[Sent], line: Line) -> list[Arrival]:
    """Return the packets that arrive and when, in that order."""
    came = [
        (packet.sent_ns + fate, number, packet.packet)
        for number, (packet, fate) in enumerate(zip(sent, line.fates(), strict=False))
        if fate is not None
    ]
    return [
        (arrived_ns, packet) for arrived_ns, _, packet in sorted(came, key=lambda item: item[:2])
    ]


def hear(receiver: AudioReceiver, sent: Sequence[Sent], line: Line) -> Played:
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
    return Played(sound, [tick.kind for tick in heard], _delays_ms(heard, sent, line), gaps)


def _delays_ms(heard: Sequence[Heard], sent: Sequence[Sent], line: Line) -> np.ndarray:
    """Return how long after its packet was sent each tick's first sample was played."""
    first = sent[0].packet.timestamp
    step = sent[1].start - sent[0].start
    sent_ns = np.array([packet.sent_ns for packet in sent], float)
    delays_ms = np.full(len(heard), np.nan)
    for number, tick in enumerate(heard):
        if tick.timestamp is None:
            continue
        place = (tick.timestamp - first) / step  # in packets
        packet = int(place)
        if packet < len(sent):
            within_ns = (place - packet) * step * 1e9 / RATE_HZ
            delays_ms[number] = (number * TICK_NS - sent_ns[packet] - within_ns) / 1e6
    return delays_ms - line.delay_ms
