"""Windows with their names, cut from filmed scenes."""

import numpy as np
from numpy.typing import NDArray

from models.dynamic_gesture import CHANNELS, GESTURES, NONE, POINTS, WINDOW_NS, preprocess
from models.training.dynamic_gesture.camera import film
from models.training.dynamic_gesture.scenes import Scene, scene

NS_PER_S = 1_000_000_000
WINDOWS_PER_SCENE = 6
NONE_SHARE = 0.55
LATE_ENTRY_SHARE = 0.15
MAX_TRIES = 50


def make_windows(seed: int, scenes: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return (n, 32, 7) windows and (n,) indices into GESTURES of freshly made-up scenes."""
    random = np.random.default_rng(seed)
    windows = np.empty((scenes * WINDOWS_PER_SCENE, POINTS, CHANNELS), np.float32)
    labels = np.empty(len(windows), np.int64)
    for place in range(0, len(windows), WINDOWS_PER_SCENE):
        shows_none = random.random() < NONE_SHARE
        name = "none" if shows_none else GESTURES[random.integers(1, len(GESTURES))]
        here = slice(place, place + WINDOWS_PER_SCENE)
        windows[here], labels[here] = _cut(random, scene(random, name))
    return windows, labels


def _cut(
    random: np.random.Generator, played: Scene
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Cut windows whose name is beyond doubt, half of them naming the gesture if there is one."""
    times_s, points = film(random, played.motion)
    if random.random() < LATE_ENTRY_SHARE:
        entry_s = random.uniform(0, times_s[-1] - 1.0)
        times_s, points = times_s[times_s >= entry_s], points[times_s >= entry_s]
    ends_s = random.uniform(times_s[0] + 0.3, times_s[-1], WINDOWS_PER_SCENE * MAX_TRIES)
    ends_s[:MAX_TRIES] = random.uniform(
        min(played.made_s, times_s[-1]), min(played.made_until_s, times_s[-1]), MAX_TRIES
    )
    names = np.array([_name(played, end_s, times_s[0]) for end_s in ends_s])
    told = np.flatnonzero(names == GESTURES.index(played.gesture))[: WINDOWS_PER_SCENE // 2]
    others = np.flatnonzero(names == NONE)
    chosen = np.concatenate((told, others[~np.isin(others, told)]))[:WINDOWS_PER_SCENE]
    chosen = np.resize(chosen, WINDOWS_PER_SCENE)
    return (
        np.stack([_window(times_s, points, ends_s[place]) for place in chosen]),
        names[chosen].astype(np.int64),
    )


def _name(played: Scene, end_s: float, entry_s: float) -> int:
    """Return the index of what a window that ends at `end_s` shows; -1 where that is unclear."""
    if end_s < played.not_before_s or end_s >= played.over_s:
        return NONE
    if entry_s > played.begun_s:
        return NONE if played.gesture.startswith("swipe") else -1
    if played.made_s <= end_s < played.made_until_s:
        return GESTURES.index(played.gesture)
    return -1


def _window(
    times_s: NDArray[np.float64], points: NDArray[np.float64], end_s: float
) -> NDArray[np.float32]:
    last = max(1, int(np.searchsorted(times_s, end_s, side="right")))
    first = int(np.searchsorted(times_s, times_s[last - 1] - WINDOW_NS / NS_PER_S, side="right"))
    first = max(0, first - 1)  # the window's start lies between two frames
    pts_ns = np.rint(times_s[first:last] * NS_PER_S).astype(np.int64)
    window: NDArray[np.float32] = preprocess(pts_ns, points[first:last])[0]
    return window
