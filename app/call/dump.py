"""Packet dumps in the format of rtptools, which Wireshark and NetEQ's tools write and read too.

A line `#!rtpplay1.0 address/port`, a header of 16 bytes, then for each packet its length with this
header, the packet's own length (0 for RTCP) and ms since the start, all big-endian, and the packet.
"""

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.call.rtp import RtpPacket, packed, parsed
from app.errors import CallError, StorageError

MAGIC = b"#!rtpplay1.0 "
START = struct.Struct(">IIIHH")
RECORD = struct.Struct(">HHI")
NS_PER_MS = 1_000_000
Arrival = tuple[int, RtpPacket]


def read(path: Path) -> list[Arrival]:
    """Return when each RTP packet of a dump arrived, in ns since its start, and the packet.

    Raises:
        CallError: the file cannot be read or is no packet dump.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CallError(f"cannot read {path}: {error.strerror}") from error
    begin = data.find(b"\n") + 1
    if not data.startswith(MAGIC) or len(data) < begin + START.size:
        raise CallError(
            f"{path} is no packet dump; it must be an rtpdump file, as Wireshark saves RTP streams"
        )
    return list(_records(data, begin + START.size))


def _records(data: bytes, place: int) -> Iterator[Arrival]:
    while place + RECORD.size <= len(data):
        length, own_length, after_ms = RECORD.unpack_from(data, place)
        packet = parsed(data[place + RECORD.size : place + length]) if own_length else None
        if packet is not None:
            yield after_ms * NS_PER_MS, packet
        place += max(length, RECORD.size)


def write(path: Path, arrivals: Iterable[Arrival]) -> None:
    """Write packets in order of arrival; times are kept to the millisecond.

    Raises:
        StorageError: the file cannot be written.
    """
    records = bytearray(MAGIC + b"0.0.0.0/0\n" + START.pack(0, 0, 0, 0, 0))
    for arrived_ns, packet in arrivals:
        data = packed(packet)
        records += RECORD.pack(RECORD.size + len(data), len(data), arrived_ns // NS_PER_MS) + data
    try:
        path.write_bytes(records)
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error.strerror}") from error
