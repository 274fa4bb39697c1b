"""Two channels of one voice never cancel out; all other sound is the mean of its channels."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from audio.block import INT16_SCALE, AudioBlock
from audio.downmix import Downmix
from audio.mono_stream import MonoStream

RATE_HZ = 8000
Samples = NDArray[np.int16]


def noise(seed: int, seconds: float = 3.0, level: float = 3000.0) -> NDArray[np.float64]:
    return np.random.default_rng(seed).normal(0, level, round(seconds * RATE_HZ))


def stereo(left: NDArray[np.float64], right: NDArray[np.float64]) -> Samples:
    return np.stack((left, right), 1).astype(np.int16)


def mean(samples: Samples) -> NDArray[np.float32]:
    return np.asarray(samples.mean(axis=1, dtype=np.float32) / np.float32(INT16_SCALE))


VOICE = noise(0)
UPSIDE_DOWN = stereo(VOICE, -VOICE)


def test_a_voice_that_comes_upside_down_in_one_channel_is_heard() -> None:
    mixed = Downmix(RATE_HZ).push(UPSIDE_DOWN)
    assert not mean(UPSIDE_DOWN).any()
    heard = mixed[RATE_HZ // 5 :]  # a tenth of a second is judged, in another it turns
    expected = UPSIDE_DOWN[RATE_HZ // 5 :, 0] / INT16_SCALE
    np.testing.assert_allclose(heard, expected, atol=1e-6)


@pytest.mark.parametrize(
    "samples",
    [
        stereo(VOICE, VOICE),
        stereo(VOICE, noise(1)),  # wide
        stereo(VOICE + noise(1, level=2000), -VOICE + noise(2, level=2000)),  # mostly upside down
        stereo(VOICE, 0 * VOICE),
        stereo(0 * VOICE, 0 * VOICE),
        stereo(VOICE, -VOICE)[:, :1],
        np.concatenate((stereo(VOICE, -VOICE), stereo(VOICE, VOICE)), 1),
    ],
    ids=["same", "wide", "noisy", "one", "silence", "mono", "four"],
)
def test_other_sound_is_the_mean_of_its_channels(samples: Samples) -> None:
    np.testing.assert_array_equal(Downmix(RATE_HZ).push(samples), mean(samples))


def test_it_stays_turned_in_a_pause_and_turns_back_for_other_sound() -> None:
    pause = stereo(noise(3, 1.0, 30.0), noise(4, 1.0, 30.0))
    other = stereo(noise(5), noise(6))
    mixed = Downmix(RATE_HZ).push(np.concatenate((UPSIDE_DOWN, pause, UPSIDE_DOWN, other)))
    again = len(UPSIDE_DOWN) + len(pause)
    expected = UPSIDE_DOWN[:, 0] / INT16_SCALE
    np.testing.assert_allclose(mixed[again : again + len(expected)], expected, atol=1e-6)
    np.testing.assert_array_equal(mixed[-RATE_HZ:], mean(other)[-RATE_HZ:])


def test_it_turns_without_a_click() -> None:
    tone = 8000 * np.sin(2 * np.pi * 50 * np.arange(3 * RATE_HZ) / RATE_HZ)
    mixed = Downmix(RATE_HZ).push(stereo(tone, -tone))
    steepest = np.abs(np.diff(tone)).max() / INT16_SCALE
    assert np.abs(np.diff(mixed)).max() < 1.1 * steepest


def test_what_hears_words_and_sounds_hears_it() -> None:
    stream = MonoStream(RATE_HZ)
    heard = stream.push(AudioBlock(0, UPSIDE_DOWN, RATE_HZ))
    assert np.sqrt(np.mean(heard[RATE_HZ:] ** 2)) > 0.9 * VOICE.std() / INT16_SCALE


@given(cuts=st.lists(st.integers(1, len(UPSIDE_DOWN) - 1), max_size=20))
def test_any_split_gives_the_same(cuts: list[int]) -> None:
    samples = np.concatenate((UPSIDE_DOWN, stereo(VOICE, VOICE)))
    whole, parts = Downmix(RATE_HZ), Downmix(RATE_HZ)
    edges = [0, *sorted(set(cuts)), len(samples)]
    pieces = [parts.push(samples[start:end]) for start, end in pairwise(edges)]
    np.testing.assert_array_equal(np.concatenate(pieces), whole.push(samples))
