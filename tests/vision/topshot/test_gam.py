"""The additive model on numbers that can be worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from tests.fakes.faces import GOOD_FACE, face, gam, table
from vision.topshot.gam import Curve, Gam, evaluate, probability, shares, shipped_gam


@pytest.mark.parametrize(("value", "log_odds"), [(-9, -4), (0.5, -4), (0.7, -2), (0.9, 0), (9, 0)])
def test_a_curve_is_linear_between_knots_and_flat_beyond(value: float, log_odds: float) -> None:
    curve = Curve((0.5, 0.9), (-4.0, 0.0))
    assert curve(value) == pytest.approx(log_odds)


def test_inputs_meet_their_curves() -> None:
    assert evaluate({"a": Curve((0, 1), (0, 2))}, {"a": 0.5, "b": 9}) == {"a": 1.0}


@pytest.mark.parametrize(
    ("worst", "expected"), [(0.0, [0.75, 0.25]), (1.0, [0.0, 1.0]), (0.5, [0.375, 0.625])]
)
def test_the_worst_face_counts_extra(worst: float, expected: list[float]) -> None:
    found = shares(np.array([3.0, 1.0]), np.array([0.0, -2.0]), worst)
    assert found.tolist() == pytest.approx(expected)


def test_large_and_central_faces_matter_more() -> None:
    model = gam()
    near = model.face_weight(GOOD_FACE)
    assert near == pytest.approx(0.1)
    assert model.face_weight(GOOD_FACE | {"area": 0.05}) == pytest.approx(near / 2)
    assert model.face_weight(GOOD_FACE | {"centre_distance": 1.0}) == pytest.approx(near / np.e)


def test_a_smile_is_a_weighted_sum() -> None:
    assert gam().smile_of(face()) == pytest.approx(0.0)
    assert gam().smile_of(face(mouth_width=0.8)) == pytest.approx(1.0)
    looking = replace(face(), mouth=np.full(60, 0.5, np.float32))
    assert gam(smile_patch=[0.1] * 60).smile_of(looking) == pytest.approx(3.0)
    known = replace(face(), features=np.full(416, 0.5, np.float32))
    assert gam(smile_features=[0.01] * 416).smile_of(known) == pytest.approx(2.08)


def test_a_missing_number_is_told() -> None:
    broken = table()
    del broken["margin"]
    with pytest.raises(KeyError, match="margin"):
        Gam.of(broken)


def test_probability_is_bounded() -> None:
    assert probability(0) == 0.5
    assert 0 < probability(-1e9) < probability(1e9) <= 1


def test_the_shipped_model_can_be_drawn_and_goes_the_right_way() -> None:
    model = shipped_gam()
    for curves in (model.face, model.scene, model.frame):
        for curve in curves.values():
            assert list(curve.knots) == sorted(set(curve.knots))
            assert len(curve.knots) == len(curve.values)
    for name in ("eye", "smile", "sharp", "fine"):
        values = model.face[name].values
        assert list(values) == sorted(values)
        assert values[-1] > values[0]
    assert model.face["light"](0.0) > max(model.face["light"](1.0), model.face["light"](-1.0))
    assert model.margin > 0
    assert len(model.trained_on) > 10
