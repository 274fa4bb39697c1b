"""Every sample keeps its time, whatever stretch is asked for."""

import numpy as np
import pytest

from audio.plc.band import RateChange
from tests.audio.plc.signals import noise

RATES = [(48_000, 16_000), (44_100, 16_000), (24_000, 16_000), (8_000, 16_000)]
BOTH_WAYS = [*RATES, *[(b, a) for a, b in RATES]]


@pytest.mark.parametrize(("from_hz", "to_hz"), BOTH_WAYS)
def test_a_tone_comes_out_as_the_same_tone(from_hz: int, to_hz: int) -> None:
    change = RateChange(from_hz, to_hz)
    frequency_hz = 0.4 * min(from_hz, to_hz)
    tone = np.cos(2 * np.pi * frequency_hz * np.arange(from_hz // 10) / from_hz)
    count = change.known(len(tone))
    heard = change.read(tone.astype(np.float32)[:, None], 0, 0, count)[:, 0]
    expected = np.cos(2 * np.pi * frequency_hz * np.arange(count) / to_hz)
    settled = slice(2 * change.reach, None)
    assert np.abs(heard - expected)[settled].max() < 2e-3


@pytest.mark.parametrize("from_hz", [24_000, 44_100, 48_000])
def test_a_tone_above_the_new_band_is_gone(from_hz: int) -> None:
    change = RateChange(from_hz, 16_000)
    tone = np.cos(2 * np.pi * 9_500 * np.arange(from_hz // 10) / from_hz).astype(np.float32)
    heard = change.read(tone[:, None], 0, 0, change.known(len(tone)))
    assert np.abs(heard[2 * change.reach :]).max() < 2e-3


@pytest.mark.parametrize(("from_hz", "to_hz"), [*BOTH_WAYS, (16_000, 16_000)])
def test_known_and_needed_agree(from_hz: int, to_hz: int) -> None:
    change = RateChange(from_hz, to_hz)
    for count in (1, 2, 7, 100, 441):
        inputs = change.needed(count)
        assert change.known(inputs) >= count > change.known(inputs - 1)


@pytest.mark.parametrize(("from_hz", "to_hz"), [*BOTH_WAYS, (16_000, 16_000)])
def test_any_stretch_is_the_same_to_the_bit(from_hz: int, to_hz: int) -> None:
    change = RateChange(from_hz, to_hz)
    samples = noise(4_000).reshape(-1, 2)
    count = change.known(len(samples))
    whole = change.read(samples, 0, 0, count)
    start = 500
    first = change.known(start + 3 * change.reach)
    for asked in (0, 1, 55):
        part = change.read(samples[start:], start, first, asked)
        assert np.array_equal(part, whole[first : first + asked])


@pytest.mark.parametrize(("from_hz", "to_hz"), BOTH_WAYS)
def test_what_lies_before_the_start_is_silence(from_hz: int, to_hz: int) -> None:
    change = RateChange(from_hz, to_hz)
    samples = noise(2_000)[:, None]
    later = np.concatenate((np.zeros((500, 1), np.float32), samples))
    count = change.known(1_500)
    assert np.array_equal(change.read(samples, 0, 0, count), change.read(later, -500, 0, count))


def test_like_channels_come_out_alike_and_unlike_ones_each_for_itself() -> None:
    change = RateChange(48_000, 16_000)
    one, other = noise(2_000, 1)[:, None], noise(2_000, 2)[:, None]
    for second in (one, other):
        both = change.read(np.hstack((one, second)), 0, 0, 500)
        assert np.array_equal(both[:, :1], change.read(one, 0, 0, 500))
        assert np.array_equal(both[:, 1:], change.read(second, 0, 0, 500))


def test_equal_rates_copy() -> None:
    samples = noise(100)[:, None]
    assert np.array_equal(RateChange(16_000, 16_000).read(samples, 0, 0, 100), samples)
