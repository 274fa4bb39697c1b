"""The voice that goes on: repeatable, splittable, and the same compiled as in NumPy."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import ModelError
from models.plc import reference
from models.plc.excitation import expand, positions
from models.plc.features import describe
from models.plc.past import measure
from models.plc.trust import SPENT_SAMPLES
from models.plc.weights import read_weights
from tests.models.plc.made_up import (
    continuer,
    random_weights,
    shouting_weights,
    silent_weights,
    vowel,
)

VOICE = vowel(17_000)
CONTINUER = continuer()


def test_compiled_and_plain_loops_say_the_same() -> None:
    state = CONTINUER.begin(VOICE, 5)
    fast, after_fast = CONTINUER.speak(state, 330)
    plain, after_plain = reference.speak(random_weights(), state, 330)
    np.testing.assert_allclose(fast, plain, atol=1e-4 * np.abs(plain).max())
    np.testing.assert_allclose(after_fast.hidden, after_plain.hidden, atol=1e-4)
    np.testing.assert_allclose(after_fast.drive, after_plain.drive, atol=1e-3)
    np.testing.assert_allclose(after_fast.signal, after_plain.signal, atol=1e-3)
    np.testing.assert_allclose(after_fast.excitations, after_plain.excitations, atol=1e-6)
    assert after_fast.last_sample == pytest.approx(after_plain.last_sample, rel=1e-3)
    assert after_fast.spoken == after_plain.spoken == 330


@given(st.lists(st.integers(0, 90), max_size=8))
def test_any_split_says_the_same(parts: list[int]) -> None:
    begun = CONTINUER.begin(VOICE, 1)
    whole, last = CONTINUER.speak(begun, sum(parts))
    said, state = [np.zeros(0, np.float32)], begun
    for part in parts:
        more, state = CONTINUER.speak(state, part)
        said.append(more)
    np.testing.assert_array_equal(np.concatenate(said), whole)
    np.testing.assert_array_equal(state.hidden, last.hidden)
    assert state.spoken == last.spoken


def test_beyond_all_trust_the_network_is_not_asked() -> None:
    """What it would have said counts for nothing: the same comes out as in the full loop."""
    state = CONTINUER.begin(VOICE, 1)
    spent, at_the_end = CONTINUER.speak(state, SPENT_SAMPLES)
    rest, after = CONTINUER.speak(at_the_end, 400)
    np.testing.assert_array_equal(after.hidden, at_the_end.hidden)
    plain, _ = reference.speak(random_weights(), at_the_end, 400)
    np.testing.assert_allclose(rest, plain, atol=1e-4 * np.abs(spent).max())


def test_speaking_leaves_a_state_as_it_was() -> None:
    state = CONTINUER.begin(VOICE, 1)
    once, _ = CONTINUER.speak(state, 100)
    again, _ = CONTINUER.speak(state, 100)
    np.testing.assert_array_equal(once, again)


def test_the_seed_decides() -> None:
    said = [CONTINUER.speak(CONTINUER.begin(VOICE, seed), 200)[0] for seed in (1, 1, 2, -1)]
    np.testing.assert_array_equal(said[0], said[1])
    assert not np.array_equal(said[0], said[2])
    assert np.isfinite(said[3]).all()


def test_the_running_loop_is_told_what_training_is_told() -> None:
    """One turn too few: the hidden layer has heard what lies before the last four samples."""
    state = CONTINUER.begin(VOICE, 3)
    _, after = CONTINUER.speak(state, 256)
    past = measure(VOICE)
    told = describe(np.concatenate((past.signal, after.signal)), past)
    hidden = state.hidden
    for step in told.steps[-64:]:
        hidden = reference.turn(random_weights(), state.push, hidden, step)
    np.testing.assert_allclose(after.hidden, hidden, atol=1e-3)


def test_without_excitation_a_vowel_goes_on_by_itself() -> None:
    going_on = continuer(silent_weights())
    said, _ = going_on.speak(going_on.begin(VOICE[:16_000], 0), 400)
    error = said - VOICE[16_000:16_400]
    assert np.sqrt(np.mean(error**2)) < 0.3 * np.sqrt(np.mean(VOICE**2))
    step = abs(said[0] - VOICE[15_999])
    assert step < 1.5 * np.abs(np.diff(VOICE)).max()


def test_no_excitation_is_larger_than_in_the_past() -> None:
    shouting = continuer(shouting_weights())
    _, after = shouting.speak(shouting.begin(VOICE, 0), 320)
    largest = np.abs(describe(measure(VOICE).signal, measure(VOICE)).excitation).max()
    assert 0 < expand(after.excitations).max() <= largest


def test_no_sample_and_no_step_is_larger_than_in_the_past() -> None:
    shouting = continuer(shouting_weights())
    state = replace(shouting.begin(VOICE, 0), excitation_peak=1e3, liveliness=1.0)
    said, _ = shouting.speak(state, 320)
    assert np.abs(said).max() == pytest.approx(np.abs(VOICE[-800:]).max())
    steepest = np.abs(np.diff(VOICE[-800:])).max()
    assert np.abs(np.diff(said)).max() == pytest.approx(steepest, rel=1e-3)
    plain, _ = reference.speak(shouting_weights(), state, 320)
    np.testing.assert_allclose(said, plain, atol=1e-4 * np.abs(said).max())


def test_louder_pasts_go_on_louder() -> None:
    loud, _ = CONTINUER.speak(CONTINUER.begin(VOICE, 1), 300)
    soft, _ = CONTINUER.speak(CONTINUER.begin(VOICE / np.float32(8), 1), 300)
    np.testing.assert_allclose(soft * 8, loud, atol=0.05 * np.abs(loud).max())


@pytest.mark.parametrize("n_samples", [0, 10, 700, 5000])
def test_silence_and_short_pasts_stay_quiet_and_finite(n_samples: int) -> None:
    state = CONTINUER.begin(np.zeros(n_samples, np.float32), 0)
    said, _ = CONTINUER.speak(state, 400)
    assert np.abs(said).max() < 1e-3
    said, _ = CONTINUER.speak(CONTINUER.begin(VOICE[:n_samples], 0), 400)
    assert np.isfinite(said).all()


def test_drawing_follows_the_odds_and_never_takes_the_improbable() -> None:
    sizes = expand(positions())
    logits = np.full(128, -20, np.float32)
    logits[[3, 90]] = np.log([0.25, 0.75])
    logits[50] = np.log(0.001)
    numbers = np.linspace(0, 1, 1000, endpoint=False, dtype=np.float32)
    drawn = [reference.draw(logits, number)[0] for number in numbers]
    assert set(drawn) == {sizes[3], sizes[90]}
    assert drawn.count(sizes[3]) == pytest.approx(250, abs=3)
    _, mean = reference.draw(logits, np.float32(0.5))
    assert mean == pytest.approx((sizes[3] + 3 * sizes[90]) / 4, rel=1e-5)


def test_liveliness_lies_between_the_mean_and_chance() -> None:
    begun = CONTINUER.begin(VOICE, 1)
    calm = [CONTINUER.speak(replace(begun, liveliness=0.0, seed=seed), 100)[0] for seed in (1, 2)]
    np.testing.assert_array_equal(calm[0], calm[1])
    lively, _ = CONTINUER.speak(replace(begun, liveliness=1.0), 100)
    assert np.std(np.diff(lively)) > np.std(np.diff(calm[0]))


@pytest.mark.parametrize("content", [b"", b"not a network"])
def test_a_file_that_is_no_such_network_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "voice.onnx"
    file.write_bytes(content)
    with pytest.raises(ModelError, match=r"voice\.onnx"):
        read_weights(file)
    with pytest.raises(ModelError, match="absent"):
        read_weights(tmp_path / "absent.onnx")
