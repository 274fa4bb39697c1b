"""The ring gives back what was put in, in order, and counts what did not fit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.ring import SampleRing


@given(
    capacity=st.integers(1, 17),
    channels=st.integers(1, 3),
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 20)), max_size=60),
)
def test_behaves_like_a_bounded_list(
    capacity: int, channels: int, steps: list[tuple[bool, int]]
) -> None:
    ring = SampleRing(capacity, channels)
    expected: list[int] = []
    fresh, dropped = 0, 0
    for is_write, count in steps:
        if is_write:
            values = list(range(fresh, fresh + count))
            fresh += count
            fits = min(count, capacity - len(expected))
            frames = np.repeat(np.array(values, np.int16)[:, None], channels, axis=1)
            assert ring.write(frames) == fits
            expected += values[:fits]
            dropped += count - fits
        else:
            taken = ring.read(count)
            assert taken.shape == (min(count, len(expected)), channels)
            assert taken.dtype == np.int16
            assert (taken == np.array(expected[:count], np.int16)[:, None]).all()
            del expected[:count]
        assert len(ring) == len(expected)
        assert ring.overflow_frames == dropped


def test_channels_stay_apart() -> None:
    ring = SampleRing(4, 2)
    ring.write(np.array([[1, -1], [2, -2]], np.int16))
    assert ring.read(9).tolist() == [[1, -1], [2, -2]]


def test_what_was_read_is_not_overwritten_later() -> None:
    ring = SampleRing(2, 1)
    ring.write(np.array([[1], [2]], np.int16))
    taken = ring.read(2)
    ring.write(np.array([[3], [4]], np.int16))
    assert taken.tolist() == [[1], [2]]


@pytest.mark.parametrize(("capacity", "channels"), [(0, 1), (1, 0)])
def test_an_empty_ring_is_refused(capacity: int, channels: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        SampleRing(capacity, channels)
