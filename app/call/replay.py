"""A packet dump played as the call would have sounded, in virtual time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.call.dump import Arrival
from app.call.receiver import TICK_NS
from app.errors import CallError
from audio.plc.continuer import FloatArray
from audio.plc.heard import Heard, Kind, ReceiverStatistics
from audio.plc.packet import Packet
from audio.plc.receiver import AudioReceiver
from audio.plc.redundancy import unpacked

TAIL_NS = 200_000_000  # the last packet is played as well


@dataclass(frozen=True, slots=True)
class Replay:
    """What was heard: (n, channels) float32 at 48 kHz, the kind of each 10 ms, and the counts."""

    sound: FloatArray
    kinds: list[Kind]
    statistics: ReceiverStatistics


def main_stream(
    arrivals: Sequence[Arrival], payload_type: int | None, redundant_type: int | None
) -> list[tuple[int, Packet]]:
    """Return the packets of the stream that has most, redundant ones unpacked.

    Args:
        arrivals: of a dump.
        payload_type: of the sound; the most frequent one if left out.
        redundant_type: of RED packets, if there are any.

    Raises:
        CallError: no packet is of these types.
    """
    wanted = {payload_type, redundant_type} - {None}
    counts = Counter(
        (packet.ssrc, packet.payload_type)
        for _, packet in arrivals
        if not wanted or packet.payload_type in wanted
    )
    if not counts:
        raise CallError("the dump holds no RTP packets of the payload type that is sought")
    (ssrc, main_type), _ = counts.most_common(1)[0]
    types = wanted or {main_type}
    stream: list[tuple[int, Packet]] = []
    for arrived_ns, packet in arrivals:
        if packet.ssrc == ssrc and packet.payload_type in types:
            redundant = packet.payload_type == redundant_type
            blocks = unpacked(packet.packet) if redundant else [packet.packet]
            stream += [(arrived_ns, block) for block in blocks]
    return stream


def replay(receiver: AudioReceiver, stream: Sequence[tuple[int, Packet]]) -> Replay:
    """Return what the receiver plays from the first packet's arrival until after the last."""
    heard: list[Heard] = []
    place, now_ns = 0, stream[0][0]
    while now_ns < stream[-1][0] + TAIL_NS:
        while place < len(stream) and stream[place][0] <= now_ns:
            receiver.insert(stream[place][1], stream[place][0])
            place += 1
        heard.append(receiver.get(now_ns))
        now_ns += TICK_NS
    sound = np.concatenate([tick.samples for tick in heard])
    return Replay(sound, [tick.kind for tick in heard], receiver.statistics())
