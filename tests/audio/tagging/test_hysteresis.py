"""Labels change reluctantly, and where it is cheap."""

from collections.abc import Sequence

import numpy as np
import pytest

from audio.tagging.change import NEIGHBOURS_BARS, Turns
from audio.tagging.hysteresis import Hysteresis
from audio.tagging.silence import SHORTEST_BARS, SILENT_DBFS, SilenceGate


def labels(evidence: Sequence[float], reluctances: Sequence[float], lag_bars: int = 5) -> list[int]:
    """Decide between label 0 and label 1, for which the evidence speaks."""
    hysteresis = Hysteresis(lag_bars)
    decided: list[int] = []
    for value, reluctance in zip(evidence, reluctances, strict=True):
        decided += hysteresis.push(np.array([0.0, value]), reluctance)
    return [*decided, *hysteresis.flush()]


def test_a_single_doubtful_bar_changes_nothing() -> None:
    assert labels([-1, -1, 1, -1, -1], [3.0] * 5) == [0] * 5


def test_lasting_evidence_does() -> None:
    assert labels([-1] * 5 + [1] * 5, [3.0] * 10) == [0] * 5 + [1] * 5


def test_the_change_happens_where_it_is_cheap() -> None:
    # the evidence turns at bar 5, the sound itself changed at bar 7
    reluctances = [5.0] * 12
    reluctances[7] = 0.1
    assert labels([-1] * 5 + [1] * 7, reluctances, lag_bars=12) == [0] * 7 + [1] * 5


def test_a_label_is_decided_a_fixed_time_later() -> None:
    hysteresis = Hysteresis(3)
    counts = [len(hysteresis.push(np.array([0.0, 1.0]), 1.0)) for _ in range(6)]
    assert counts == [0, 0, 0, 1, 1, 1]
    assert hysteresis.latest() == 1
    assert hysteresis.flush() == [1, 1, 1]
    assert hysteresis.latest() is None


def test_only_the_greatest_change_nearby_is_a_turn() -> None:
    turns = Turns()
    values = [0.1, 0.5, 0.9, 0.3, 0.2, 0.1, 0.05, 0.6]
    out = [turn for value in values for turn in turns.push(value)] + list(turns.flush())
    assert out == [0, 0, 0.9, 0, 0, 0, 0, 0.6]
    assert len(turns.push(1.0)) == 0
    assert len(turns.flush()) == 1
    assert NEIGHBOURS_BARS == 2


@pytest.mark.parametrize(
    ("quiet_bars", "silent"), [(SHORTEST_BARS - 1, False), (SHORTEST_BARS, True)]
)
def test_silence_is_quiet_for_long(quiet_bars: int, silent: bool) -> None:
    gate = SilenceGate()
    levels = [-20.0] + [SILENT_DBFS - 1] * quiet_bars + [-20.0, -20.0]
    decided = [flag for level in levels for flag in gate.push(level)]
    assert decided == [False] + [silent] * quiet_bars + [False, False]


def test_a_silence_at_the_end_is_decided_by_its_length() -> None:
    for quiet_bars in range(2 * SHORTEST_BARS):
        gate = SilenceGate()
        decided = [flag for _ in range(quiet_bars) for flag in gate.push(-90.0)]
        decided += gate.flush()
        assert decided == [quiet_bars >= SHORTEST_BARS] * quiet_bars
