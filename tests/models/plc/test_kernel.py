"""The parts of the compiled loop that NumPy has and it computes its own way."""

import numpy as np
import pytest

from models.plc import reference
from models.plc.excitation import compand, expand
from models.plc.kernel import _compand, _draw, _expand, _sigmoid, _tanh

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize("x", [*np.linspace(-12, 12, 49), 1e-6, -80.0])
def test_its_bent_lines_are_numpys(x: float) -> None:
    number = np.float32(x)
    assert _tanh(number) == pytest.approx(np.tanh(x), abs=1e-6)
    assert _sigmoid(number) == pytest.approx(1 / (1 + np.exp(-x)), abs=1e-6)
    one = np.array([x], np.float32)
    assert _compand(number) == pytest.approx(compand(one)[0], abs=1e-5)
    position = np.array([np.clip(x / 12, -1, 1)], np.float32)
    assert _expand(position[0]) == pytest.approx(expand(position)[0], rel=1e-4, abs=1e-5)


def test_it_draws_what_the_reference_draws() -> None:
    for _ in range(200):
        logits = RANDOM.normal(0, 3, 128).astype(np.float32)
        temperature, number = RANDOM.uniform(0.3, 1), np.float32(RANDOM.random())
        expected = reference.draw(logits, temperature, number)
        assert _draw(logits, np.float32(1 / temperature), number) == expected


def test_the_last_step_is_drawn_too() -> None:
    logits = np.full(128, -50, np.float32)
    logits[127] = 0
    assert _draw(logits, np.float32(1), np.float32(1 - 2**-24)) == 127
