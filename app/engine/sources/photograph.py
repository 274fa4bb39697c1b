"""A photograph out of a file, upright in all eight ways that EXIF knows, four of them mirrored."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.errors import MediaFileError


def photograph(path: Path) -> NDArray[np.uint8]:
    """Return a picture file as (height, width, 3) uint8 RGB, upright; raises MediaFileError."""
    try:
        data = np.fromfile(path, np.uint8)  # for OpenCV itself dies of a name that is no text
        picture = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    except OSError as error:
        raise MediaFileError(f"{path} cannot be read: {error.strerror}") from error
    except cv2.error:  # of a header that promises more pixels than OpenCV takes
        picture = None
    if picture is None:
        raise MediaFileError(f"{path} is not a picture Earshot can read; it may be damaged.")
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)
