"""The One-Euro filter on signals whose answer is known, and steady hands."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.hand import HandCrop
from tests.fakes.hands import HAND_SHAPE
from vision.geometry import RotatedSquare
from vision.hands.bones import PARENTS, bone_lengths
from vision.hands.hand import HandsResult
from vision.hands.projection import place_hand
from vision.hands.smoothing import OneEuro, SteadyHands

FRAME_S = 1 / 30
FRAME_NS = 33_333_333
NOISE_HANDS = 0.003  # as of a hand at rest in an evaluation clip


def smoothed(signal: NDArray[np.float64], size: float = 1.0) -> NDArray[np.float64]:
    """Return (frames, 1, 1) after the filter."""
    euro = OneEuro(signal[0])
    rest = [euro.push(points, size, FRAME_S, axes=1) for points in signal[1:]]
    return np.array([signal[0], *rest])


def column(values: NDArray[np.floating]) -> NDArray[np.float64]:
    return values.astype(np.float64)[:, np.newaxis, np.newaxis]


def jitter(signal: NDArray[np.float64]) -> float:
    return float(np.median(np.abs(np.diff(signal[30:], n=2, axis=0))))


def test_noise_at_rest_is_nearly_gone() -> None:
    noise = column(np.random.default_rng(0).normal(0, NOISE_HANDS, 300))
    assert jitter(smoothed(noise)) <= 0.1 * jitter(noise)


@pytest.mark.parametrize("speed", [0.05, 0.2, 0.4, 1.0, 3.0, 10.0])
def test_steady_motion_trails_by_a_twentieth_of_the_hand_at_most(speed: float) -> None:
    position = column(np.arange(300) * FRAME_S * speed)
    assert np.abs(position - smoothed(position))[30:].max() < 0.05


def test_step_is_reached_and_overshot_little() -> None:
    step = column(np.repeat([0.0, 1.0], [30, 90]))
    answer = smoothed(step)
    assert answer.max() < 1.15
    assert abs(answer[-1, 0, 0] - 1) < 0.02


@given(st.floats(0.01, 100))
def test_size_is_the_unit(scale: float) -> None:
    path = column(np.random.default_rng(1).normal(0, 0.1, 40).cumsum())
    np.testing.assert_allclose(smoothed(path * scale, scale), smoothed(path) * scale, rtol=1e-6)


def test_no_time_no_change() -> None:
    euro = OneEuro(np.zeros((1, 1)))
    assert euro.push(np.ones((1, 1)), 1.0, 0.0, axes=1) == 0


def result(number: int, hand_id: int, *, rng: np.random.Generator, x: float = 300) -> HandsResult:
    """Return one hand of 100 px with noise."""
    landmarks, world = np.zeros((21, 3), np.float32), np.zeros((21, 3), np.float32)
    landmarks[:, :2] = HAND_SHAPE / 2 + 0.25
    landmarks += rng.normal(0, NOISE_HANDS, (21, 3)).astype(np.float32)
    world[:, :2] = HAND_SHAPE * 0.1
    world += rng.normal(0, 0.005, (21, 3)).astype(np.float32)
    reading = HandCrop(landmarks, world, presence=1.0, right=1.0)
    hand = place_hand(reading, RotatedSquare(x, 200, 200), hand_id, 640, 480)
    return HandsResult(number * FRAME_NS, (hand,), palm_ran=False)


def steady_run(
    results: list[HandsResult], flushes: frozenset[int] = frozenset()
) -> list[HandsResult]:
    steady = SteadyHands()
    answers: list[HandsResult] = []
    for number, raw in enumerate(results):
        if number in flushes:
            answers.extend(steady.flush())
        answers.extend(steady.push(raw))
    return answers


def test_hands_become_steady_in_every_form() -> None:
    rng = np.random.default_rng(2)
    raw = [result(number, 0, rng=rng) for number in range(120)]
    steady = steady_run(raw)
    for name in ("landmarks_px", "landmarks_norm", "world_m"):
        before = np.array([getattr(r.hands[0], name) for r in raw])
        after = np.array([getattr(r.hands[0], name) for r in steady])
        assert after.dtype == np.float32
        assert jitter(after) < 0.3 * jitter(before)
        assert not getattr(steady[-1].hands[0], name).flags.writeable
    hand = steady[-1].hands[0]
    np.testing.assert_allclose(hand.landmarks_norm, hand.landmarks_px / (640, 480, 640), rtol=1e-5)


def test_bones_of_world_landmarks_keep_their_length() -> None:
    rng = np.random.default_rng(3)
    raw = [result(number, 0, rng=rng) for number in range(120)]

    def variation(results: list[HandsResult]) -> float:
        lengths = np.array([bone_lengths(r.hands[0].world_m) for r in results[30:]])
        return float(np.median(lengths.std(axis=0) / lengths.mean(axis=0)))

    assert variation(steady_run(raw)) < min(0.02, variation(raw) / 3)
    assert len(PARENTS) == 20


def test_hands_do_not_mix_and_a_lost_one_starts_anew() -> None:
    rng = np.random.default_rng(4)
    raw = [result(0, 0, rng=rng, x=100), result(1, 1, rng=rng, x=500), result(2, 0, rng=rng, x=500)]
    for before, after in zip(raw, steady_run(raw), strict=True):
        assert after.hands == before.hands  # each is a first frame


def test_jump_lowers_the_confidence_of_the_landmarks() -> None:
    rng = np.random.default_rng(5)
    still = [result(number, 0, rng=rng) for number in range(10)]
    calm = steady_run([*still, result(10, 0, rng=rng)])[-1].hands[0]
    jumped = steady_run([*still, result(10, 0, rng=rng, x=340)])[-1].hands[0]
    assert (jumped.confidence < calm.confidence).all()


@settings(max_examples=20, deadline=None)
@given(st.frozensets(st.integers(0, 9)))
def test_any_split_gives_the_same(flushes: frozenset[int]) -> None:
    raw = [result(n, 0, rng=np.random.default_rng(n), x=300 + 5 * n) for n in range(10)]
    for whole, split in zip(steady_run(raw), steady_run(raw, flushes), strict=True):
        np.testing.assert_array_equal(whole.hands[0].landmarks_px, split.hands[0].landmarks_px)
        np.testing.assert_array_equal(whole.hands[0].world_m, split.hands[0].world_m)


def test_reset_forgets() -> None:
    raw = [result(n, 0, rng=np.random.default_rng(n)) for n in range(2)]
    steady = SteadyHands()
    steady.push(raw[0])
    steady.reset()
    assert steady.push(raw[1])[0].hands == raw[1].hands
