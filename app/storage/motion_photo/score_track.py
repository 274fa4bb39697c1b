"""The track of an MP4 that carries the scores: one sample, of type `mett`."""

import struct
from dataclasses import dataclass

from app.storage.motion_photo.boxes import Box, BoxError, box, boxes, child, full_box

MIME = b"application/motionphoto-image-meta"
HANDLER = b"meta"
TIMESCALE_HZ = 1_000_000
ENABLED = 1  # track header flag
SELF_CONTAINED = 1  # data reference flag
UNDETERMINED = 0x55C4  # language "und"
UNIT_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
NEXT_TRACK_FROM_END = 4  # bytes: the last field of a movie header


@dataclass(frozen=True, slots=True)
class Track:
    """One track of a movie.

    Attributes:
        number: its id.
        handler: b"vide", b"soun", b"meta" or another.
        mime: of what a metadata track holds; empty for others.
        payload: of its `trak` box.
    """

    number: int
    handler: bytes
    mime: bytes
    payload: bytes


def tracks(video: bytes) -> list[Track]:
    """Return the tracks of an MP4 in the file's order; raises BoxError."""
    movie = child(video, b"moov")
    if movie is None:
        raise BoxError("it has no movie box")
    return [_track(found) for found in boxes(movie.payload) if found.kind == b"trak"]


def score_sample(video: bytes) -> bytes | None:
    """Return the sample of the first track of scores; None when there is none; raises BoxError."""
    for track in tracks(video):
        if track.mime != MIME:
            continue
        table = child(track.payload, b"mdia", b"minf", b"stbl")
        assert table is not None, "the kind of its samples was read from it"
        size, offset = _first_sample(table.payload)
        if offset + size > len(video):
            raise BoxError("its scores lie beyond its end")
        return video[offset : offset + size]
    return None


def with_score_track(video: bytes, sample: bytes, duration_us: int) -> bytes:
    """Return the MP4 with a track of one sample added.

    Args:
        video: an MP4 whose last box is the movie, so that nothing it points to moves.
        sample: the scores.
        duration_us: how long they hold.
    """
    *_, movie = boxes(video)
    assert movie.kind == b"moov", "FFmpeg writes the movie last unless told otherwise"
    before = video[: movie.start]
    offset = len(before) + 8  # behind the header of the new media data
    number = max(track.number for track in tracks(video)) + 1
    parts = [
        _next_track(found, number + 1)
        if found.kind == b"mvhd"
        else movie.payload[found.start : found.end]
        for found in boxes(movie.payload)
    ]
    header = next(found for found in boxes(movie.payload) if found.kind == b"mvhd")
    last = max(i for i, found in enumerate(boxes(movie.payload)) if found.kind == b"trak")
    parts.insert(last + 1, _trak(number, len(sample), offset, duration_us, _timescale(header)))
    return before + box(b"mdat", sample) + box(b"moov", *parts)


def _track(found: Box) -> Track:
    header = child(found.payload, b"tkhd")
    handler = child(found.payload, b"mdia", b"hdlr")
    if header is None or handler is None or len(handler.payload) < 12:
        raise BoxError("a track lacks its header")
    at = 12 if header.payload[:1] == b"\0" else 20  # behind two times of 4 or 8 bytes
    number = _number(header.payload, at)
    samples = child(found.payload, b"mdia", b"minf", b"stbl", b"stsd")
    kind = handler.payload[8:12]
    mime = _mime(samples.payload[8:]) if samples is not None and kind == HANDLER else b""
    return Track(number, kind, mime, found.payload)


def _mime(entries: bytes) -> bytes:
    """Return the type named by a `mett` sample entry: behind an encoding, a string."""
    for entry in boxes(entries):
        if entry.kind == b"mett":
            _, _, rest = entry.payload[8:].partition(b"\0")
            return rest.partition(b"\0")[0]
    return b""


def _first_sample(table: bytes) -> tuple[int, int]:
    """Return size and place of a track's first sample."""
    sizes = child(table, b"stsz")
    if sizes is None:
        raise BoxError("its scores have no size")
    size = _number(sizes.payload, 4) or _number(sizes.payload, 12)
    for kind, width in ((b"stco", 4), (b"co64", 8)):
        offsets = child(table, kind)
        if offsets is not None:
            return size, _number(offsets.payload, 8, width)
    raise BoxError("its scores have no place")


def _number(data: bytes, at: int, width: int = 4) -> int:
    if at + width > len(data):
        raise BoxError("a box is too short")
    return int.from_bytes(data[at : at + width], "big")


def _timescale(header: Box) -> int:
    return _number(header.payload, 12 if header.payload[:1] == b"\0" else 20)


def _next_track(header: Box, number: int) -> bytes:
    return box(b"mvhd", header.payload[:-NEXT_TRACK_FROM_END], struct.pack(">I", number))


def _trak(number: int, size: int, offset: int, duration_us: int, movie_hz: int) -> bytes:
    """Return the box of the track."""
    in_movie = duration_us * movie_hz // TIMESCALE_HZ
    return box(
        b"trak",
        full_box(
            b"tkhd",
            0,
            ENABLED,
            struct.pack(">5I", 0, 0, number, 0, in_movie),
            bytes(16),  # reserved, layer, group, volume, reserved
            UNIT_MATRIX,
            bytes(8),  # no width, no height
        ),
        box(
            b"mdia",
            full_box(
                b"mdhd",
                0,
                0,
                struct.pack(">4IHH", 0, 0, TIMESCALE_HZ, duration_us, UNDETERMINED, 0),
            ),
            full_box(b"hdlr", 0, 0, struct.pack(">I4s12s", 0, HANDLER, b""), b"scores\0"),
            box(
                b"minf",
                full_box(b"nmhd", 0, 0),
                box(
                    b"dinf",
                    full_box(
                        b"dref",
                        0,
                        0,
                        struct.pack(">I", 1),
                        full_box(b"url ", 0, SELF_CONTAINED),
                    ),
                ),
                _sample_table(size, offset, duration_us),
            ),
        ),
    )


def _sample_table(size: int, offset: int, duration_us: int) -> bytes:
    """Return the table of one sample."""
    entry = box(b"mett", bytes(6), struct.pack(">H", 1), b"\0", MIME + b"\0")
    return box(
        b"stbl",
        full_box(b"stsd", 0, 0, struct.pack(">I", 1), entry),
        full_box(b"stts", 0, 0, struct.pack(">3I", 1, 1, duration_us)),
        full_box(b"stsc", 0, 0, struct.pack(">4I", 1, 1, 1, 1)),
        full_box(b"stsz", 0, 0, struct.pack(">3I", 0, 1, size)),
        full_box(b"stco", 0, 0, struct.pack(">2I", 1, offset)),
    )
