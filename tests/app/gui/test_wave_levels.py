"""A waveform at every zoom shows the loudest of what each bar covers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.gui.work.wave_levels import WaveLevels

PER_S = 100


@given(
    peaks=st.integers(1, 6000),
    start=st.floats(-5, 70),
    span=st.floats(0.05, 90),
    count=st.integers(1, 400),
)
def test_no_peak_in_sight_is_missed_and_nothing_is_louder(
    peaks: int, start: float, span: float, count: int
) -> None:
    sound = np.random.default_rng(peaks).integers(0, 256, peaks).astype(np.uint8)
    heights = WaveLevels(sound, PER_S).heights(start, start + span, count)
    assert heights.shape == (count,)
    first, last = max(0, int(start * PER_S) + 8), int((start + span) * PER_S) - 8
    inside = sound[first : max(first, last)]
    if len(inside) and start >= 0:
        assert heights.max() * 255 >= inside.max() - 0.01
    assert heights.max() * 255 <= sound.max() + 0.01


def test_beyond_the_sound_bars_are_flat() -> None:
    heights = WaveLevels(np.full(100, 200, np.uint8), PER_S).heights(0.0, 2.0, 20)
    assert (heights[:10] > 0.7).all()
    assert (heights[10:] == 0).all()


def test_without_sound_all_bars_are_flat() -> None:
    assert not WaveLevels(np.zeros(0, np.uint8), PER_S).heights(0.0, 1.0, 50).any()


def test_ten_hours_are_summed_up_in_few_numbers() -> None:
    levels = WaveLevels(np.ones(10 * 3600 * PER_S, np.uint8), PER_S)
    assert len(levels._levels[-1]) <= 512
    assert levels.heights(0, 36_000, 300).shape == (300,)
