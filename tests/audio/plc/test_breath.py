"""The noise beneath a voice has its colour, not its pitch, and never sets in at once."""

import numpy as np
import pytest

from audio.plc.breath import CYCLE_SAMPLES, FULL_SAMPLES, SHARE, SILENT_SAMPLES, Breath, noise_like
from tests.audio.plc.signals import Hum, noise, voice


@pytest.mark.parametrize("level", [0.001, 0.1])
def test_as_loud_as_a_noisy_past(level: float) -> None:
    made = noise_like(noise(4000, level=level), 0)
    assert made.std() == pytest.approx(level, rel=0.1)


def test_of_the_colour_of_the_past() -> None:
    hiss = np.diff(noise(4001))  # 12 dB per octave up
    power = np.abs(np.fft.rfft(noise_like(hiss, 0))) ** 2
    half = len(power) // 2
    assert power[half:].sum() > 3 * power[:half].sum()


def test_a_voice_leaves_no_pitch_in_it() -> None:
    pitch_hz = 125.0
    period = round(16_000 / pitch_hz)
    past = voice(4000, 16_000, pitch_hz) + noise(4000, level=0.003)
    made = noise_like(past, 0)
    assert np.corrcoef(past[period:], past[:-period])[0, 1] > 0.9
    assert abs(np.corrcoef(made[period:], made[:-period])[0, 1]) < 0.5


def test_it_lies_softly_beneath_what_is_said() -> None:
    past = noise(4000)
    hum, breath = Hum(), Breath(Hum())
    said, _ = hum.speak(hum.begin(past, 7), CYCLE_SAMPLES)
    above, _ = breath.speak(breath.begin(past, 7), CYCLE_SAMPLES)
    added = above - said
    assert not added[: SILENT_SAMPLES + 1].any()
    assert added[FULL_SAMPLES:].std() == pytest.approx(SHARE * past.std(), rel=0.15)


def test_another_seed_another_noise() -> None:
    past = noise(4000)
    assert np.array_equal(noise_like(past, 1), noise_like(past, 1))
    assert not np.array_equal(noise_like(past, 1), noise_like(past, 2))
