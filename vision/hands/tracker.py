"""Detect or track: palms are searched only while there is room for another hand.

A hand found in one frame tells where to look in the next, so the palm detector, the dearer of the
two networks, rests while all hands are followed. A hand whose presence falls below the threshold
is dropped and makes room. Source: MediaPipe `hand_landmark_tracking_cpu.pbtxt`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models import hand as hand_model
from models import palm as palm_model
from models.detections import Detections, box_iou
from models.hand import HandCrop
from vision.frame import Frame
from vision.geometry import Border, RotatedSquare, crop_square
from vision.hands.hand import Hand, HandsResult
from vision.hands.projection import place_hand
from vision.hands.roi import landmarks_roi, palm_roi, shows_picture
from vision.letterbox import letterbox

# Overlap above which two regions are one hand: hand_landmark_tracking_cpu.pbtxt.
MAX_ROI_IOU = 0.5


class PalmDetector(Protocol):
    """Finds palms; `models.palm.PalmDetector` is one."""

    def detect(self, square: NDArray[np.uint8], min_score: float) -> Detections:
        """Find palms in a (192, 192, 3) RGB picture, the surest first, each one once."""
        ...


class HandLandmarker(Protocol):
    """Reads one hand; `models.hand.HandLandmarker` is one."""

    def read(self, crop: NDArray[np.uint8]) -> HandCrop:
        """Read a (224, 224, 3) RGB crop."""
        ...


@dataclass(frozen=True, slots=True)
class _Region:
    """A place to look; `hand_id` is None until a hand was seen in it."""

    roi: RotatedSquare
    hand_id: int | None = None


class HandTracker:
    """Follows hands from frame to frame; a processor of Frame into HandsResult.

    Every frame gives exactly one result. Frames must be unmirrored: handedness is then the
    person's own left or right hand. An id follows a region from frame to frame; a hand that was
    lost, even for one frame, comes back under a new id. Ids count up from 0 and, within one
    tracker, none is given twice before `reset`.
    """

    def __init__(
        self,
        palms: PalmDetector,
        landmarker: HandLandmarker,
        *,
        max_hands: int = 2,
        palm_threshold: float = 0.5,
        presence_threshold: float = 0.5,
        static: bool = False,
    ) -> None:
        """Set up with nothing followed.

        Args:
            palms: finds palms in the whole frame.
            landmarker: reads one hand.
            max_hands: most hands per frame, at least 1.
            palm_threshold: least palm score worth a look, 0..1.
            presence_threshold: least presence of a hand, 0..1.
            static: treat each frame as an unrelated picture; every hand gets a new id.
        """
        self._palms = palms
        self._landmarker = landmarker
        self._max_hands = max_hands
        self._palm_threshold = palm_threshold
        self._presence_threshold = presence_threshold
        self._static = static
        self._followed: list[_Region] = []
        self._next_id = 0

    def push(self, item: Frame) -> Sequence[HandsResult]:
        """Find the hands of the next frame; always one result."""
        palm_ran = len(self._followed) < self._max_hands
        candidates = self._followed + (self._search(item.rgb) if palm_ran else [])
        regions = _distinct(candidates)[: self._max_hands]
        seen = [self._look(item.rgb, region) for region in regions]
        hands = tuple(hand for hand in seen if hand is not None)
        self._followed = [] if self._static else _follow(hands, item.rgb)
        return [HandsResult(item.pts_ns, hands, palm_ran)]

    def flush(self) -> Sequence[HandsResult]:
        """Return nothing: no frame is ever held back."""
        return ()

    def reset(self) -> None:
        """Forget all hands; ids start from 0 again."""
        self._followed = []
        self._next_id = 0

    def _search(self, rgb: NDArray[np.uint8]) -> list[_Region]:
        """Return the regions of the surest palms of the frame, the surest first."""
        height_px, width_px = rgb.shape[:2]
        picture, square = letterbox(rgb, palm_model.INPUT_PX)
        found = self._palms.detect(picture, self._palm_threshold)
        corners_px = square.to_image(found.boxes_norm.reshape(-1, 2, 2))
        keypoints_px = square.to_image(found.keypoints_norm)
        rois = [
            palm_roi(box.reshape(4), keypoints)
            for box, keypoints in zip(corners_px, keypoints_px, strict=True)
        ]
        return [
            _Region(roi)
            for roi in rois[: self._max_hands]
            if shows_picture(roi, width_px, height_px)
        ]

    def _look(self, rgb: NDArray[np.uint8], region: _Region) -> Hand | None:
        """Read the hand in a region; None when there is none."""
        height_px, width_px = rgb.shape[:2]
        crop = crop_square(rgb, region.roi, hand_model.INPUT_PX, Border.EDGE)
        reading = self._landmarker.read(crop)
        if reading.presence < self._presence_threshold:
            return None
        hand_id = self._new_id() if region.hand_id is None else region.hand_id
        return place_hand(reading, region.roi, hand_id, width_px, height_px)

    def _new_id(self) -> int:
        """Return the next number never given before."""
        self._next_id += 1
        return self._next_id - 1


def _distinct(regions: Sequence[_Region]) -> list[_Region]:
    """Leave out each region that overlaps one before it: those come first that are to win."""
    boxes = np.array([region.roi.unrotated_box() for region in regions]).reshape(-1, 4)
    return [
        region
        for place, region in enumerate(regions)
        if (box_iou(boxes[place], boxes[:place]) <= MAX_ROI_IOU).all()
    ]


def _follow(hands: Sequence[Hand], rgb: NDArray[np.uint8]) -> list[_Region]:
    """Return where these hands are to be looked for in the next frame."""
    height_px, width_px = rgb.shape[:2]
    regions = [_Region(landmarks_roi(hand.landmarks_px), hand.id) for hand in hands]
    return [region for region in regions if shows_picture(region.roi, width_px, height_px)]
