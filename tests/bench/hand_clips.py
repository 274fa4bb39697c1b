"""Clips of a moving hand for judging gestures: recorded shapes along the paths of `hand_motion`.

Nothing here is shared with the training of the network. A tremor of 8 to 12 Hz, the noise of a
tracker and missed frames lie over every clip.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tests.bench.hand_motion import (
    RATE_HZ,
    Array,
    chain,
    closing,
    count,
    go,
    jerkless,
    morph,
    pause,
    ring,
    sway,
    waving,
)
from vision.geometry import RotatedSquare
from vision.hands.hand import Hand, HandsResult

FRAME_RATES_HZ = (10, 15, 24, 30, 60)
NS_PER_S = 1_000_000_000
ANGLES_RAD = {
    "swipe_right": 0.0,
    "swipe_down": np.pi / 2,
    "swipe_left": np.pi,
    "swipe_up": -np.pi / 2,
}


@dataclass(frozen=True, slots=True)
class Shapes:
    """Recorded hands in hand sizes around the wrist, (21, 2) each.

    Attributes:
        any: all there are.
        open: flat hands.
        pinched: thumb and index finger together, the others straight.
        touching: the thumb on another finger.
        fists: closed hands.
    """

    any: Sequence[Array]
    open: Sequence[Array]
    pinched: Sequence[Array]
    touching: Sequence[Array]
    fists: Sequence[Array]


@dataclass(frozen=True, slots=True)
class Clip:
    """What a tracker would tell, and the one gesture in it, perhaps "none"."""

    gesture: str
    kind: str
    frame_rate_hz: int
    results: Sequence[HandsResult]


def film(
    random: np.random.Generator,
    poses: Array,
    path: Array,
    frame_rate_hz: int,
    *,
    noise: float | None = None,
    misses: bool = True,
) -> list[HandsResult]:
    """Return what a tracker would tell of (n, 21, 2) poses along an (n, 3) path.

    Args:
        random: decides tremor, noise, misses and the size of the hand.
        poses: hand sizes around the wrist.
        path: of the wrist.
        frame_rate_hz: of the camera.
        noise: deviation of each landmark in hand sizes; None for 0.003 to 0.02.
        misses: whether single frames may be without the hand.
    """
    grid_s = np.arange(len(path)) / RATE_HZ
    times_s = np.arange(random.uniform(0, 1 / frame_rate_hz), grid_s[-1], 1 / frame_rate_hz)
    at = np.searchsorted(grid_s, times_s)
    cos, sin = np.cos(path[at, 2]), np.sin(path[at, 2])
    turn = np.array([[cos, sin], [-sin, cos]]).transpose(2, 0, 1)
    points = poses[at] @ turn + path[at, np.newaxis, :2]
    noise = random.uniform(0.003, 0.02) if noise is None else noise
    points += random.normal(0, 1, points.shape) * noise
    tremor = np.sin(2 * np.pi * random.uniform(8, 12) * times_s + random.uniform(0, 6))
    points += (tremor * noise / 2)[:, np.newaxis, np.newaxis]
    size_px = random.uniform(40, 160)
    missed = random.random(len(times_s)) < (random.choice([0, 0, 0.05]) if misses else 0)
    return [
        hands_result(round(time_s * NS_PER_S), None if gone else seen * size_px + 320)
        for time_s, seen, gone in zip(times_s, points, missed, strict=True)
    ]


def hands_result(pts_ns: int, points_px: Array | None, hand_id: int = 0) -> HandsResult:
    """Return a result with one hand of (21, 2) landmarks, or with none."""
    if points_px is None:
        return HandsResult(pts_ns, (), palm_ran=True)
    landmarks = np.zeros((21, 3), np.float32)
    landmarks[:, :2] = points_px
    hand = Hand(
        id=hand_id,
        landmarks_px=landmarks,
        landmarks_norm=landmarks / np.float32(640),
        world_m=np.zeros((21, 3), np.float32),
        handedness="right",
        handedness_score=0.9,
        presence=0.9,
        roi=RotatedSquare(320, 320, 300),
        state="seen",
        confidence=np.full(21, 0.9, np.float32),
    )
    return HandsResult(pts_ns, (hand,), palm_ran=False)


def gesture_clip(random: np.random.Generator, shapes: Shapes, gesture: str, seed: int) -> Clip:
    """Return a clip with one gesture between rest."""
    shape = _pick(random, shapes.any)
    if gesture == "pinch":
        return _finish(random, gesture, gesture, *_pinch(random, shapes), seed)
    if gesture.startswith("swipe"):
        angle_rad = ANGLES_RAD[gesture] + random.normal(0, np.radians(7))
        length = random.uniform(2, 5)
        path = go(random, angle_rad, length, random.uniform(0.25, 0.55))
        if random.random() < 0.5:  # and back, slower, after a moment
            way_back = go(random, angle_rad + np.pi, length, length / random.uniform(1.5, 3))
            path = chain([path, pause(random.uniform(0.25, 0.8)), way_back])
    elif gesture.startswith("circle"):
        sense = 1 if gesture == "circle_cw" else -1
        path = ring(random, sense, random.uniform(1.05, 2.5), random.uniform(0.6, 1.8))
    else:
        shape = _pick(random, shapes.open)
        path = waving(random, random.uniform(2.5, 6), random.uniform(1.5, 3.5))
    return _finish(random, gesture, gesture, np.repeat(shape[np.newaxis], len(path), 0), path, seed)


ORDINARY: Mapping[str, float] = {
    "rest": 1,
    "reach": 3,
    "slanted": 1,
    "half circle": 1,
    "there and back": 2,
    "talking": 3,
    "fist": 2,
    "thumb on a finger": 2,
    "pinch held": 1,
    "shapes in turn": 2,
}


def ordinary_clip(random: np.random.Generator, shapes: Shapes, kind: str, seed: int) -> Clip:
    """Return a clip with one of the `ORDINARY` movements between rest."""
    return _finish(random, "none", kind, *ordinary(random, shapes, kind), seed)


def ordinary(random: np.random.Generator, shapes: Shapes, kind: str) -> tuple[Array, Array]:
    """Return poses and path of one of the `ORDINARY` movements."""
    angle_rad, shape = random.uniform(0, 2 * np.pi), _pick(random, shapes.any)
    if kind in ("fist", "thumb on a finger", "pinch held", "shapes in turn"):
        return _regrip(random, shapes, kind)
    if kind == "reach":
        length = random.uniform(0.5, 5)
        path = go(random, angle_rad, length, length / random.uniform(0.6, 2.8))
    elif kind == "slanted":
        angle_rad = np.pi / 4 + np.pi / 2 * random.integers(4) + random.normal(0, 0.05)
        path = go(random, angle_rad, random.uniform(1, 4), random.uniform(0.3, 0.8))
    elif kind == "half circle":
        sense = int(random.choice([-1, 1]))
        path = ring(random, sense, random.uniform(0.3, 0.5), random.uniform(1, 2))
    elif kind == "there and back":
        length, duration_s = random.uniform(0.3, 3), random.uniform(0.3, 1.5)
        duration_s = max(duration_s, length / 3)
        path = chain(
            [
                go(random, angle_rad, length, duration_s),
                go(random, angle_rad + np.pi, length, duration_s * random.uniform(0.8, 1.5)),
            ]
        )
    elif kind == "talking":
        path = sway(random, random.uniform(2, 5), random.uniform(0.3, 1), random.uniform(0.3, 0.9))
    else:
        path = sway(random, 3, 0.05, 0.5)
    return np.repeat(shape[np.newaxis], len(path), 0), path


def _regrip(random: np.random.Generator, shapes: Shapes, kind: str) -> tuple[Array, Array]:
    """Return poses and path of a hand that changes its shape."""
    start = _pick(random, shapes.open)
    if kind == "fist":
        poses = morph(start, _pick(random, shapes.fists), closing(random))
    elif kind == "thumb on a finger":
        poses = morph(start, _pick(random, shapes.touching), closing(random))
    elif kind == "pinch held":
        poses = morph(start, _pick(random, shapes.pinched), closing(random, opens=False))
    else:
        parts = [start[np.newaxis]]
        for _ in range(4):
            share = np.concatenate((jerkless(count(0.25)), np.ones(count(0.4))))
            following = _pick(random, [*shapes.open, *shapes.touching, *shapes.fists])
            parts.append(morph(parts[-1][-1], following, share))
        poses = np.concatenate(parts)
    return poses, sway(random, len(poses) / RATE_HZ, 0.05, 0.6)[: len(poses)]


def _pinch(random: np.random.Generator, shapes: Shapes) -> tuple[Array, Array]:
    poses = morph(_pick(random, shapes.open), _pick(random, shapes.pinched), closing(random))
    return poses, sway(random, len(poses) / RATE_HZ, 0.05, 0.6)[: len(poses)]


def _finish(
    random: np.random.Generator, gesture: str, kind: str, poses: Array, path: Array, seed: int
) -> Clip:
    """Add rest before and after, mirror every other hand, and film."""
    before, after = (sway(random, random.uniform(1, 2), 0.04, 0.5) for _ in range(2))
    path = chain([before, path, after])
    poses = np.concatenate(
        (
            np.repeat(poses[:1], len(before), 0),
            poses,
            np.repeat(poses[-1:], len(after), 0),
        )
    )
    if random.random() < 0.5:
        poses = poses * [-1, 1]
    frame_rate_hz = FRAME_RATES_HZ[seed % len(FRAME_RATES_HZ)]
    return Clip(gesture, kind, frame_rate_hz, film(random, poses, path, frame_rate_hz))


def _pick(random: np.random.Generator, shapes: Sequence[Array]) -> Array:
    return shapes[int(random.integers(len(shapes)))]
