"""Sound as the packets a caller would send."""

from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np

from audio.plc.continuer import FloatArray
from audio.plc.packet import SEQUENCE_BITS, TIMESTAMP_BITS, Packet

RATE_HZ = 48_000
BIT_RATE = 32_000  # what aiortc and browsers send speech at, or near it


@dataclass(frozen=True, slots=True)
class Sent:
    """A packet and when it was sent.

    Attributes:
        packet: with numbers that wrap.
        sent_ns: when its last sample had been spoken and it left.
        start: number of its first sample.
    """

    packet: Packet
    sent_ns: int
    start: int


def send(
    sound: FloatArray,
    *,
    packet_ms: int = 20,
    fec: bool = False,
    first_sequence: int = 65_500,
    first_timestamp: int = 2**32 - 48_000,
    clock_ppm: float = 0.0,
    bit_rate: int = BIT_RATE,
) -> list[Sent]:
    """Return (n, channels) float32 at 48 kHz as Opus packets; the numbers soon wrap.

    Args:
        sound: what is said.
        packet_ms: 10, 20, 40 or 60.
        fec: each packet holds a coarse copy of the one before, for 15 % loss.
        first_sequence: number of the first packet.
        first_timestamp: its timestamp.
        clock_ppm: by how much the sender's clock is slow.
        bit_rate: in bits per second.
    """
    samples = RATE_HZ * packet_ms // 1000
    sent = []
    for number, payload in enumerate(payloads(sound, packet_ms, fec=fec, bit_rate=bit_rate)):
        packet = Packet(
            (first_sequence + number) % (1 << SEQUENCE_BITS),
            (first_timestamp + number * samples) % (1 << TIMESTAMP_BITS),
            payload,
            marker=number == 0,
        )
        nominal_ns = (number + 1) * packet_ms * 1_000_000
        sent.append(Sent(packet, round(nominal_ns * (1 + clock_ppm / 1e6)), number * samples))
    return sent


def payloads(sound: FloatArray, packet_ms: int, *, fec: bool, bit_rate: int) -> list[bytes]:
    """Return the Opus packets of a sound."""
    coder = av.CodecContext.create("libopus", "w")
    layout = "mono" if sound.shape[1] == 1 else "stereo"
    coder.sample_rate, coder.layout, coder.format = RATE_HZ, layout, "flt"
    coder.bit_rate = bit_rate
    coder.time_base = Fraction(1, RATE_HZ)
    coder.options = {"application": "voip", "frame_duration": str(packet_ms)}
    if fec:
        coder.options |= {"fec": "1", "packet_loss": "15"}
    coded: list[bytes] = []
    samples = RATE_HZ * packet_ms // 1000
    for start in range(0, len(sound) - samples + 1, samples):
        block = np.ascontiguousarray(sound[start : start + samples].reshape(1, -1))
        frame = av.AudioFrame.from_ndarray(block, format="flt", layout=layout)
        frame.sample_rate, frame.pts = RATE_HZ, start
        coded += map(bytes, coder.encode(frame))
    return coded
