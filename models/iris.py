"""The iris network of MediaPipe: a crop around one eye in, its contour and its iris out.

Source: MediaPipe `iris_landmark_cpu.pbtxt`; arXiv 2006.11341.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.session import Session

# All from iris_landmark_cpu.pbtxt.
INPUT_PX = 64
CONTOUR = 71
IRIS = 5


@dataclass(frozen=True, slots=True, eq=False)
class EyeCrop:
    """What the network reads from one crop, of a left eye as it stands in the picture.

    Attributes:
        contour_norm: (71, 3) float32 points of lids and brow; x, y 0..1 across the crop; z in sides
            of the crop. The first nine follow the lower lid from the outer corner to the inner.
        iris_norm: (5, 3) float32 centre, right, upper, left and lower edge of the iris.
    """

    contour_norm: NDArray[np.float32]
    iris_norm: NDArray[np.float32]


def preprocess(crop: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return (1, 64, 64, 3) RGB 0..1 of a (64, 64, 3) RGB picture."""
    return (crop.astype(np.float32) / np.float32(255))[np.newaxis]


class IrisLandmarker:
    """The network `iris_landmark`, loaded."""

    def __init__(self, path: Path) -> None:
        """Load the converted graph at `path`; raise ModelError when it cannot be used."""
        self._session = Session(path)

    def read(self, crop: NDArray[np.uint8]) -> EyeCrop:
        """Read a (64, 64, 3) RGB crop; that of the other eye has to be mirrored."""
        outputs = self._session.run({"input_1": preprocess(crop)})
        return EyeCrop(
            outputs["output_eyes_contours_and_brows"].reshape(CONTOUR, 3) / np.float32(INPUT_PX),
            outputs["output_iris"].reshape(IRIS, 3) / np.float32(INPUT_PX),
        )
