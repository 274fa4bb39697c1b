"""Speech with its resonances moved up is known by it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from audio.speech.channel_mean import ChannelMean
from audio.speech.vocal_tract import VocalTract
from models.cepstra import COEFFICIENTS
from models.spectrum import SAMPLE_RATE_HZ
from models.vocal_tract import PLAIN, WARPS, WarpedCepstraStream, speech_gaussians

VOWELS_HZ = ((730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480))
WIDTH_HZ = 80.0


def voice(stretch: float, seconds: float = 0.3) -> NDArray[np.float32]:
    """Vowels one after the other, resonances at `stretch` times a man's."""
    time_s = np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    parts = []
    for resonances_hz in VOWELS_HZ * 2:
        harmonics_hz = np.arange(110.0, 7000.0, 110.0)
        gain = sum(
            1 / (1 + ((harmonics_hz - stretch * hz) / WIDTH_HZ) ** 2) for hz in resonances_hz
        )
        waves = np.sin(2 * np.pi * np.outer(time_s, harmonics_hz)) @ (gain / harmonics_hz**0.5)
        parts += [waves * np.hanning(len(waves)), np.zeros(800)]
    sound = np.concatenate(parts)
    hiss = np.random.default_rng(0).standard_normal(len(sound)) * 1e-4
    spoken: NDArray[np.float32] = (0.3 * sound / np.abs(sound).max() + hiss).astype(np.float32)
    return spoken


def found(stretch: float, tract: VocalTract) -> int:
    heard = WarpedCepstraStream().push(voice(stretch))
    return tract.warp(heard, [ChannelMean().mean(heard[:, number]) for number in range(len(WARPS))])


@settings(max_examples=10, deadline=None)
@given(cuts=st.lists(st.integers(0, 30_000), max_size=6))
def test_any_split_gives_the_same(cuts: list[int]) -> None:
    pcm = voice(1.0)
    stream = WarpedCepstraStream()
    parts = np.concatenate([stream.push(part) for part in np.split(pcm, sorted(cuts))])
    assert parts.shape[1:] == (len(WARPS), 2 * COEFFICIENTS)
    assert np.allclose(parts, WarpedCepstraStream().push(pcm), atol=1e-4)


def test_resonances_that_lie_higher_are_stretched_back() -> None:
    tract = VocalTract(speech_gaussians())
    warps = [found(stretch, tract) for stretch in (0.9, 1.0, 1.2)]
    assert warps == sorted(warps)
    assert warps[0] < warps[-1]


def test_a_speaker_is_remembered_and_forgotten() -> None:
    tract = VocalTract(speech_gaussians())
    assert tract.warp(WarpedCepstraStream().push(np.zeros(0, np.float32)), []) == PLAIN
    heard = WarpedCepstraStream().push(voice(1.2))
    means = [ChannelMean().mean(heard[:, number]) for number in range(len(WARPS))]
    suits = tract.warp(heard, means)
    tract.remember(heard, means)
    assert tract.warp(heard[:0], means) == suits
    tract.reset()
    assert tract.warp(heard[:0], means) == PLAIN
