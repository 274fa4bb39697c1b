"""What makes tracked landmarks good: near the truth, steady, prompt, with bones that keep length.

A path is (frames, 21, 2) landmarks in pixels with NaN where no hand was seen; errors are in per
cent of the hand's size, the longer side of its box.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vision.hands.hand import Hand

# Joints on the way to the wrist: bone i joins landmark i + 1 and this.
PARENTS = [0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19]
REST_SHARE = 0.25  # of all frames, the slowest
REST_WINDOW_FRAMES = 5
LAGS_FRAMES = np.arange(0, 4.01, 0.05)


def shift_percent(points: NDArray[np.floating], truth: NDArray[np.floating]) -> float:
    """Return the mean distance of (21, 2+) landmarks from the truth."""
    distance = np.linalg.norm(points[:, :2] - truth[:, :2], axis=1).mean()
    return float(100 * distance / np.ptp(truth[:, :2], axis=0).max())


def path_of(frames: Sequence[Sequence[Hand]]) -> NDArray[np.float64]:
    """Return the path of the first hand of each frame."""
    nothing = np.full((21, 2), np.nan)
    return np.array([hands[0].landmarks_px[:, :2] if hands else nothing for hands in frames])


def sizes(path: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (frames,) the size of the hand."""
    extent: NDArray[np.float64] = np.ptp(path, axis=1).max(axis=1)
    return extent


def resting(path: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell of each frame whether the hand barely moves: the slowest quarter of those seen around.

    Speed is the way of the hand's middle over five frames before and after, so that jitter, which
    comes and goes from frame to frame, does not decide what rests.
    """
    middle = path.mean(axis=1)
    way = np.full(len(path), np.nan)
    window = REST_WINDOW_FRAMES
    way[window:-window] = np.linalg.norm(middle[2 * window :] - middle[: -2 * window], axis=1)
    limit = np.nanquantile(way / sizes(path), REST_SHARE)
    rests: NDArray[np.bool_] = way / sizes(path) <= limit
    return rests


def jitter_percent(path: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (frames,) how far landmarks lie from a straight way: the second difference."""
    jitter = np.full(len(path), np.nan)
    second = path[2:] - 2 * path[1:-1] + path[:-2]
    jitter[1:-1] = 100 * np.linalg.norm(second, axis=2).mean(axis=1) / sizes(path)[1:-1]
    return jitter


def lag_frames(path: NDArray[np.float64], prompt: NDArray[np.float64]) -> float:
    """Return by how many frames a path must be put back to lie best on a prompt one."""
    frames = np.arange(len(path), dtype=np.float64)
    errors = []
    for lag in LAGS_FRAMES:
        before = np.floor(frames - lag).astype(int)
        weight = (frames - lag - before)[:, np.newaxis, np.newaxis]
        known = before >= 0
        at = before.clip(0)
        late = prompt[at] * (1 - weight) + prompt[(at + 1).clip(max=len(prompt) - 1)] * weight
        errors.append(np.nanmean(np.square(path - late)[known]))
    return float(LAGS_FRAMES[int(np.argmin(errors))])


def bone_cv_percent(world_m: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return (20,) the standard deviation of each bone over its mean, of (frames, 21, 3)."""
    lengths = np.linalg.norm(world_m[:, 1:] - world_m[:, PARENTS], axis=2)
    variation: NDArray[np.float64] = 100 * lengths.std(axis=0) / lengths.mean(axis=0)
    return variation


def label_changes(labels: Sequence[object]) -> int:
    """Return how often a label differs from the one before."""
    return sum(label != before for before, label in pairwise(labels))
