"""Detect or track faces: the mesh of one frame says where to look in the next.

Source of the loop: MediaPipe `face_landmark_front_cpu.pbtxt`. The detector searches the whole
picture only now and then while a face is followed, and ids survive a third of a second unseen.
"""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models import face as face_model
from models import face_landmark as mesh_model
from models.detections import Detections, box_iou
from models.face_landmark import FaceCrop
from vision.frame import Frame
from vision.geometry import Border, RotatedSquare, crop_square
from vision.letterbox import letterbox
from vision.topshot.roi import detection_roi, landmarks_roi, picture_landmarks, shows_picture

MAX_FACES = 5
DETECTION_THRESHOLD = 0.5  # MediaPipe's, as is the next
PRESENCE_THRESHOLD = 0.5
# With a face in view others are looked for twice a second: who walks in is seen within a sixth of
# the three seconds that a shot is chosen from.
SEARCH_PERIOD_NS = 500_000_000
RECALL_NS = 340_000_000  # ten frames of a 30 Hz camera
# Two regions that share this much show the same face (boxes of people cheek to cheek share 0.2).
SAME_FACE_IOU = 0.35


class FaceDetector(Protocol):
    """Finds faces; `models.face.FaceDetector` is one."""

    def detect(self, square: NDArray[np.uint8], min_score: float) -> Detections:
        """Find faces in a (128, 128, 3) RGB picture, the surest first, each one once."""
        ...


class FaceLandmarker(Protocol):
    """Reads one face; `models.face_landmark.FaceLandmarker` is one."""

    def read(self, crop: NDArray[np.uint8]) -> FaceCrop:
        """Read a (192, 192, 3) RGB crop."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class TrackedFace:
    """A face found in a frame.

    Attributes:
        id: number that stays with it while it is followed.
        landmarks_px: (468, 3) float32 x, y, z in picture pixels, read-only.
        presence: probability of a face, 0..1.
        features: (416,) float32, see `models.face_landmark.FaceCrop`.
        seen_ns: time of the frame.
    """

    id: int
    landmarks_px: NDArray[np.float32]
    presence: float
    features: NDArray[np.float32]
    seen_ns: int

    def box_px(self) -> NDArray[np.float64]:
        """Return (4,) x_min, y_min, x_max, y_max of the landmarks."""
        points = self.landmarks_px[:, :2].astype(np.float64)
        return np.concatenate([points.min(axis=0), points.max(axis=0)])


class FaceTracker:
    """Follows up to `max_faces` faces from frame to frame."""

    def __init__(
        self,
        detector: FaceDetector,
        landmarker: FaceLandmarker,
        *,
        max_faces: int = MAX_FACES,
        search_period_ns: int = SEARCH_PERIOD_NS,
    ) -> None:
        """Set up with nothing followed.

        Args:
            detector: finds faces in the whole picture.
            landmarker: reads one face.
            max_faces: most faces followed, at least 1.
            search_period_ns: least time between two searches while a face is followed and none
                was just lost; without a face every frame is searched.
        """
        self._detector = detector
        self._landmarker = landmarker
        self._max_faces = max_faces
        self._search_period_ns = search_period_ns
        self.reset()

    def reset(self) -> None:
        """Forget all faces; ids start from 0 again."""
        self._followed: list[TrackedFace] = []
        self._lost: list[TrackedFace] = []
        self._searched_ns: int | None = None
        self._next_id = 0

    def track(self, frame: Frame) -> tuple[TrackedFace, ...]:
        """Return the faces of the next frame, the longest followed first."""
        seen: list[TrackedFace] = []
        for known in self._followed:
            self._look(frame, landmarks_roi(known.landmarks_px), known.id, seen)
        self._lost += [one for one in self._followed if one.id not in {face.id for face in seen}]
        self._lost = [one for one in self._lost if frame.pts_ns - one.seen_ns <= RECALL_NS]
        if len(seen) < self._max_faces and self._search_is_due(frame.pts_ns, bool(seen)):
            self._search(frame, seen)
        self._followed = sorted(seen, key=lambda face: face.id)
        return tuple(self._followed)

    def _search_is_due(self, pts_ns: int, following: bool) -> bool:
        since = self._searched_ns
        if following and not self._lost and since is not None:
            return not 0 <= pts_ns - since < self._search_period_ns
        return True

    def _search(self, frame: Frame, seen: list[TrackedFace]) -> None:
        """Add faces that are not followed yet, under the id of one just lost where it fits."""
        self._searched_ns = frame.pts_ns
        square, shown = letterbox(frame.rgb, face_model.INPUT_PX)
        found = self._detector.detect(square, DETECTION_THRESHOLD)
        corners_px = shown.to_image(found.boxes_norm.reshape(-1, 2, 2)).reshape(-1, 4)
        keypoints_px = shown.to_image(found.keypoints_norm)
        for box_px, points_px in zip(corners_px, keypoints_px, strict=True):
            if len(seen) == self._max_faces:
                return
            middle = (box_px[:2] + box_px[2:]) / 2
            if not any(_inside(middle, face.box_px()) for face in seen):
                self._look(frame, detection_roi(box_px, points_px), None, seen)

    def _look(
        self, frame: Frame, roi: RotatedSquare, face_id: int | None, seen: list[TrackedFace]
    ) -> None:
        """Add the face in a region to those seen, if there is one and it is none of them."""
        height_px, width_px = frame.rgb.shape[:2]
        if not shows_picture(roi, width_px, height_px):
            return
        crop = crop_square(frame.rgb, roi, mesh_model.INPUT_PX, Border.EDGE)
        reading = self._landmarker.read(crop)
        if reading.presence < PRESENCE_THRESHOLD:
            return
        landmarks_px = picture_landmarks(reading, roi)
        face = TrackedFace(-1, landmarks_px, reading.presence, reading.features, frame.pts_ns)
        boxes = np.array([one.box_px() for one in seen]).reshape(-1, 4)
        if not (box_iou(face.box_px(), boxes) >= SAME_FACE_IOU).any():
            seen.append(replace(face, id=self._name(face) if face_id is None else face_id))

    def _name(self, face: TrackedFace) -> int:
        """Return the id of the lost face that was here, or a new one."""
        if self._lost:
            shared = box_iou(face.box_px(), np.array([one.box_px() for one in self._lost]))
            best = int(shared.argmax())
            if shared[best] >= SAME_FACE_IOU:
                return self._lost.pop(best).id
        self._next_id += 1
        return self._next_id - 1


def _inside(point: NDArray[np.float64], box: NDArray[np.float64]) -> bool:
    return bool((box[:2] <= point).all() and (point <= box[2:]).all())
