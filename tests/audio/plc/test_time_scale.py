"""Blocks lose or gain whole periods, and nobody hears where."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.plc.continuer import FloatArray
from audio.plc.time_scale import TimeScale
from tests.audio.plc.signals import noise, voice

RATE_HZ = 48_000
PITCH_HZ = 120.0
PERIOD = round(RATE_HZ / PITCH_HZ)


def vowel(n_samples: int) -> FloatArray:
    return voice(n_samples, RATE_HZ, PITCH_HZ)[:, None]


def largest_step(sound: FloatArray) -> float:
    return float(np.abs(np.diff(sound[:, 0])).max())


def test_a_vowel_loses_whole_periods() -> None:
    block = vowel(1920)
    shorter = TimeScale(RATE_HZ).shorter(block, 0.9)
    lost = len(block) - len(shorter)
    assert lost > 0
    assert lost % PERIOD == pytest.approx(0, abs=2)
    assert largest_step(shorter) <= 1.1 * largest_step(block)


def test_a_vowel_gains_whole_periods() -> None:
    sound = vowel(1920)
    past, block = sound[:960], sound[960:]
    longer = TimeScale(RATE_HZ).longer(past, block, 0.9)
    gained = len(longer) - len(block)
    assert gained > 0
    assert gained % PERIOD == pytest.approx(0, abs=2)
    assert largest_step(np.concatenate((past, longer))) <= 1.1 * largest_step(sound)


def test_ends_stay_so_that_blocks_still_join() -> None:
    sound = vowel(2880)
    scale = TimeScale(RATE_HZ)
    for block in (scale.shorter(sound[960:], 0.9), scale.longer(sound[:960], sound[960:], 0.9)):
        assert block[0] == pytest.approx(sound[960], abs=0.01)
        assert block[-1] == sound[-1]


def test_loud_noise_is_left_alone_and_soft_noise_is_not() -> None:
    scale = TimeScale(RATE_HZ)
    loud, soft = noise(1920, 1, 0.1)[:, None], noise(1920, 1, 0.001)[:, None]
    assert scale.shorter(loud, 0.9) is loud
    assert scale.longer(loud, loud, 0.9) is loud
    assert len(scale.shorter(soft, 0.9)) < len(soft)
    assert len(scale.longer(soft, soft, 0.9)) > len(soft)


def test_the_seam_in_noise_keeps_its_loudness() -> None:
    rng = np.random.default_rng(3)
    ratios = []
    for _ in range(50):
        block = rng.normal(0, 0.001, (1920, 1)).astype(np.float32)
        ratios.append(np.mean(TimeScale(RATE_HZ).shorter(block, 0.9) ** 2) / np.mean(block**2))
    assert np.mean(ratios) == pytest.approx(1, abs=0.1)


def test_silence_and_short_blocks_are_no_trouble() -> None:
    scale = TimeScale(RATE_HZ)
    for count in (0, 1, 119, 479, 480, 600, 960):
        block = np.zeros((count, 2), np.float32)
        assert len(scale.shorter(block, 0.9)) <= count
        assert len(scale.longer(block, block, 0.9)) >= count


@given(
    count=st.integers(480, 3000),
    past=st.integers(0, 1500),
    channels=st.sampled_from([1, 2]),
    seed=st.integers(0, 99),
    least=st.sampled_from([-1.0, 0.5, 0.9]),
)
def test_never_by_more_than_the_longest_lag(
    count: int, past: int, channels: int, seed: int, least: float
) -> None:
    scale = TimeScale(RATE_HZ)
    sound = noise((count + past) * channels, seed).reshape(-1, channels)
    block = sound[past:]
    assert 0 <= count - len(scale.shorter(block, least)) <= scale.longest_lag
    assert 0 <= len(scale.longer(sound[:past], block, least)) - count <= scale.longest_lag
