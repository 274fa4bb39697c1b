"""Frames as they come, with networks that see one steady face or none."""

import cv2
import numpy as np
from numpy.typing import NDArray

from models.detections import Detections
from models.face_landmark import FaceCrop
from models.iris import EyeCrop
from tests.fakes.faces import gam
from vision.frame import Frame
from vision.topshot.score import FrameScore
from vision.topshot.scorer import MEASURES, FaceModels, FrameScorer

STEP_NS = 33_333_333


class OneFace:
    """Finds, or does not, one face in the middle, and reads it."""

    def __init__(self, *, there: bool) -> None:
        self.there = there
        self.opening = 0.3

    def detect(self, square: NDArray[np.uint8], min_score: float) -> Detections:
        n = int(self.there)
        box = np.array([[0.35, 0.35, 0.65, 0.65]], np.float32)[:n]
        keypoints = np.tile(np.array([0.5, 0.5], np.float32), (n, 6, 1))
        keypoints[:, 0, 0], keypoints[:, 1, 0] = 0.4, 0.6
        return Detections(box, keypoints, np.ones(n, np.float32))

    def read(self, crop: NDArray[np.uint8]) -> FaceCrop:
        rng = np.random.default_rng(0)
        points = rng.uniform(0.2, 0.8, (468, 3)).astype(np.float32)
        points[[33, 263]] = ((0.3, 0.4, 0), (0.7, 0.4, 0))
        points[[133, 362]] = ((0.42, 0.4, 0), (0.58, 0.4, 0))
        points[[10, 152]] = ((0.5, 0.2, 0), (0.5, 0.8, 0))
        return FaceCrop(points, 0.99, np.zeros(416, np.float32))


class Eyes:
    """Reads eyes of one opening, and counts how often it is asked."""

    def __init__(self) -> None:
        self.opening = 0.3
        self.calls = 0

    def read(self, crop: NDArray[np.uint8]) -> EyeCrop:
        self.calls += 1
        contour = np.zeros((71, 3), np.float32)
        contour[:9, 0] = np.linspace(0.25, 0.75, 9)
        contour[9:16, 0] = np.linspace(0.3125, 0.6875, 7)
        contour[:9, 1], contour[9:16, 1] = 0.5, 0.5 - self.opening / 2
        return EyeCrop(contour, np.full((5, 3), 0.5, np.float32))


def networks(*, face: bool = True) -> FaceModels:
    one = OneFace(there=face)
    return FaceModels(one, one, Eyes())


def picture(number: int, *, blur_px: float = 0) -> Frame:
    noise = np.random.default_rng(1).integers(40, 215, (120, 160, 3)).astype(np.uint8)
    rgb = cv2.GaussianBlur(noise, (0, 0), 1 + blur_px)
    return Frame(number * STEP_NS, np.asarray(rgb, np.uint8))


def scored(scorer: FrameScorer, blurs: list[float]) -> list[FrameScore]:
    return [scorer.push(picture(n, blur_px=blur)) for n, blur in enumerate(blurs)]


def test_every_frame_has_its_measures_and_a_score() -> None:
    for found in scored(FrameScorer(networks(), gam()), [0, 0, 0]):
        assert found.measures.keys() <= MEASURES.keys()
        assert len(found.faces) == 1
        assert 0 < found.score < 1
        assert found.terms["eye"] == 0
        assert found.thumbnail.shape == (24, 32)


def test_a_frame_without_a_face_is_judged_as_a_scene() -> None:
    scores = scored(FrameScorer(networks(face=False), gam()), [0, 0, 2, 0])
    assert all(not one.faces for one in scores)
    assert scores[2].score < scores[1].score
    assert scores[3].score > scores[2].score


def test_a_blink_shows_at_once_though_eyes_are_read_in_turns() -> None:
    models = networks()
    assert isinstance(models.irises, Eyes)
    scorer = FrameScorer(models, gam())
    scored(scorer, [0] * 8)
    assert models.irises.calls == 2 + 7  # both at first, then in turns
    models.irises.opening = 0.1
    assert scorer.push(picture(8)).terms["eye"] < -3


def test_slow_cameras_have_both_eyes_read() -> None:
    models = networks()
    assert isinstance(models.irises, Eyes)
    scorer = FrameScorer(models, gam())
    for number in range(4):
        scorer.push(picture(3 * number))
    assert models.irises.calls == 8


def test_it_starts_anew_after_a_reset_and_when_time_goes_back() -> None:
    scorer = FrameScorer(networks(), gam())
    first = [one.score for one in scored(scorer, [0, 1, 0])]
    scorer.reset()
    assert [one.score for one in scored(scorer, [0, 1, 0])] == first
    assert scorer.flush() == ()


def test_what_lies_more_than_three_seconds_back_does_not_count() -> None:
    scorer = FrameScorer(networks(face=False), gam())
    scored(scorer, [0] * 3)
    later = [scorer.push(picture(n, blur_px=2)) for n in (200, 201, 202)]
    assert later[-1].terms["sharp"] > -0.1
