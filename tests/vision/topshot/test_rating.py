"""Frames against their own buffer."""

import pytest

from tests.fakes.faces import face, frame, gam
from vision.topshot.rating import rate_all


def scores(frames: list, **model: float) -> list[float]:  # type: ignore[type-arg]  # FrameScores
    return [one.score for one in rate_all(frames, gam(**model), None)]


def test_terms_sum_to_the_log_odds_of_the_score() -> None:
    frames = [frame(0, face(), face(1, eye_left=0.1)), frame(1, face(), face(1)), frame(2)]
    for one in rate_all(frames, gam(), 0):
        assert 1 / (1 + 2.718281828459045**-one.log_odds) == pytest.approx(one.score)


def test_shut_eyes_are_judged_by_the_same_faces_own() -> None:
    narrow = [frame(n, face(eye_right=0.15, eye_left=0.15)) for n in range(9)]
    blink = frame(9, face(eye_right=0.08, eye_left=0.08))
    found = scores([*narrow, blink])
    assert found[0] > found[-1]
    wide = [frame(n, face(eye_right=0.35, eye_left=0.35)) for n in range(9)]
    assert scores(wide)[0] == pytest.approx(found[0])


def test_one_shut_eye_is_enough() -> None:
    frames = [*(frame(n, face()) for n in range(9)), frame(9, face(eye_left=0.1))]
    assert min(scores(frames)) == scores(frames)[-1]


def test_a_smile_may_narrow_the_eyes() -> None:
    frames = [frame(n, face()) for n in range(9)]
    smile = frame(9, face(mouth_width=0.8, eye_right=0.25, eye_left=0.25))
    assert rate_all([*frames, smile], gam(), None)[-1].terms["eye"] == pytest.approx(0.0, abs=0.4)
    squint = frame(9, face(eye_right=0.25, eye_left=0.25))
    assert rate_all([*frames, squint], gam(), None)[-1].terms["eye"] < -0.5


def test_the_worst_of_a_group_pulls_it_down() -> None:
    group = [frame(n, face(0), face(1), face(2)) for n in range(9)]
    one_blinks = frame(9, face(0), face(1), face(2, eye_left=0.15))
    terms = rate_all([*group, one_blinks], gam(), None)[-1].terms
    one_eye = -2.75  # half by the shut one: 0.625 of the way open
    assert terms["eye"] == pytest.approx(one_eye * (0.5 / 3 + 0.5))


def test_a_lost_face_is_worse_than_a_blink() -> None:
    frames = [frame(n, face()) for n in range(9)]
    assert scores([*frames, frame(9)])[-1] < 0.2
    assert "lost_face" not in rate_all([frame(0), frame(1)], gam(), None)[0].terms


def test_a_scene_without_faces_is_judged_by_its_sharpness() -> None:
    found = scores([*(frame(n) for n in range(9)), frame(9, sharp_nats=-8.0)])
    assert found[-1] < found[0]


def test_the_shutter_pulls() -> None:
    frames = [frame(n, face()) for n in range(16)]
    rated = rate_all(frames, gam(), frames[0].pts_ns)
    assert rated[0].score > rated[5].score > rated[15].score
    assert rated[15].terms["shutter"] == pytest.approx(-0.3)


def test_a_single_frame_can_be_rated() -> None:
    assert 0 < scores([frame(0, face())])[0] < 1
    assert 0 < scores([frame(0)])[0] < 1
