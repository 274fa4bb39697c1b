"""Boxes of ISO base media files (ISO 14496-12): taken apart and put together."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

HEADER_BYTES = 8
DEEPEST = 8  # levels; a trak's sample table is the fifth


class BoxError(ValueError):
    """Bytes that are no boxes."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box.

    Attributes:
        kind: its four letters.
        start: where it begins in the bytes it was found in.
        end: where it ends there.
        payload: what follows its header.
    """

    kind: bytes
    start: int
    end: int
    payload: bytes


def boxes(data: bytes) -> Iterator[Box]:
    """Yield the boxes that make up `data`; raises BoxError where one is cut off."""
    at = 0
    while at < len(data):
        if at + HEADER_BYTES > len(data):
            raise BoxError(f"a box is cut off at byte {at}")
        size, kind = struct.unpack_from(">I4s", data, at)
        header = HEADER_BYTES
        if size == 1:  # a 64-bit size follows
            header = 2 * HEADER_BYTES
            if at + header > len(data):
                raise BoxError(f"a box is cut off at byte {at}")
            (size,) = struct.unpack_from(">Q", data, at + HEADER_BYTES)
        elif size == 0:  # to the end
            size = len(data) - at
        if size < header or at + size > len(data):
            raise BoxError(f"a box is cut off at byte {at}")
        yield Box(kind, at, at + size, data[at + header : at + size])
        at += size


def child(payload: bytes, *path: bytes) -> Box | None:
    """Return the first box at a path of kinds inside `payload`; None when there is none."""
    assert 0 < len(path) <= DEEPEST
    for found in boxes(payload):
        if found.kind == path[0]:
            return found if len(path) == 1 else child(found.payload, *path[1:])
    return None


def box(kind: bytes, *parts: bytes) -> bytes:
    """Return a box of these parts."""
    payload = b"".join(parts)
    return struct.pack(">I4s", HEADER_BYTES + len(payload), kind) + payload


def full_box(kind: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    """Return a box with a version and 24 flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)
