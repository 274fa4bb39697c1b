"""Burg's predictors: they find what made a signal, and never blow up."""

import numpy as np
import pytest

from models.plc.prediction import DAMPING, LONG_ORDER, SHORT_ORDER, burg, ring

ORDERS = (SHORT_ORDER, LONG_ORDER)


def test_it_finds_the_weights_that_made_the_signal() -> None:
    random = np.random.default_rng(0)
    made = ring(np.array([1.6, -0.9], np.float32), random.standard_normal(4000).astype(np.float32))
    short, long, power = burg(made.astype(np.float64), (2, 3), 0.0)
    np.testing.assert_allclose(short, [1.6, -0.9], atol=0.02)
    np.testing.assert_allclose(long, [1.6, -0.9, 0], atol=0.04)
    assert power == pytest.approx(1, rel=0.1)


def test_the_short_predictor_is_the_fit_of_that_order() -> None:
    signal = np.random.default_rng(1).standard_normal(1600)
    nested, _, _ = burg(signal, ORDERS, DAMPING)
    _, alone, _ = burg(signal, (1, SHORT_ORDER), DAMPING)
    np.testing.assert_allclose(nested, alone, atol=1e-9)


def test_it_continues_a_tone_for_a_while() -> None:
    tone = np.sin(2 * np.pi * 200 / 16_000 * np.arange(3200)) + 0.3 * np.sin(
        2 * np.pi * 700 / 16_000 * np.arange(3200)
    )
    _, long, _ = burg(tone[:1600], ORDERS, DAMPING)
    known = list(tone[:1600])
    for _ in range(320):
        known.append(long @ known[: -LONG_ORDER - 1 : -1])
    error = np.array(known[1600:]) - tone[1600:1920]
    assert np.sqrt(np.mean(error**2)) < 0.35 * np.sqrt(np.mean(tone**2))


@pytest.mark.parametrize("kind", ["silence", "click", "half empty", "narrow"])
def test_it_rings_out_whatever_it_was_fitted_to(kind: str) -> None:
    random = np.random.default_rng(2)
    signal = np.zeros(1600)
    if kind == "click":
        signal[800] = 1
    if kind == "half empty":
        signal[800:] = random.standard_normal(800)
    if kind == "narrow":
        spectrum = np.fft.rfft(random.standard_normal(1600))
        spectrum[200:] = 0
        signal = np.fft.irfft(spectrum)
    _, long, power = burg(signal, ORDERS, DAMPING)
    assert np.isfinite(long).all()
    assert power >= 0
    push = np.zeros(32_000, np.float32)
    push[0] = 1
    rung = np.abs(ring(long.astype(np.float32), push))
    assert rung[-1600:].max() < 0.5 * max(rung[:1600].max(), 1)
