"""RTP packets as bytes (RFC 3550, 5.1)."""

from dataclasses import dataclass

from audio.plc.packet import Packet

VERSION = 2
HEADER_BYTES = 12
PADDED, EXTENDED, MARKED = 0x20, 0x10, 0x80
SOURCES_MASK, TYPE_MASK = 0x0F, 0x7F
RTCP_TYPES = range(64, 96)  # RFC 5761, 4: what these bits are in RTCP


@dataclass(frozen=True, slots=True)
class RtpPacket:
    """What of a packet matters to a receiver of sound."""

    payload_type: int
    ssrc: int
    packet: Packet


def parsed(data: bytes) -> RtpPacket | None:
    """Return a packet without its header, extensions and padding; None if it is no RTP."""
    if len(data) < HEADER_BYTES or data[0] >> 6 != VERSION:
        return None
    payload_type = data[1] & TYPE_MASK
    begin = HEADER_BYTES + 4 * (data[0] & SOURCES_MASK)
    if data[0] & EXTENDED:
        begin += 4 + 4 * int.from_bytes(data[begin + 2 : begin + 4])
    end = len(data) - (data[-1] if data[0] & PADDED else 0)
    if payload_type in RTCP_TYPES or begin > end:
        return None
    packet = Packet(
        sequence=int.from_bytes(data[2:4]),
        timestamp=int.from_bytes(data[4:8]),
        payload=bytes(data[begin:end]),
        marker=bool(data[1] & MARKED),
    )
    return RtpPacket(payload_type, int.from_bytes(data[8:12]), packet)


def packed(packet: RtpPacket) -> bytes:
    """Return a packet with the plainest header."""
    inner = packet.packet
    marked = MARKED if inner.marker else 0
    return (
        bytes((VERSION << 6, marked | packet.payload_type))
        + inner.sequence.to_bytes(2)
        + inner.timestamp.to_bytes(4)
        + packet.ssrc.to_bytes(4)
        + inner.payload
    )
