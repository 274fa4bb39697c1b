"""Scores to descriptors and back."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.storage.motion_photo.descriptors import (
    DescriptorError,
    FrameRating,
    Ratings,
    decoded,
    encoded,
)

ratings = st.builds(FrameRating, st.floats(0, 1, width=32), st.integers(-1, 2**62))


@given(st.integers(0, 2**32 - 1), ratings, st.lists(ratings, max_size=200))
def test_scores_come_back(version: int, primary: FrameRating, pictures: list[FrameRating]) -> None:
    written = Ratings(version, primary, tuple(pictures))
    assert decoded(encoded(written)) == written


def test_the_bytes_are_those_of_the_format() -> None:
    one = Ratings(2, FrameRating(0.5, 1_000_000), (FrameRating(0.75, 40_000),))
    frame = struct.pack(">BBfq", 0xC3, 12, 0.5, 1_000_000)
    other = struct.pack(">BBfq", 0xC3, 12, 0.75, 40_000)
    track = struct.pack(">BBI", 0xC2, 4 + len(other), 1) + other
    scores = struct.pack(">BBI", 0xC1, 4 + len(frame) + len(track), 2) + frame + track
    flags = bytes((0xC4, 6, 0xC5, 1, 0, 0xC5, 1, 0))
    assert encoded(one) == bytes((0xC0, len(scores) + len(flags))) + scores + flags


def test_long_sizes_take_two_bytes() -> None:
    data = encoded(Ratings(1, FrameRating(0.1, 0), (FrameRating(0.1, 0),) * 20))
    size = (data[1] & 0x7F) << 7 | data[2]
    assert data[1] & 0x80
    assert size == len(data) - 3


def test_unknown_parts_are_passed_over() -> None:
    known = Ratings(1, FrameRating(0.5, 0), ())
    data = encoded(known)
    longer = bytes((0xC0, data[1] + 5, 0xD0, 3, 1, 2, 3)) + data[2:]
    assert decoded(longer) == known


@pytest.mark.parametrize("cut", range(1, 40))
def test_scores_cut_off_are_told(cut: int) -> None:
    data = encoded(Ratings(1, FrameRating(0.5, 0), (FrameRating(0.5, 1),)))
    with pytest.raises(DescriptorError):
        decoded(data[:-cut])
