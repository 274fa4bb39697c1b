"""The networks that read faces, fetched on first use."""

from dataclasses import dataclass
from pathlib import Path

from models.face import FaceDetector
from models.face_landmark import FaceLandmarker
from models.iris import IrisLandmarker
from models.store import SyncProgress, open_store
from models.store.download import Cancelled
from models.store.store import never
from vision.topshot.scorer import FaceModels, FrameScorer

FACE_MODELS = ("face_detection_short_range", "face_landmark_with_attention", "iris_landmark")


@dataclass(frozen=True, slots=True)
class FacesSetup:
    """Files of the networks that read faces."""

    detector: Path
    landmarker: Path
    irises: Path

    def scorer(self) -> FrameScorer:
        """Return what scores frames; ModelError when a network cannot be used."""
        return FrameScorer(
            FaceModels(
                FaceDetector(self.detector),
                FaceLandmarker(self.landmarker),
                IrisLandmarker(self.irises),
            )
        )


def ready_faces(progress: SyncProgress, cancelled: Cancelled = never) -> FacesSetup:
    """Return how faces are to be read; ModelError when a network cannot be had.

    Blocks while a network is fetched, tells `progress` and asks `cancelled` meanwhile.
    """
    store = open_store()
    store.sync(FACE_MODELS, progress, cancelled)
    detector, landmarker, irises = (store.path(name) for name in FACE_MODELS)
    return FacesSetup(detector, landmarker, irises)
