"""The evaluation material of hand tracking: a clip of one hand, digit photographs, faces.

stereo_video/cam0_test.mp4   one hand in view for most of 378 frames, 720 x 720, 30 fps
digits/0..9/*.JPG            photographs of signs, 100 x 100
golden/*.json.gz             what MediaPipe 0.10.21 said of both
../topshot/london480         faces, no hand in sight; left out where it is not beside
"""

import gzip
import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from app.errors import UsageError
from tests.conftest import SHARED

Picture = NDArray[np.uint8]

CLIP_PX = 720
STRIP_PX = 240
FRAME_NS = 1_000_000_000 // 30
CANVAS = (480, 640)  # rows, columns


class HandsMaterial:
    """The folder, and what lies in it."""

    def __init__(self, folder: Path | None) -> None:
        """Look for the material.

        Args:
            folder: where it is; None for beside the checkout.

        Raises:
            UsageError: it is not there.
        """
        self.folder = folder if folder is not None else SHARED / "hands"
        if not (self.folder / "golden").is_dir():
            raise UsageError(
                f"there is no evaluation material of hands in {self.folder}; "
                "name its folder with --data"
            )

    def clip(self) -> Iterator[Picture]:
        """Yield the clip, (720, 720, 3) RGB."""
        with av.open(self.folder / "stereo_video" / "cam0_test.mp4") as container:
            for picture in container.decode(video=0):
                yield picture.to_ndarray(format="rgb24").astype(np.uint8, copy=False)

    def camera_clip(self, frames: int) -> NDArray[np.uint8]:
        """Return (frames, 480, 640, 3): the clip as a usual camera would give it."""
        small = (cv2.resize(rgb, (640, 640))[80:560] for rgb in islice(self.clip(), frames))
        return np.stack(list(small)).astype(np.uint8, copy=False)

    def clip_golden(self, mode: str) -> list[list[dict[str, Any]]]:
        """Return MediaPipe's hands of each frame; `mode` is "track" or "static"."""
        frames: list[list[dict[str, Any]]] = self._golden(f"cam0_test_mediapipe_{mode}_full")
        return frames

    def digits(self, every: int) -> Iterator[tuple[Picture, list[dict[str, Any]]]]:
        """Yield each digit on its canvas, and MediaPipe's hands of it; leave out all but every."""
        golden = self._golden("digits_mediapipe_static_full")
        names = [name for name in sorted(golden) if (self.folder / "digits" / name).exists()]
        for name in names[::every]:
            yield canvas(_read(self.folder / "digits" / name)), golden[name]

    def handless(self, every: int) -> NDArray[np.uint8] | None:
        """Return (n, 480, 480, 3) faces without hands, or None where there are none."""
        paths = sorted((self.folder.parent / "topshot" / "london480").glob("*/*.jpg"))[::every]
        return np.stack([_read(path) for path in paths]) if paths else None

    def _golden(self, name: str) -> Any:
        with gzip.open(self.folder / "golden" / f"{name}.json.gz") as file:
            return json.load(file)


def _read(path: Path) -> Picture:
    """Return a photograph as RGB."""
    photo = cv2.imread(str(path), cv2.IMREAD_COLOR_RGB)
    assert photo is not None, path
    return photo.astype(np.uint8, copy=False)


def canvas(photo: Picture) -> Picture:
    """Return the 640 x 480 picture that MediaPipe was shown of a digit."""
    large = cv2.resize(photo, (400, 400), interpolation=cv2.INTER_CUBIC)
    border = np.concatenate([large[:3], large[-3:]]).mean(axis=(0, 1))
    picture = np.empty((*CANVAS, 3), np.uint8)
    picture[:] = border.astype(np.uint8)
    picture[40:440, 120:520] = large
    return picture


def golden_px(hand: dict[str, Any], width: int, height: int) -> NDArray[np.float64]:
    """Return (21, 2) landmarks of a golden hand in pixels."""
    landmarks: NDArray[np.float64] = np.array(hand["lm"])[:, :2] * (width, height)
    return landmarks


def beside_its_mirror(rgb: Picture) -> Picture:
    """Return a picture of two hands: as it is on the left, mirrored on the right.

    Between them lies a black strip, so that what leaves one at the seam does not meet its mirror
    image.
    """
    strip = np.zeros((rgb.shape[0], STRIP_PX, 3), np.uint8)
    return np.concatenate([rgb, strip, rgb[:, ::-1]], axis=1)


def save(pictures: NDArray[np.uint8] | Sequence[Picture], path: Path) -> str:
    """Write pictures for a child process, and return the file's name."""
    np.save(path, np.asarray(pictures))
    return str(path)
