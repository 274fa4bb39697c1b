"""What is measured of a past: the same at any loudness, and from any amount of past."""

import numpy as np
import pytest

from models.plc.past import EMPHASIS, emphasise, measure
from tests.models.plc.made_up import vowel

VOICE = vowel(20_000)


def test_loudness_changes_the_rms_alone() -> None:
    loud, soft = measure(VOICE), measure(VOICE / np.float32(30))
    assert soft.rms == pytest.approx(loud.rms / 30, rel=1e-4)
    np.testing.assert_allclose(soft.signal, loud.signal, atol=1e-4)
    np.testing.assert_allclose(soft.long_weights, loud.long_weights, atol=1e-3)
    np.testing.assert_allclose(soft.mel, loud.mel, atol=1e-3)
    np.testing.assert_allclose(soft.levels, loud.levels, atol=1e-3)


def test_what_lies_long_ago_is_nothing_to_it() -> None:
    changed = VOICE.copy()
    changed[:2000] = 0
    np.testing.assert_array_equal(measure(changed).mel, measure(VOICE).mel)


@pytest.mark.parametrize("n_samples", [0, 1, 100, 1599, 1600, 1601, 16_000, 16_239, 16_480, 16_481])
def test_any_length_of_past_will_do(n_samples: int) -> None:
    past = measure(VOICE[len(VOICE) - n_samples :])
    assert past.signal.shape == (1280,)
    assert past.mel.shape == (100, 80)
    for values in (past.signal, past.long_weights, past.short_weights, past.mel, past.levels):
        assert np.isfinite(values).all()
        assert values.dtype == np.float32


def test_silence_has_a_level_too() -> None:
    past = measure(np.zeros(16_000, np.float32))
    assert past.rms > 0
    assert past.excitation_rms > 0
    assert not past.signal.any()


def test_its_signal_is_the_emphasised_end() -> None:
    past = measure(VOICE)
    undone = past.signal[-1] * past.rms + EMPHASIS * VOICE[-2]
    assert undone == pytest.approx(VOICE[-1], abs=1e-6)
    assert past.last_sample == VOICE[-1]
    np.testing.assert_allclose(emphasise(VOICE)[-1280:] / past.rms, past.signal, rtol=1e-5)
