"""What the network brings: one packet of coded sound, and numbers that wrap."""

from dataclasses import dataclass

SEQUENCE_BITS = 16  # RFC 3550, 5.1
TIMESTAMP_BITS = 32


@dataclass(frozen=True, slots=True)
class Packet:
    """One RTP packet, or one block of a redundant one.

    Attributes:
        sequence: number of the packet, 0..65535, one more for each one sent.
        timestamp: of its first sample, 0..2**32 - 1, in samples of the stream's clock.
        payload: coded sound.
        marker: the sender says that a talk spurt begins.
        redundant: it came again inside a later packet (RFC 2198): it fills holes, and tells
            nothing of the network's delay.
    """

    sequence: int
    timestamp: int
    payload: bytes
    marker: bool = False
    redundant: bool = False


def unwrapped(number: int, near: int, bits: int) -> int:
    """Return the whole number nearest to `near` whose low `bits` are `number`."""
    size = 1 << bits
    return near + (number - near + size // 2) % size - size // 2
