"""What the tracker is measured by: hands found, false hands, steadiness, searches."""

import itertools
from functools import cache
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from models.detections import Detections
from models.hand import HandLandmarker
from models.palm import PalmDetector
from tests.models_store import ready_model
from tests.vision.hands.test_parity import canvas
from vision.frame import Frame
from vision.hands.bones import bone_lengths
from vision.hands.hand import HandsResult
from vision.hands.smoothing import SteadyHands
from vision.hands.tracker import HandTracker

pytestmark = [pytest.mark.shared_data, pytest.mark.models]

FRAME_NS = 33_333_333
FRAME_HZ = 30
AT_REST = 0.3  # sizes of the hand per second; below, most of the jitter is noise
MOVING = 0.6


class CountedPalms(PalmDetector):
    """Counts its searches."""

    calls = 0

    def detect(self, square: NDArray[np.uint8], min_score: float) -> Detections:
        self.calls += 1
        return super().detect(square, min_score)


def still_tracker() -> HandTracker:
    return HandTracker(
        PalmDetector(ready_model("palm_detection_full")),
        HandLandmarker(ready_model("hand_landmark_full")),
        static=True,
    )


def picture(path: Path) -> NDArray[np.uint8]:
    photo = cv2.imread(str(path), cv2.IMREAD_COLOR_RGB)
    assert photo is not None
    return photo.astype(np.uint8, copy=False)


def test_hands_are_found_in_still_pictures(shared_data: Path) -> None:
    tracked = still_tracker()
    photos = sorted((shared_data / "hands" / "digits").glob("*/*.JPG"))[::2]
    assert len(photos) >= 100
    found = [bool(tracked.push(Frame(0, canvas(picture(p))))[0].hands) for p in photos]
    assert np.mean(found) >= 0.84, f"found {np.mean(found):.3f} of {len(found)}"


def test_no_hand_is_seen_in_faces(shared_data: Path) -> None:
    tracked = still_tracker()
    faces = sorted((shared_data / "topshot" / "london480").glob("*/*.jpg"))[::4]
    assert len(faces) >= 25
    assert [p.name for p in faces if tracked.push(Frame(0, picture(p)))[0].hands] == []


def turned(points: NDArray[np.floating], size_px: int) -> NDArray[np.float64]:
    """Turn (21, 2) points of a square picture as np.rot90 turns the picture."""
    return np.stack([points[:, 1], size_px - 1 - points[:, 0]], axis=1).astype(np.float64)


def flipped(points: NDArray[np.floating], size_px: int) -> NDArray[np.float64]:
    """Mirror (21, 2) points as the picture is mirrored, left and right."""
    return np.stack([size_px - 1 - points[:, 0], points[:, 1]], axis=1).astype(np.float64)


def test_a_photograph_turned_or_mirrored_shows_the_hand_turned_or_mirrored(
    shared_data: Path,
) -> None:
    tracked = still_tracker()
    shifts: dict[str, list[float]] = {"turned": [], "flipped": []}
    swapped = []
    for path in sorted((shared_data / "hands" / "digits").glob("*/*.JPG"))[::7]:
        rgb = canvas(picture(path))[:, 80:560]  # square
        size_px = len(rgb)
        (upright,) = tracked.push(Frame(0, rgb))
        (quarter,) = tracked.push(Frame(0, np.ascontiguousarray(np.rot90(rgb))))
        (mirror,) = tracked.push(Frame(0, np.ascontiguousarray(rgb[:, ::-1])))
        if not (upright.hands and quarter.hands and mirror.hands):
            continue
        marks = upright.hands[0].landmarks_px[:, :2]
        hand_px = float(np.ptp(marks, axis=0).max())
        for name, result, moved in (
            ("turned", quarter, turned(marks, size_px)),
            ("flipped", mirror, flipped(marks, size_px)),
        ):
            off_px = np.linalg.norm(result.hands[0].landmarks_px[:, :2] - moved, axis=1)
            shifts[name].append(float(off_px.mean()) / hand_px)
        swapped.append(mirror.hands[0].handedness != upright.hands[0].handedness)
    assert len(swapped) >= 20
    assert np.median(shifts["turned"]) < 0.01
    assert np.median(shifts["flipped"]) < 0.02
    assert np.mean(swapped) > 0.9


