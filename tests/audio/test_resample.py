"""Resampling keeps every sample at its time, whatever the split."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from audio.resample import StreamResampler

RATES = [(48_000, 16_000), (44_100, 16_000), (8_000, 16_000), (22_050, 16_000), (16_000, 48_000)]


def through(
    resampler: StreamResampler, samples: NDArray[np.float32], cuts: list[int]
) -> NDArray[np.float32]:
    pieces = np.split(samples, sorted(cut % (len(samples) + 1) for cut in cuts))
    return np.concatenate([*(resampler.push(piece) for piece in pieces), resampler.flush()])


@settings(max_examples=40, deadline=None)
@given(
    rates=st.sampled_from([*RATES, (16_000, 16_000)]),
    length=st.integers(0, 6000),
    cuts=st.lists(st.integers(0, 6000), max_size=12),
)
def test_any_split_gives_the_same_output(
    rates: tuple[int, int], length: int, cuts: list[int]
) -> None:
    samples = np.random.default_rng(length).uniform(-1, 1, length).astype(np.float32)
    whole = through(StreamResampler(*rates), samples, [])
    split = through(StreamResampler(*rates), samples, cuts)
    assert abs(len(whole) - length * rates[1] / rates[0]) <= 0.5
    assert len(split) == len(whole)
    assert np.abs(split - whole).max(initial=0) < 1e-6


@pytest.mark.parametrize("rates", RATES)
@pytest.mark.parametrize("at_s", [0.05, 0.5, 1.9])
def test_a_burst_lands_at_its_time(rates: tuple[int, int], at_s: float) -> None:
    from_hz, to_hz = rates
    times_s = np.arange(2 * from_hz) / from_hz
    envelope = np.exp(-(((times_s - at_s) / 0.003) ** 2))
    tone = (envelope * np.cos(2 * np.pi * 1000 * (times_s - at_s))).astype(np.float32)
    cuts = list(range(0, len(tone), from_hz // 100))
    energy = np.square(through(StreamResampler(from_hz, to_hz), tone, cuts))
    centre_s = float((energy * np.arange(len(energy))).sum() / energy.sum()) / to_hz
    assert abs(centre_s - at_s) < 1e-4
    assert energy.max() == pytest.approx(1.0, rel=0.02)


def test_a_tone_above_the_new_band_is_removed() -> None:
    tone = np.sin(2 * np.pi * 10_000 * np.arange(48_000) / 48_000).astype(np.float32)
    assert np.abs(through(StreamResampler(48_000, 16_000), tone, [])[500:-500]).max() < 1e-3


def test_flush_and_reset_start_anew() -> None:
    resampler = StreamResampler(48_000, 16_000)
    noise = np.random.default_rng(1).uniform(-1, 1, 4800).astype(np.float32)
    first = through(resampler, noise, [])
    resampler.push(noise[:777])
    resampler.reset()
    assert np.array_equal(through(resampler, noise, [100]), first)
