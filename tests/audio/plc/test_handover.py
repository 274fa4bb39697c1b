"""A repetition gives way to what follows it: high tones after 10 ms, low ones after 35."""

from dataclasses import dataclass

import numpy as np
import pytest

from audio.plc.continuer import FloatArray
from audio.plc.extrapolation import LinearExtrapolation
from audio.plc.handover import (
    CHANGE_SAMPLES,
    LOW_CHANGE_SAMPLES,
    LOW_SAMPLES,
    OPENING_SAMPLES,
    Handover,
)
from audio.plc.pitch import PitchRepeat
from tests.audio.plc.signals import noise, said, voice

COUNT = 1600
CHANGED = OPENING_SAMPLES + CHANGE_SAMPLES
PAST = voice(4000, 16_000, 133) + noise(4000, level=0.02)


@dataclass(frozen=True)
class Tone:
    """Says a tone, whatever came before; nothing at 0 Hz."""

    hz: float

    def begin(self, past: FloatArray, seed: int) -> int:
        """Start at sample 0."""
        return 0

    def speak(self, state: int, n_samples: int) -> tuple[FloatArray, int]:
        """Say the next samples of it."""
        turns = np.arange(state, state + n_samples) * self.hz / 16_000
        return np.sin(2 * np.pi * turns).astype(np.float32), state + n_samples


def level(samples: FloatArray) -> float:
    """Return how loud samples are beside a full tone."""
    return float(np.sqrt(2 * np.mean(np.square(samples))))


def test_the_opener_begins_alone_and_the_follower_ends_alone() -> None:
    both = said(Handover(PitchRepeat(), LinearExtrapolation()), PAST, COUNT)
    first, then = said(PitchRepeat(), PAST, COUNT), said(LinearExtrapolation(), PAST, COUNT)
    spent = LOW_SAMPLES + LOW_CHANGE_SAMPLES
    assert np.allclose(both[:OPENING_SAMPLES], first[:OPENING_SAMPLES], atol=1e-6)
    assert np.array_equal(both[spent:], then[spent:])


@pytest.mark.parametrize(
    ("hz", "left", "above"), [(300, 1.0, 0.0), (1500, 0.5, 0.5), (6000, 0.0, 1.0)]
)
def test_low_tones_of_the_opener_stay_and_high_ones_go(
    hz: float, left: float, above: float
) -> None:
    kept = slice(CHANGED, LOW_SAMPLES)
    opened = said(Handover(Tone(hz), Tone(0)), PAST, COUNT)
    followed = said(Handover(Tone(0), Tone(hz)), PAST, COUNT)
    assert level(opened[kept]) == pytest.approx(left, abs=0.1)
    assert level(followed[kept]) == pytest.approx(above, abs=0.1)


def test_two_that_say_the_same_are_as_one() -> None:
    alone = said(PitchRepeat(), PAST, COUNT)
    assert np.allclose(said(Handover(PitchRepeat(), PitchRepeat()), PAST, COUNT), alone, atol=1e-6)


def test_what_is_left_of_the_low_tones_goes_smoothly() -> None:
    tone = said(Handover(Tone(300), Tone(0)), PAST, COUNT)
    assert np.abs(np.diff(tone)).max() <= 1.05 * 2 * np.pi * 300 / 16_000
