"""Our own network of moving gestures: a second and a half of one hand in, one of nine names out.

Trained by `python -m models.training.dynamic_gesture`. Directions and turns are those of the
unmirrored picture: left is towards x = 0, clockwise is as seen in it.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.session import Session

GESTURES = (
    "none",
    "swipe_left",
    "swipe_right",
    "swipe_up",
    "swipe_down",
    "circle_cw",
    "circle_ccw",
    "wave",
    "pinch",
)
NONE = GESTURES.index("none")

# Three quarters of a circle drawn in 2 s, two strokes of a wave of 1.5 Hz, any swipe.
WINDOW_NS = 1_500_000_000
POINTS = 32
CHANNELS = 7

# MediaPipe's numbers of the landmarks.
_PALM = (0, 5, 9, 13, 17)
_BASELINES = ((0, 5), (5, 17), (17, 0))
_THUMB_TIP, _INDEX_TIP = 4, 8
_OTHER_TIPS = (12, 16, 20)


def preprocess(pts_ns: NDArray[np.int64], points_px: NDArray[np.floating]) -> NDArray[np.float32]:
    """Describe the window that ends with the last frame, whatever the rate of the frames.

    All lengths are in sizes of the hand: the longest side of the triangle wrist, index root and
    little-finger root, its median over the window.

    Args:
        pts_ns: (n,) times of the frames, rising, at least one.
        points_px: (n, 21, 2) landmarks in picture pixels.

    Returns:
        (1, 32, 7): palm x, y from where it was first; index tip x, y from the palm; thumb tip to
        index tip; the other finger tips' mean distance from the palm; 1 where the hand was
        already seen, 0 before (all else then stands still).
    """
    points = points_px.astype(np.float64)
    ago_s = (pts_ns - pts_ns[-1]) / 1e9
    grid_s = np.linspace(-WINDOW_NS / 1e9, 0, POINTS)
    palm = points[:, _PALM].mean(axis=1)  # (n, 2)
    pinch = points[:, _THUMB_TIP] - points[:, _INDEX_TIP]
    others = points[:, _OTHER_TIPS] - palm[:, np.newaxis]
    described = np.column_stack(
        (
            palm,
            points[:, _INDEX_TIP] - palm,
            np.hypot(pinch[:, 0], pinch[:, 1]),
            np.hypot(others[..., 0], others[..., 1]).mean(axis=1),
        )
    )
    window = np.empty((POINTS, CHANNELS))
    for channel, values in enumerate(described.T):
        window[:, channel] = np.interp(grid_s, ago_s, values)
    window[:, :2] -= window[0, :2]
    window[:, :6] /= _hand_size_px(points)
    window[:, 6] = grid_s >= ago_s[0]
    return window.astype(np.float32)[np.newaxis]


def decode(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (9,) probabilities in the order of `GESTURES` of (9,) logits."""
    odds = np.exp(logits - logits.max())
    probabilities: NDArray[np.float32] = odds / odds.sum()
    return probabilities


class DynamicGestureReader:
    """The network `dynamic_gesture`, loaded."""

    def __init__(self, path: Path) -> None:
        """Load the graph at `path`; raise ModelError when it cannot be used."""
        self._session = Session(path, "cpu")

    def read(
        self, pts_ns: NDArray[np.int64], points_px: NDArray[np.floating]
    ) -> NDArray[np.float32]:
        """Return (9,) probabilities of `GESTURES` for the window that ends with the last frame.

        Args:
            pts_ns: (n,) times of the frames, rising, at least one.
            points_px: (n, 21, 2) landmarks in picture pixels.
        """
        return decode(self._session.run({"motion": preprocess(pts_ns, points_px)})["logits"][0])


def _hand_size_px(points: NDArray[np.float64]) -> float:
    """Return the size of the hand in (n, 21, 2) landmarks, at least a pixel."""
    starts, ends = zip(*_BASELINES, strict=True)
    sides = points[:, starts] - points[:, ends]
    return max(float(np.median(np.hypot(sides[..., 0], sides[..., 1]).max(axis=1))), 1.0)