@cache
def followed(data: Path) -> tuple[list[HandsResult], int]:
    """Return the results for the clip and the number of searches for palms."""
    palms = CountedPalms(ready_model("palm_detection_full"))
    tracked = HandTracker(palms, HandLandmarker(ready_model("hand_landmark_full")))
    results: list[HandsResult] = []
    with av.open(data / "hands" / "stereo_video" / "cam0_test.mp4") as container:
        for number, image in enumerate(container.decode(video=0)):
            rgb = image.to_ndarray(format="rgb24").astype(np.uint8, copy=False)
            results.extend(tracked.push(Frame(number * FRAME_NS, rgb)))
    return results, palms.calls


def test_searches_are_few_while_a_hand_is_in_view(shared_data: Path) -> None:
    results, searches = followed(shared_data)
    assert sum(bool(result.hands) for result in results) > 350
    assert {hand.id for result in results for hand in result.hands} == {0}
    assert searches / len(results) < 0.25


def both(data: Path) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return (n, 21, 2) landmarks in sizes of the hand, raw and steady, and (n, 20) bones in m."""
    raw = [result for result in followed(data)[0] if result.hands]
    filtered = SteadyHands()
    steady = [answer for result in raw for answer in filtered.push(result)]
    points = np.array([r.hands[0].landmarks_px[:, :2] for r in raw], np.float64)
    smooth = np.array([r.hands[0].landmarks_px[:, :2] for r in steady], np.float64)
    size = np.median(np.ptp(points, axis=1).max(axis=1))
    bones = np.array([bone_lengths(r.hands[0].world_m) for r in steady])
    return points / size, smooth / size, bones


def speeds(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (n - 4, 21) sizes of the hand per second, over four frames around each."""
    moved: NDArray[np.float64] = np.linalg.norm(points[4:] - points[:-4], axis=2)
    return moved / 4 * FRAME_HZ


def test_jitter(shared_data: Path) -> None:
    raw, smooth, _ = both(shared_data)
    before, after = (np.linalg.norm(np.diff(p, n=2, axis=0), axis=2)[1:-1] for p in (raw, smooth))
    at_rest = speeds(raw) < AT_REST
    assert at_rest.sum() > 1000
    assert np.median(after) <= 0.7 * np.median(before)  # motion included
    assert np.median(after[at_rest]) <= 0.4 * np.median(before[at_rest])


def test_smoothed_landmarks_stay_on_the_hand(shared_data: Path) -> None:
    raw, smooth, _ = both(shared_data)
    moved_hands = np.linalg.norm(smooth - raw, axis=2).mean(axis=1)
    assert np.median(moved_hands) <= 0.035
    assert np.percentile(moved_hands, 99) <= 0.07


def test_lag_is_one_frame_at_most(shared_data: Path) -> None:
    """The delay of the raw landmarks that comes nearest to the steady ones while they move."""
    raw, smooth, _ = both(shared_data)
    moving = speeds(raw)[2:] > MOVING  # of frames 4 to n - 2
    errors = {}
    for whole, part in itertools.product(range(3), (0.0, 0.25, 0.5, 0.75)):
        delayed = (1 - part) * raw[4 - whole : -2 - whole] + part * raw[3 - whole : -3 - whole]
        distance = np.linalg.norm(smooth[4:-2] - delayed, axis=2)
        errors[whole + part] = np.square(distance[moving]).mean()
    assert min(errors, key=lambda delay: errors[delay]) <= 1


def test_bones_keep_their_length(shared_data: Path) -> None:
    _, _, bones = both(shared_data)
    variation = bones.std(axis=0) / bones.mean(axis=0)
    assert np.median(variation) < 0.08
