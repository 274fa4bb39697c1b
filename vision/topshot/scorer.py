"""Scores frames as they come: faces, motion, light, then the model."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.frame import Frame
from vision.topshot.blur import sharpness
from vision.topshot.exposure import exposure
from vision.topshot.eyes import IrisLandmarker
from vision.topshot.face_tracker import FaceDetector, FaceLandmarker, FaceTracker
from vision.topshot.faces import read_face
from vision.topshot.gam import Gam, shipped_gam
from vision.topshot.motion import MotionMeter, small_luma
from vision.topshot.rating import baseline, rate
from vision.topshot.score import FaceReading, FrameScore
from vision.topshot.stability import WINDOW_FRAMES, unsettled_ev, warmth

MEASURES = {
    "motion_w_s": "speed of the subject, frame widths a second",
    "global_w_s": "speed of the camera, frame widths a second",
    "light_ev": "stops below white",
    "clipped": "share of white pixels",
    "crushed": "share of black pixels",
    "warmth": "ln of red over blue",
    "unsettled_ev": "stops that exposure and colour are off the last frames",
    "sharp_nats": "see vision.topshot.blur; of frames without a face alone",
    "fine_nats": "see vision.topshot.blur; of frames without a face alone",
}
MEMORY_NS = 3_000_000_000  # the buffer that a shot is chosen from
THUMBNAIL_WIDTH_PX = 32
SCENE_WIDTH_PX = 480  # at which a frame without a face is measured


@dataclass(frozen=True, slots=True)
class FaceModels:
    """The networks that read faces.

    Attributes:
        detector: finds faces; `models.face.FaceDetector`.
        landmarker: reads the mesh; `models.face_landmark.FaceLandmarker`.
        irises: reads eyes; `models.iris.IrisLandmarker`.
    """

    detector: FaceDetector
    landmarker: FaceLandmarker
    irises: IrisLandmarker


class FrameScorer:
    """Scores each frame against the three seconds before it.

    Such a score is provisional: whether a smile is a big one shows when the next has come.
    `vision.topshot.select.select` scores anew with the whole buffer in view.
    """

    def __init__(self, faces: FaceModels, gam: Gam | None = None) -> None:
        """Set up without a past; the shipped model is taken where none is given."""
        self._irises = faces.irises
        self._tracker = FaceTracker(faces.detector, faces.landmarker)
        self._gam = shipped_gam() if gam is None else gam
        self._meter = MotionMeter()
        self.reset()

    def reset(self) -> None:
        """Forget the past."""
        self._tracker.reset()
        self._meter.reset()
        self._past: deque[FrameScore] = deque()
        self._lights: deque[tuple[float, float]] = deque(maxlen=WINDOW_FRAMES)
        self._last_seen: dict[int, tuple[int, FaceReading]] = {}

    def flush(self) -> Sequence[FrameScore]:
        """Return nothing: no frame is ever held back."""
        return ()

    def push(self, frame: Frame) -> FrameScore:
        """Score the next frame."""
        read = self.read(frame)
        while self._past and not 0 <= frame.pts_ns - self._past[0].pts_ns <= MEMORY_NS:
            self._past.popleft()
        self._past.append(read)
        return rate(read, baseline(self._past, self._gam), self._gam, 0.0, None)

    def read(self, frame: Frame) -> FrameScore:
        """Measure the next frame without scoring it: its score is 0 and it has no terms."""
        luma = np.asarray(cv2.cvtColor(frame.rgb, cv2.COLOR_RGB2GRAY), np.uint8)
        small = small_luma(luma)
        faces = self._read_faces(frame, luma)
        height = max(1, round(small.shape[0] * THUMBNAIL_WIDTH_PX / small.shape[1]))
        thumbnail = cv2.resize(small, (THUMBNAIL_WIDTH_PX, height), interpolation=cv2.INTER_AREA)
        measures = self._measure(frame, luma, small)
        if not faces:
            measures |= _scene_sharpness(luma)
        return FrameScore(
            frame.pts_ns,
            0.0,
            MappingProxyType({}),
            faces,
            MappingProxyType(measures),
            np.asarray(thumbnail, np.uint8),
        )

    def _read_faces(self, frame: Frame, luma: NDArray[np.uint8]) -> tuple[FaceReading, ...]:
        readings = []
        for face in self._tracker.track(frame):
            seen_ns, before = self._last_seen.get(face.id, (frame.pts_ns, None))
            reading = read_face(face, frame, luma, self._irises, before, frame.pts_ns - seen_ns)
            self._last_seen[face.id] = (frame.pts_ns, reading)
            readings.append(reading)
        ids = {reading.id for reading in readings}
        self._last_seen = {
            face_id: seen
            for face_id, seen in self._last_seen.items()
            if face_id in ids or frame.pts_ns - seen[0] <= MEMORY_NS
        }
        return tuple(readings)

    def _measure(
        self, frame: Frame, luma: NDArray[np.uint8], small: NDArray[np.uint8]
    ) -> dict[str, float]:
        """Return what every frame is measured by."""
        motion = self._meter.measure(small, frame.pts_ns)
        light = exposure(small)
        step = max(1, luma.shape[1] // small.shape[1])
        warm = warmth(np.ascontiguousarray(frame.rgb[::step, ::step]))
        self._lights.append((light.light_ev, warm))
        return {
            "motion_w_s": motion.motion_w_s,
            "global_w_s": motion.global_w_s,
            "light_ev": light.light_ev,
            "clipped": light.clipped,
            "crushed": light.crushed,
            "warmth": warm,
            "unsettled_ev": unsettled_ev(*zip(*self._lights, strict=True)),
        }


def _scene_sharpness(luma: NDArray[np.uint8]) -> dict[str, float]:
    """Return the sharpness of the whole frame, measured at `SCENE_WIDTH_PX` at most."""
    height, width = luma.shape
    if width > SCENE_WIDTH_PX:
        size = (SCENE_WIDTH_PX, max(1, round(height * SCENE_WIDTH_PX / width)))
        luma = np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)
    found = sharpness(luma)
    return {
        "sharp_nats": found.sharp_nats if found else 0.0,
        "fine_nats": found.fine_nats if found else 0.0,
    }
