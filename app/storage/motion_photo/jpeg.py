"""Segments of a JPEG (ITU-T T.81): where the picture ends, and the XMP in it."""

from collections.abc import Iterator
from dataclasses import dataclass

XMP_HEADER = b"http://ns.adobe.com/xap/1.0/\x00"  # XMP specification part 3, JPEG
LONGEST_SEGMENT = 65_535 - 2  # bytes, without the two of the length
START, END, APP0, APP1, SCAN = 0xD8, 0xD9, 0xE0, 0xE1, 0xDA
ALONE = frozenset((0x01, *range(0xD0, 0xD8)))  # markers without a length: TEM, RST0..7


class JpegError(ValueError):
    """Bytes that are no whole JPEG."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment.

    Attributes:
        marker: its second byte.
        start: where its marker begins in the file.
        payload: what follows marker and length.
    """

    marker: int
    start: int
    payload: bytes


def segments(data: bytes) -> Iterator[Segment]:
    """Yield the segments from the start to the end of the picture, each scan as one.

    The last has the marker END. Raises JpegError where the bytes are no JPEG, or break off.
    """
    if data[:2] != bytes((0xFF, START)):
        raise JpegError("does not begin as a JPEG")
    at = 2
    while True:
        start = at
        while data[at : at + 1] == b"\xff":  # any number may stand before a marker
            at += 1
        if at == start or at >= len(data):
            raise JpegError(f"has no marker at byte {start}")
        marker = data[at]
        at += 1
        if marker == END:
            yield Segment(END, at - 2, b"")
            return
        if marker in ALONE:
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        if length < 2 or at + length > len(data):
            raise JpegError(f"breaks off in the segment at byte {start}")
        yield Segment(marker, start, data[at + 2 : at + length])
        at += length
        if marker == SCAN:
            at = _after_scan(data, at)


def picture_size(data: bytes) -> int:
    """Return how many bytes the picture takes; what follows is something else."""
    return next(s.start + 2 for s in segments(data) if s.marker == END)


def xmp_of(data: bytes) -> bytes | None:
    """Return the XMP packet of a JPEG; None when it has none."""
    for segment in segments(data):
        if segment.marker == APP1 and segment.payload.startswith(XMP_HEADER):
            return segment.payload[len(XMP_HEADER) :]
    return None


def with_xmp(data: bytes, packet: bytes) -> bytes:
    """Return the JPEG with this XMP packet in place of any other."""
    payload = XMP_HEADER + packet
    if len(payload) > LONGEST_SEGMENT:
        raise ValueError("an XMP packet has at most 65,502 bytes")
    segment = bytes((0xFF, APP1)) + (len(payload) + 2).to_bytes(2, "big") + payload
    kept = bytearray(data)
    for old in reversed([s for s in segments(data) if s.payload.startswith(XMP_HEADER)]):
        del kept[old.start : old.start + 4 + len(old.payload)]
    first = next(segments(bytes(kept)))
    at = first.start + 4 + len(first.payload) if first.marker == APP0 else 2
    return bytes(kept[:at]) + segment + bytes(kept[at:])


def _after_scan(data: bytes, at: int) -> int:
    """Return where the marker after entropy-coded bytes begins."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise JpegError("breaks off in the picture")
        if data[at + 1] != 0 and data[at + 1] not in ALONE:
            return at
        at += 2
