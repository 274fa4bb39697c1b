"""No picture and no answer of a network breaks the tracker."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from models.detections import Detections
from models.dynamic_gesture import DynamicGestureReader
from models.hand import HandCrop, HandLandmarker
from models.palm import PalmDetector
from models.store import ASSETS
from tests.models_store import ready_model
from tests.vision.hands.tables import shipped_table
from vision.frame import Frame
from vision.hands.gesture_events import GestureEvents
from vision.hands.gesture_rules import GestureRules
from vision.hands.hand import HandsResult
from vision.hands.smoothing import SteadyHands
from vision.hands.tracker import HandTracker

FRAME_NS = 33_333_333
SHIPPED = DynamicGestureReader(ASSETS / "dynamic_gesture.onnx")
VOCABULARIES = [GestureRules(shipped_table(), name) for name in shipped_table().vocabularies]
SHAPES = [(1, 1), (1, 5000), (5000, 1), (2, 3), (480, 640), (4320, 7680)]


class WildPalms:
    """Finds two palms anywhere, of any form."""

    def __init__(self, boxes: NDArray[np.float32], keypoints: NDArray[np.float32]) -> None:
        self._found = Detections(boxes, keypoints, np.ones(len(boxes), np.float32))

    def detect(self, square: NDArray[np.uint8], min_score: float) -> Detections:
        assert square.shape == (192, 192, 3)
        return self._found


class WildLandmarker:
    """Is sure of a hand whatever the crop, with landmarks anywhere."""

    def __init__(self, landmarks: NDArray[np.float32]) -> None:
        self._landmarks = landmarks

    def read(self, crop: NDArray[np.uint8]) -> HandCrop:
        assert crop.shape == (224, 224, 3)
        return HandCrop(self._landmarks, self._landmarks, presence=1.0, right=0.5)


def check(result: HandsResult) -> None:
    for hand in result.hands:
        for array in (hand.landmarks_px, hand.landmarks_norm, hand.world_m, hand.confidence):
            assert np.isfinite(array).all()
        assert ((hand.confidence >= 0) & (hand.confidence <= 1)).all()
        assert 0.5 <= hand.handedness_score <= 1


anywhere = st.floats(-100, 100, width=32) | st.sampled_from([0.0, 0.5, 1.0])


@settings(max_examples=50, deadline=None)
@given(
    arrays(np.float32, (2, 4), elements=anywhere),
    arrays(np.float32, (2, 7, 2), elements=anywhere),
    arrays(np.float32, (21, 3), elements=anywhere),
    st.sampled_from([(1, 1), (1, 500), (48, 64)]),
)
def test_wild_networks_on_any_shape(
    boxes: NDArray[np.float32],
    keypoints: NDArray[np.float32],
    landmarks: NDArray[np.float32],
    shape: tuple[int, int],
) -> None:
    tracked = HandTracker(WildPalms(boxes, keypoints), WildLandmarker(landmarks))
    steady = SteadyHands()
    gestures = GestureEvents(VOCABULARIES, SHIPPED)
    for pts_ns in (0, 1, 1, 33_333_333, 10**12, 0):  # time may stand still, leap or fall back
        (result,) = tracked.push(Frame(pts_ns, np.zeros((*shape, 3), np.uint8)))
        check(result)
        gestures.push(result)
        (smoothed,) = steady.push(result)
        check(smoothed)


def pictures(shape: tuple[int, int]) -> list[NDArray[np.uint8]]:
    """Return black, white and noise."""
    noise = np.random.default_rng(0).integers(0, 256, (*shape, 3), np.uint8)
    return [np.zeros((*shape, 3), np.uint8), np.full((*shape, 3), 255, np.uint8), noise]


@pytest.mark.models
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("threshold", [0.5, 0.0])
def test_real_networks_on_any_picture(shape: tuple[int, int], threshold: float) -> None:
    """At threshold 0 everything passes for a hand and is followed into the next picture."""
    tracked = HandTracker(
        PalmDetector(ready_model("palm_detection_full")),
        HandLandmarker(ready_model("hand_landmark_full")),
        palm_threshold=threshold,
        presence_threshold=threshold,
        weak_palm_presence=threshold,
    )
    steady = SteadyHands()
    for number, rgb in enumerate(pictures(shape)):
        (result,) = tracked.push(Frame(number * FRAME_NS, rgb))
        check(result)
        (smoothed,) = steady.push(result)
        check(smoothed)
        assert len(result.hands) == 0 or threshold == 0.0
