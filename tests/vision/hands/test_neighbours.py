"""Gestures learned from a few examples."""

import json

import numpy as np
import pytest

from tests.fakes.hand_pose import rule_hand, turn
from tests.vision.hands.tables import shipped_table
from vision.hands.angles import HandAngles, hand_angles
from vision.hands.gesture_table import GestureRule
from vision.hands.neighbours import FEATURES, MAX_DISTANCE, Examples, angle_features

SIGNS = {rule.gesture: rule for rule in shipped_table().rules("signs")}
TAUGHT = ("open_palm", "fist", "ok", "rock")
EXAMPLES_EACH = 3


def shown(rule: GestureRule, seed: int) -> HandAngles:
    """Return the gesture as made by a hand with some play, turned at random."""
    random = np.random.default_rng(seed)
    hand = rule_hand(rule, random.normal(0, 5, (4, 3)))
    return hand_angles(turn(hand, random.normal(size=3).tolist(), random.uniform(0, 6)), "right")


def taught() -> Examples:
    examples = Examples.empty()
    for label in TAUGHT:
        for seed in range(EXAMPLES_EACH):
            examples = examples.add(label, shown(SIGNS[label], seed))
    return examples


def test_a_taught_gesture_is_known_again() -> None:
    examples = taught()
    for label in TAUGHT:
        for seed in range(100, 110):
            match = examples.classify(shown(SIGNS[label], seed))
            assert match.label == label
            assert match.score > 0.9
            assert match.distance < MAX_DISTANCE


def test_a_gesture_never_taught_is_unknown() -> None:
    examples = taught()
    for label in ("victory", "pointing", "call_me"):
        match = examples.classify(shown(SIGNS[label], 0))
        assert match.label is None
        assert match.score == 0
        assert match.distance > MAX_DISTANCE


def test_without_examples_everything_is_unknown() -> None:
    match = Examples.empty().classify(shown(SIGNS["fist"], 0))
    assert (match.label, match.score, match.distance) == (None, 0.0, float("inf"))


def test_an_example_is_at_no_distance_from_itself() -> None:
    angles = shown(SIGNS["ok"], 0)
    assert Examples.empty().add("mine", angles).classify(angles).distance == 0


def test_the_nearer_examples_outweigh_the_many() -> None:
    near, far = np.zeros(FEATURES, np.float32), np.zeros(FEATURES, np.float32)
    far[0] = 0.9 * MAX_DISTANCE
    examples = Examples(np.stack([near, near, far]), ("a", "a", "b"))
    match = examples.classify_features(near)
    assert match.label == "a"
    assert 0.5 < match.score < 1
    lone = Examples(np.stack([near, far, far]), ("a", "b", "b"))
    assert lone.classify_features(near).label == "b"
    further = far.copy()
    further[0] = 1.9 * MAX_DISTANCE
    assert Examples(np.stack([near, further, further]), ("a", "b", "b")).classify_features(
        near
    ).label == ("a")


def test_adding_leaves_the_value_as_it_was() -> None:
    examples = taught()
    more = examples.add("mine", shown(SIGNS["victory"], 0))
    assert len(examples.labels) == len(TAUGHT) * EXAMPLES_EACH
    assert more.classify(shown(SIGNS["victory"], 0)).label == "mine"
    assert more.without("mine").labels == examples.labels


def test_examples_survive_a_file() -> None:
    examples = taught()
    again = Examples.from_json(json.loads(json.dumps(examples.as_json())))
    assert again.labels == examples.labels
    np.testing.assert_array_equal(again.features, examples.features)
    assert Examples.from_json(Examples.empty().as_json()).labels == ()


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"features": [[0.0] * FEATURES], "labels": []},
        {"features": [[0.0] * (FEATURES - 1)], "labels": ["a"]},
        {"features": [["x"] * FEATURES], "labels": ["a"]},
        {"features": [[float("nan")] * FEATURES], "labels": ["a"]},
        {"features": None, "labels": None},
    ],
)
def test_what_is_no_examples_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"features|examples"):
        Examples.from_json(document)


def test_features_are_five_flexions_and_four_distances() -> None:
    angles = shown(SIGNS["ok"], 0)
    features = angle_features(angles)
    assert features.dtype == np.float32
    assert features[:5] == pytest.approx(angles.flexion_deg / 90, rel=1e-5)
    assert features[5:] == pytest.approx(angles.tip_distances * 2, rel=1e-5)
