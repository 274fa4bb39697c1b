"""Live advice, on pictures made wrong on purpose."""

from dataclasses import replace
from types import MappingProxyType

import cv2
import numpy as np
import pytest

from tests.fakes.bursts import MARGIN_PX, drawn_scene, i420
from vision.quality import MEMORY_FACES, WORDS, Advice, Issue, LiveAdvice, LiveFrame
from vision.topshot.score import FaceReading

HEIGHT_PX, WIDTH_PX = 240, 320
FRAME_NS = 33_333_333
SECOND = 30  # frames


def scene() -> np.ndarray:
    """Return the luma of a picture with which nothing is wrong."""
    rgb = drawn_scene(HEIGHT_PX, WIDTH_PX)[MARGIN_PX:-MARGIN_PX, MARGIN_PX:-MARGIN_PX]
    return i420(np.ascontiguousarray(rgb))[:HEIGHT_PX]


def face(**measures: float) -> FaceReading:
    """Return a face in the middle."""
    usual = {"area": 0.1, "cut": 0.0, "eye_right": 0.3, "eye_left": 0.3, "light_ev": -1.7}
    box = (120.0, 60.0, 200.0, 160.0)
    landmarks = np.zeros((468, 3), np.float32)
    return FaceReading(0, box, landmarks, 1.0, MappingProxyType(usual | measures))


def given(
    advice: LiveAdvice,
    luma: np.ndarray,
    frames: int,
    faces: tuple[FaceReading, ...] | None = (face(),),
    start: int = 0,
) -> list[Advice]:
    """Return the advice on frames that all look alike."""
    return [
        one
        for number in range(start, start + frames)
        for one in advice.push(LiveFrame(number * FRAME_NS, luma, faces))
    ]


def issues(one: Advice) -> list[Issue]:
    return [hint.issue for hint in one.hints]


def test_nothing_is_said_of_a_good_picture() -> None:
    assert all(not one.hints for one in given(LiveAdvice(), scene(), 2 * SECOND))


def darker(luma: np.ndarray) -> np.ndarray:
    return (luma * 0.3).astype(np.uint8)


def brighter(luma: np.ndarray) -> np.ndarray:
    return np.clip(luma * 2.2, 0, 255).astype(np.uint8)


def blurred(luma: np.ndarray) -> np.ndarray:
    return np.asarray(cv2.GaussianBlur(luma, (0, 0), 4), np.uint8)


@pytest.mark.parametrize(
    ("change", "expected"),
    [(darker, Issue.TOO_DARK), (brighter, Issue.TOO_BRIGHT), (blurred, Issue.BLURRED)],
)
def test_what_is_wrong_is_said_alone(change: object, expected: Issue) -> None:
    assert callable(change)
    said = given(LiveAdvice(), change(scene()), SECOND)
    assert issues(said[-1]) == [expected]
    assert said[-1].hints[0].score >= 0.5
    assert said[-1].hints[0].words == WORDS[expected]


def test_a_smooth_wall_is_not_called_blurred() -> None:
    falling = np.linspace(90, 150, WIDTH_PX)[np.newaxis].repeat(HEIGHT_PX, axis=0)
    wall = cv2.GaussianBlur(falling.astype(np.uint8), (0, 0), 2)
    assert not given(LiveAdvice(), np.asarray(wall, np.uint8), SECOND, None)[-1].hints


def test_a_camera_that_pans_is_asked_to_hold_still() -> None:
    advice = LiveAdvice()
    wide = np.tile(scene(), (1, 8))
    said = [
        one
        for number in range(SECOND)
        for one in advice.push(
            LiveFrame(number * FRAME_NS, np.ascontiguousarray(wide[:, number * 8 :][:, :320]), None)
        )
    ]
    assert issues(said[-1]) == [Issue.MOVING]  # not blurred as well


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        ({"cut": 0.2}, Issue.FACE_CUT),
        ({"light_ev": -5.0}, Issue.BACKLIT),
    ],
)
def test_what_is_wrong_with_a_face_is_said(measures: dict[str, float], expected: Issue) -> None:
    said = given(LiveAdvice(), scene(), SECOND, (face(**measures),))
    assert issues(said[-1]) == [expected]


def test_eyes_are_judged_by_the_same_eyes() -> None:
    for opening in (0.15, 0.35):  # what is closed for one person is open for another
        advice = LiveAdvice()
        awake = (face(eye_right=opening, eye_left=opening),)
        asleep = (face(eye_right=opening / 2, eye_left=opening / 2),)
        wink = (face(eye_right=opening / 2, eye_left=opening),)
        assert not given(advice, scene(), SECOND, awake)[-1].hints
        assert not given(advice, scene(), SECOND, wink, SECOND)[-1].hints
        said = given(advice, scene(), SECOND, asleep, 2 * SECOND)
        assert not said[8].hints  # a blink
        assert issues(said[-1]) == [Issue.EYES_CLOSED]


def test_a_crowd_that_passes_is_forgotten_but_not_who_stays() -> None:
    advice = LiveAdvice()
    for number in range(3 * MEMORY_FACES):
        faces = (face(), replace(face(), id=1 + number))
        given(advice, scene(), 1, faces, number)
    assert len(advice._openings) == MEMORY_FACES
    asleep = (face(eye_right=0.1, eye_left=0.1),)
    said = given(advice, scene(), SECOND, asleep, 3 * MEMORY_FACES)
    assert issues(said[-1]) == [Issue.EYES_CLOSED]


def test_no_face_is_said_only_where_faces_are_looked_for() -> None:
    said = given(LiveAdvice(), scene(), 2 * SECOND, ())
    assert not said[SECOND - 2].hints
    assert issues(said[-1]) == [Issue.NO_FACE]
    assert not given(LiveAdvice(), scene(), 2 * SECOND, None)[-1].hints


def test_advice_stays_for_a_moment_and_does_not_flicker() -> None:
    advice = LiveAdvice()
    dark, light = darker(scene()), scene()
    given(advice, dark, SECOND)
    changes = 0
    before = True
    for number in range(SECOND, 4 * SECOND):
        luma = dark if number % 4 < 2 else light
        (one,) = advice.push(LiveFrame(number * FRAME_NS, luma, None))
        said = Issue.TOO_DARK in issues(one)
        changes += said is not before
        before = said
    assert changes == 0
    assert not given(advice, light, SECOND, None, 4 * SECOND)[-1].hints


def test_after_a_reset_nothing_is_remembered() -> None:
    advice, fresh = LiveAdvice(), LiveAdvice()
    given(advice, darker(scene()), SECOND)
    advice.reset()
    assert given(advice, blurred(scene()), SECOND) == given(fresh, blurred(scene()), SECOND)
