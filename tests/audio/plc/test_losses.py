"""Losses come in bursts of one length, apart, the same for a seed."""

import itertools

import numpy as np
import pytest

from audio.plc.losses import bursts


@pytest.mark.parametrize("burst", [1, 3, 6])
@pytest.mark.parametrize("share", [0.0, 0.05, 0.1])
def test_bursts_have_their_length_and_number(burst: int, share: float) -> None:
    lost = bursts(1000, share, burst)
    runs = [len(list(run)) for gone, run in itertools.groupby(lost) if gone]
    assert runs == [burst] * round(1000 * share / burst)
    assert not lost[:25].any()


def test_a_seed_tells_all() -> None:
    assert np.array_equal(bursts(500, 0.1, 3, seed=4), bursts(500, 0.1, 3, seed=4))
    assert not np.array_equal(bursts(500, 0.1, 3, seed=4), bursts(500, 0.1, 3, seed=5))


@pytest.mark.parametrize("length", [0, 1, 20, 34])
def test_a_stream_too_short_for_a_burst_loses_nothing(length: int) -> None:
    assert bursts(length, 0.5, 6).tolist() == [False] * length


def test_more_than_fits_is_as_much_as_fits() -> None:
    assert 0 < bursts(200, 1.0, 3).sum() < 200
