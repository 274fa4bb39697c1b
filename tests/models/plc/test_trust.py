"""The network's share of a gap: in full at first, nothing at the end, never rising."""

import numpy as np

from models.plc.trust import MOST, SPENT_SAMPLES, UNBROKEN_SAMPLES, trust


def test_trust_falls_from_the_most_to_nothing() -> None:
    kept = [trust(place) for place in range(2 * SPENT_SAMPLES)]
    assert kept[: UNBROKEN_SAMPLES + 1] == [MOST] * (UNBROKEN_SAMPLES + 1)
    assert kept[SPENT_SAMPLES:] == [0] * SPENT_SAMPLES
    assert (np.diff(kept) <= 0).all()
