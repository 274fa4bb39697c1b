"""The scores of a Motion Photo as ISO 14496-1 descriptors: a tag, a size, a payload.

0xC0 metadata
  0xC1 scores       uint32 version of the model
    0xC3 primary    float32 score 0..1, int64 time in us (-1: not said)
    0xC2 pictures   uint32 count, as many 0xC3 in order of time: the track at full size
  0xC4 flags
    0xC5 clip       one byte, 0x80: stabilised
    0xC5 pictures   the same of the track at full size
"""

import struct
from dataclasses import dataclass

METADATA, SCORES, TRACK, FRAME, FLAGS, TRACK_FLAGS = 0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xC5
NOT_STABILISED = b"\x00"
FRAME_LAYOUT = ">fq"
MOST_SIZE_BYTES = 4  # ISO 14496-1, 8.3.3


class DescriptorError(ValueError):
    """Bytes that are no scores."""


@dataclass(frozen=True, slots=True)
class FrameRating:
    """The score of one picture.

    Attributes:
        score: 0..1, as a 32-bit float.
        time_us: in the video; -1 where it is not said.
    """

    score: float
    time_us: int


@dataclass(frozen=True, slots=True)
class Ratings:
    """The scores of a photo.

    Attributes:
        model_version: of the model that gave them.
        primary: of the JPEG.
        pictures: of those in the track at full size, in order of time.
    """

    model_version: int
    primary: FrameRating
    pictures: tuple[FrameRating, ...]


def encoded(ratings: Ratings) -> bytes:
    """Return the metadata descriptor."""
    frames = b"".join(_frame(rating) for rating in ratings.pictures)
    track = _descriptor(TRACK, struct.pack(">I", len(ratings.pictures)) + frames)
    version = struct.pack(">I", ratings.model_version)
    scores = _descriptor(SCORES, version + _frame(ratings.primary) + track)
    flags = _descriptor(FLAGS, 2 * _descriptor(TRACK_FLAGS, NOT_STABILISED))
    return _descriptor(METADATA, scores + flags)


def decoded(data: bytes) -> Ratings:
    """Read a metadata descriptor; raises DescriptorError. What is unknown is passed over."""
    metadata = _only(data, METADATA)
    scores = _only(metadata, SCORES)
    if len(scores) < 4:
        raise DescriptorError("its scores are cut off")
    (version,) = struct.unpack_from(">I", scores)
    primary = _rating(_only(scores[4:], FRAME))
    track = _only(scores[4:], TRACK)
    if len(track) < 4:
        raise DescriptorError("its scores are cut off")
    (count,) = struct.unpack_from(">I", track)
    frames = [_rating(payload) for tag, payload in _descriptors(track[4:]) if tag == FRAME]
    if count != len(frames):
        raise DescriptorError(f"it announces {count} scores and has {len(frames)}")
    return Ratings(version, primary, tuple(frames))


def _frame(rating: FrameRating) -> bytes:
    return _descriptor(FRAME, struct.pack(FRAME_LAYOUT, rating.score, rating.time_us))


def _rating(payload: bytes) -> FrameRating:
    if len(payload) < struct.calcsize(FRAME_LAYOUT):
        raise DescriptorError("a score is cut off")
    return FrameRating(*struct.unpack_from(FRAME_LAYOUT, payload))


def _descriptor(tag: int, payload: bytes) -> bytes:
    """Return a descriptor; its size comes in groups of 7 bits, all but the last marked."""
    size, left = [len(payload) & 0x7F], len(payload) >> 7
    while left:
        size.append(left & 0x7F | 0x80)
        left >>= 7
    return bytes((tag, *reversed(size))) + payload


def _descriptors(data: bytes) -> list[tuple[int, bytes]]:
    """Return the tags and payloads of descriptors one after the other."""
    found = []
    at = 0
    while at < len(data):
        tag = data[at]
        size = 0
        for _ in range(MOST_SIZE_BYTES):
            at += 1
            if at >= len(data):
                raise DescriptorError("a descriptor is cut off")
            size = size << 7 | data[at] & 0x7F
            if not data[at] & 0x80:
                break
        else:
            raise DescriptorError("a descriptor's size has no end")
        at += 1
        if at + size > len(data):
            raise DescriptorError("a descriptor is cut off")
        found.append((tag, data[at : at + size]))
        at += size
    return found


def _only(data: bytes, wanted: int) -> bytes:
    """Return the payload of the first descriptor with this tag."""
    for tag, payload in _descriptors(data):
        if tag == wanted:
            return payload
    raise DescriptorError(f"its scores lack the part 0x{wanted:02X}")
