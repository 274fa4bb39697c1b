"""Losses as in recorded calls."""

import itertools

import numpy as np
import pytest

from tests.bench.plc_material import CALLS, lost_in

PACKETS = 200_000


@pytest.mark.parametrize(("name", "share"), [("scattered", 0.25), ("clumped", 0.045)])
def test_a_call_loses_what_it_was_recorded_to_lose(name: str, share: float) -> None:
    call = CALLS[name]
    lost = lost_in(call, PACKETS, 0)
    assert lost.mean() == pytest.approx(share, rel=0.15)
    runs = [len(list(run)) for gone, run in itertools.groupby(lost) if gone]
    lengths = np.bincount(runs, minlength=max(call.runs) + 1) / len(runs)
    for length, expected in call.runs.items():
        assert lengths[length] == pytest.approx(expected, abs=0.06)


def test_the_same_seed_loses_the_same() -> None:
    first, again, other = (lost_in(CALLS["scattered"], 400, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert not first[:10].any()
