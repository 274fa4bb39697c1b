"""The detect-or-track loop on faces that are drawn as bright squares."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from models.detections import Detections
from models.face_landmark import FaceCrop
from vision.frame import Frame
from vision.topshot.face_tracker import FaceTracker

STEP_NS = 33_333_333
HEIGHT_PX, WIDTH_PX = 240, 320
FACE_PX = 60


def picture(number: int, *centres: tuple[float, float]) -> Frame:
    rgb = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
    for x, y in centres:
        rgb[int(y) - 15 : int(y) + 15, int(x) - 15 : int(x) + 15] = 255
    return Frame(number * STEP_NS, rgb)


class FakeDetector:
    """Finds the faces it is told of."""

    def __init__(self) -> None:
        self.centres: Sequence[tuple[float, float]] = ()
        self.calls = 0

    def detect(self, square: NDArray[np.uint8], min_score: float) -> Detections:
        self.calls += 1
        boxes, keypoints = [], []
        for x, y in self.centres:
            middle = np.array([x, y + (WIDTH_PX - HEIGHT_PX) / 2]) / WIDTH_PX
            half = FACE_PX / 2 / WIDTH_PX
            boxes.append([*(middle - half), *(middle + half)])
            keypoints.append(
                [middle + np.array([side * half / 2, 0]) for side in (-1, 1, 0, 0, 0, 0)]
            )
        n = len(boxes)
        return Detections(
            np.array(boxes, np.float32).reshape(n, 4),
            np.array(keypoints, np.float32).reshape(n, 6, 2),
            np.full(n, 0.9, np.float32),
        )


class FakeLandmarker:
    """Sees a face where the crop is bright, two thirds of it wide."""

    def read(self, crop: NDArray[np.uint8]) -> FaceCrop:
        bright = np.argwhere(crop[..., 0] > 128)
        points = np.zeros((468, 3), np.float32)
        if not len(bright):
            return FaceCrop(points, 0.0, np.zeros(416, np.float32))
        middle = bright.mean(axis=0)[::-1] / len(crop)
        angles = np.linspace(0, 2 * np.pi, 468, endpoint=False)
        points[:, :2] = middle + np.stack([np.cos(angles), np.sin(angles)], axis=1) / 3
        aside = np.array([0.2, 0])
        points[33, :2], points[263, :2] = middle - aside, middle + aside
        return FaceCrop(points, 0.95, np.zeros(416, np.float32))


@pytest.fixture
def detector() -> FakeDetector:
    return FakeDetector()


def tracker(detector: FakeDetector, max_faces: int = 5) -> FaceTracker:
    return FaceTracker(detector, FakeLandmarker(), max_faces=max_faces)


def test_a_face_is_followed_without_searching(detector: FakeDetector) -> None:
    faces = tracker(detector)
    detector.centres = [(100, 100)]
    for number in range(12):
        (face,) = faces.track(picture(number, (100 + 4 * number, 100)))
        assert face.id == 0
        assert face.landmarks_px[:, :2].mean(axis=0) == pytest.approx(
            (100 + 4 * number, 100), abs=2
        )
    assert detector.calls == 1


def test_who_walks_in_is_found_by_the_next_search(detector: FakeDetector) -> None:
    faces = tracker(detector)
    detector.centres = [(60, 100)]
    faces.track(picture(0, (60, 100)))
    detector.centres = [(60, 100), (220, 100)]
    counts = [len(faces.track(picture(n, (60, 100), (220, 100)))) for n in range(1, 20)]
    assert counts[0] == 1
    assert counts[-1] == 2
    assert counts.index(2) * STEP_NS <= 500_000_000
    assert [face.id for face in faces.track(picture(20, (60, 100), (220, 100)))] == [0, 1]


def test_an_id_survives_ten_frames_unseen(detector: FakeDetector) -> None:
    faces = tracker(detector)
    detector.centres = [(100, 100)]
    faces.track(picture(0, (100, 100)))
    detector.centres = []
    for number in range(1, 10):
        assert faces.track(picture(number)) == ()
    detector.centres = [(104, 100)]
    (face,) = faces.track(picture(10, (104, 100)))
    assert face.id == 0


def test_who_comes_later_or_elsewhere_is_another(detector: FakeDetector) -> None:
    faces = tracker(detector)
    detector.centres = [(100, 100)]
    faces.track(picture(0, (100, 100)))
    detector.centres = []
    faces.track(picture(1))
    detector.centres = [(240, 100)]
    (elsewhere,) = faces.track(picture(2, (240, 100)))
    assert elsewhere.id == 1


def test_no_more_than_asked_for(detector: FakeDetector) -> None:
    centres = [(50, 60), (150, 60), (250, 60), (50, 180), (150, 180), (250, 180)]
    detector.centres = centres
    assert len(tracker(detector).track(picture(0, *centres))) == 5
    assert len(tracker(detector, max_faces=2).track(picture(0, *centres))) == 2


def test_reset_starts_counting_anew(detector: FakeDetector) -> None:
    faces = tracker(detector)
    detector.centres = [(100, 100)]
    faces.track(picture(0, (100, 100)))
    faces.reset()
    (face,) = faces.track(picture(1, (100, 100)))
    assert face.id == 0
