"""The level meter reads what a sine truly has, however it is cut."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.block import AudioBlock
from audio.level import FLOOR_DBFS, Level, LevelMeter

RATE_HZ = 8000


def blocks(samples: np.typing.NDArray[np.int16], cuts: list[int]) -> list[AudioBlock]:
    edges = [0, *sorted({cut % len(samples) for cut in cuts} - {0}), len(samples)]
    return [
        AudioBlock(start * 1_000_000_000 // RATE_HZ, samples[start:end, None], RATE_HZ)
        for start, end in pairwise(edges)
    ]


def sine(seconds: float, amplitude: float) -> np.typing.NDArray[np.int16]:
    times = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    return (amplitude * 32767 * np.sin(2 * np.pi * 400 * times)).astype(np.int16)


def test_a_sine_reads_three_db_below_its_peak() -> None:
    readings = LevelMeter().push(blocks(sine(0.05, 0.5), [])[0])
    assert [r.pts_ns for r in readings] == [0]
    assert readings[0].peak_dbfs == pytest.approx(-6.02, abs=0.05)
    assert readings[0].rms_dbfs == pytest.approx(-9.03, abs=0.05)


def test_digital_silence_reads_as_the_floor() -> None:
    readings = LevelMeter().push(blocks(sine(0.05, 0.0), [])[0])
    assert readings == [Level(0, FLOOR_DBFS, FLOOR_DBFS)]


@given(st.lists(st.integers(1, 5000), max_size=12))
def test_any_cut_gives_the_same_readings(cuts: list[int]) -> None:
    samples = sine(0.53, 0.7) * np.linspace(0, 1, int(0.53 * RATE_HZ))
    whole, cut = LevelMeter(), LevelMeter()
    expected = [r for b in blocks(samples.astype(np.int16), []) for r in whole.push(b)]
    readings = [r for b in blocks(samples.astype(np.int16), cuts) for r in cut.push(b)]
    assert len(expected) == 10
    assert [(r.rms_dbfs, r.peak_dbfs) for r in readings] == [
        (r.rms_dbfs, r.peak_dbfs) for r in expected
    ]
    assert [r.pts_ns for r in readings] == pytest.approx([r.pts_ns for r in expected], abs=1000)
