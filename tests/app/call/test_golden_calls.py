"""Stored calls are played as ever: to the bit where they were made, near it elsewhere."""

import json

import numpy as np
import pytest

from tests.app.call.golden_calls import FOLDER, Golden, golden, played

NEAR = 0.05  # of a tick's level, or
NEAR_STEPS = 8  # 16-bit steps: another libopus or processor rounds otherwise


@pytest.mark.parametrize("name", ["losses", "fec", "jitter", "restart"])
def test_a_stored_call_is_played_as_ever(name: str) -> None:
    kept = Golden(**json.loads((FOLDER / "goldens.json").read_text())[name])
    now = golden(played(name))
    assert now.kinds == kept.kinds
    np.testing.assert_allclose(now.levels, kept.levels, rtol=NEAR, atol=NEAR_STEPS)
    if now.made_by == kept.made_by:
        assert now.sha256 == kept.sha256


def test_a_replay_is_the_same_to_the_bit() -> None:
    assert played("losses").sound.tobytes() == played("losses").sound.tobytes()


def test_the_calls_hold_what_they_are_named_for() -> None:
    kept = json.loads((FOLDER / "goldens.json").read_text())
    assert "tt" in kept["losses"]["kinds"]
    assert "ff" in kept["fec"]["kinds"]
    assert "e" in kept["jitter"]["kinds"]
    assert kept["restart"]["kinds"].rstrip("t").endswith("nnn")
