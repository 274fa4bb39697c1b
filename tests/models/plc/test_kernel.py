"""The parts of the compiled loop that NumPy has and it computes its own way."""

import numpy as np
import pytest

from models.plc import reference
from models.plc.excitation import compand, expand, positions
from models.plc.kernel import _compand, _draw
from models.plc.squash import sigmoid, tanh

SIZES = expand(positions())
RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize("x", [*np.linspace(-12, 12, 49), 1e-6, -80.0])
def test_its_bent_lines_are_numpys(x: float) -> None:
    number = np.float32(x)
    assert tanh(number) == pytest.approx(np.tanh(x), abs=1e-6)
    assert sigmoid(number) == pytest.approx(1 / (1 + np.exp(-x)), abs=1e-6)
    one = np.array([x], np.float32)
    assert _compand(number) == pytest.approx(compand(one)[0], abs=1e-5)


def test_it_draws_what_the_reference_draws() -> None:
    for _ in range(200):
        logits = RANDOM.normal(0, 3, 128).astype(np.float32)
        number = np.float32(RANDOM.random())
        drawn, mean = reference.draw(logits, number)
        fast_drawn, fast_mean = _draw(logits, number, SIZES)
        assert fast_drawn == drawn
        assert fast_mean == pytest.approx(mean, rel=1e-3, abs=1e-4)


def test_the_last_step_is_drawn_too() -> None:
    logits = np.full(128, -50, np.float32)
    logits[127] = 0
    drawn, mean = _draw(logits, np.float32(1 - 2**-24), SIZES)
    assert drawn == SIZES[127]
    assert mean == pytest.approx(SIZES[127])
