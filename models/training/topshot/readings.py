"""Bursts as Top Shot measures them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.detections import Detections
from models.face import KEYPOINTS, FaceDetector
from models.face_landmark import FaceLandmarker
from models.iris import IrisLandmarker
from models.store import Store
from models.training.topshot.bursts import Burst, Mesh, Truth
from models.training.topshot.hand_set import blank_table
from models.training.topshot.people import Person
from vision.frame import Frame
from vision.topshot.gam import Gam
from vision.topshot.score import FrameScore
from vision.topshot.scorer import FaceModels, FrameScorer

NETWORKS = ("face_detection_short_range", "face_landmark_with_attention", "iris_landmark")


@dataclass(frozen=True, slots=True, eq=False)
class ReadBurst:
    """A burst after it was measured.

    Attributes:
        person: whose burst it is.
        truths: what is true of each frame.
        frames: what was measured of each, unscored.
        faceless: the same by a scorer that sees no faces.
    """

    person: Person
    truths: tuple[Truth, ...]
    frames: tuple[FrameScore, ...]
    faceless: tuple[FrameScore, ...] = ()

    def worths(self) -> NDArray[np.float64]:
        """Return (frames,) worth."""
        return np.array([truth.worth for truth in self.truths])


class NoFaces:
    """A detector that finds nothing."""

    def detect(self, square: NDArray[np.uint8], min_score: float) -> Detections:  # noqa: ARG002
        """Return nothing."""
        return Detections(
            np.zeros((0, 4), np.float32),
            np.zeros((0, KEYPOINTS, 2), np.float32),
            np.zeros(0, np.float32),
        )


def load_networks(store: Store) -> FaceModels:
    """Return the face networks; ModelError when one cannot be had."""
    detector, landmarker, irises = (store.path(name) for name in NETWORKS)
    return FaceModels(FaceDetector(detector), FaceLandmarker(landmarker), IrisLandmarker(irises))


def mesh_by(networks: FaceModels) -> Mesh:
    """Return what reads the mesh of the first face of a photograph.

    It raises ValueError where no face is found.
    """
    scorer = FrameScorer(networks, Gam.of(blank_table()))

    def mesh(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
        scorer.reset()
        faces = scorer.read(Frame(0, rgb)).faces
        if not faces:
            raise ValueError("no face is found in a photograph")
        return faces[0].landmarks_px

    return mesh


def read_burst(burst: Burst, networks: FaceModels, *, faceless: bool) -> ReadBurst:
    """Measure a burst, on request a second time without faces."""
    blind = FaceModels(NoFaces(), networks.landmarker, networks.irises)
    return ReadBurst(
        burst.person,
        burst.truths,
        read_frames(burst.frames, networks),
        read_frames(burst.frames, blind) if faceless else (),
    )


def read_frames(frames: Sequence[Frame], networks: FaceModels) -> tuple[FrameScore, ...]:
    """Measure frames in order of time."""
    scorer = FrameScorer(networks, Gam.of(blank_table()))
    return tuple(scorer.read(frame) for frame in frames)
