"""Packets that carry older ones along: RED of RFC 2198, as browsers send it for Opus."""

from audio.plc.packet import SEQUENCE_BITS, TIMESTAMP_BITS, Packet

FOLLOWED = 0x80  # of a block's first byte: another block comes after it
LONG_HEADER_BYTES = 4


def unpacked(packet: Packet) -> list[Packet]:
    """Return the blocks of a RED packet, the newest, which is the packet's own, first.

    Sequence numbers of the older ones are counted back from it, one per block, as a sender does
    that repeats every packet. What is cut short or empty is left out.
    """
    headers: list[tuple[int, int]] = []  # timestamp offset and length
    data, place = packet.payload, 0
    while place < len(data) and data[place] & FOLLOWED:
        if place + LONG_HEADER_BYTES > len(data):
            return []
        word = int.from_bytes(data[place : place + LONG_HEADER_BYTES])
        headers.append((word >> 10 & 0x3FFF, word & 0x3FF))
        place += LONG_HEADER_BYTES
    place += 1
    older: list[Packet] = []
    for back, (offset, length) in zip(range(len(headers), 0, -1), headers, strict=True):
        payload = data[place : place + length]
        place += length
        if length and len(payload) == length:
            sequence = (packet.sequence - back) % (1 << SEQUENCE_BITS)
            timestamp = (packet.timestamp - offset) % (1 << TIMESTAMP_BITS)
            older.append(Packet(sequence, timestamp, payload, redundant=True))
    if place >= len(data):
        return []
    own = Packet(packet.sequence, packet.timestamp, data[place:], packet.marker)
    return [own, *reversed(older)]
