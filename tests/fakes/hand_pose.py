"""A hand of bones: joint angles in, 21 world landmarks out.

Bone lengths are those of Buryanov and Kotiuk, "Proportions of hand segments" (2010). The hand is a
right one, palm to the camera, fingers up: x right, y down, z away from the camera.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vision.geometry import RotatedSquare
from vision.hands.gesture_table import GestureRule
from vision.hands.hand import Hand, Handedness

CARPUS_M = 0.025
METACARPALS_M = (0.068, 0.065, 0.058, 0.054)
PHALANGES_M = (
    (0.040, 0.022, 0.016),
    (0.045, 0.026, 0.017),
    (0.041, 0.026, 0.017),
    (0.033, 0.018, 0.016),
)
THUMB_ROOT_M = (0.022, -0.022, -0.008)
THUMB_M = (0.046, 0.032, 0.022)
# Angles from straight up, towards the thumb: of the knuckles seen from the wrist, of the fingers.
KNUCKLE_FAN_DEG = (15.0, 0.0, -14.0, -27.0)
FINGER_FAN_DEG = (6.0, 0.0, -6.0, -12.0)

THUMB_OUT_M = (0.100, -0.085, -0.010)
THUMB_IN_M = (-0.012, -0.068, -0.030)
FINGER_DEG = {
    "straight": (5.0, 5.0, 5.0),
    "bent": (75.0, 100.0, 60.0),
    "curled": (75.0, 100.0, 60.0),
    "arched": (45.0, 55.0, 30.0),
    "hooked": (5.0, 85.0, 45.0),
    "any": (75.0, 100.0, 60.0),
}
TOUCHING_DEG = (50.0, 55.0, 30.0)
TIPS = {"index": 8, "middle": 12, "ring": 16, "little": 20}


def bone_hand(
    fingers_deg: NDArray[np.floating], thumb_m: Sequence[float] | None, meets: Sequence[int] = ()
) -> NDArray[np.float64]:
    """Return (21, 3) landmarks in metres.

    Args:
        fingers_deg: (4, 3) bends of the joints of index..little finger.
        thumb_m: (3,) where the thumb's tip reaches for; None for the tips in `meets`.
        meets: landmarks whose middle the thumb reaches for.
    """
    points = np.zeros((21, 3))
    for finger in range(4):
        points[5 + 4 * finger : 9 + 4 * finger] = _finger(finger, fingers_deg[finger])
    target = points[list(meets)].mean(axis=0) if thumb_m is None else np.array(thumb_m)
    points[1:5] = _reach(np.array(THUMB_ROOT_M), target)
    return points


def rule_hand(
    rule: GestureRule, noise_deg: NDArray[np.floating] | None = None
) -> NDArray[np.float64]:
    """Return the (21, 3) landmarks of a hand that does what a rule says.

    `noise_deg`, (4, 3), is added to the bends of the fingers.
    """
    bends = np.array(
        [
            TOUCHING_DEG if finger in rule.touches and state == "bent" else FINGER_DEG[state]
            for finger, state in zip(TIPS, rule.fingers, strict=True)
        ]
    )
    if noise_deg is not None:
        bends = bends + noise_deg
    if rule.touches:
        return bone_hand(bends, None, [TIPS[finger] for finger in rule.touches])
    return bone_hand(bends, THUMB_OUT_M if rule.thumb == "out" else THUMB_IN_M)


def turn(
    points: NDArray[np.floating], axis: Sequence[float], angle_rad: float
) -> NDArray[np.float64]:
    """Turn (..., 3) points around an axis through the origin (Rodrigues)."""
    unit = np.array(axis) / np.linalg.norm(axis)
    along = np.multiply.outer(points @ unit, unit)
    turned: NDArray[np.float64] = (
        along + (points - along) * np.cos(angle_rad) + np.cross(unit, points) * np.sin(angle_rad)
    )
    return turned


def swing_thumb(
    points: NDArray[np.floating], axis: Sequence[float], angle_rad: float
) -> NDArray[np.float64]:
    """Return (21, 3) landmarks with the thumb turned in its first joint."""
    moved = points.astype(np.float64)
    moved[2:5] = points[1] + turn(points[2:5] - points[1], axis, angle_rad)
    return moved


def boned(directions: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return (21, 3) landmarks of a hand's bones, each in a direction of its own, (5, 4, 3)."""
    points = np.zeros((21, 3))
    roots_m = (float(np.linalg.norm(THUMB_ROOT_M)), *(CARPUS_M + m for m in METACARPALS_M))
    lengths = zip(roots_m, (THUMB_M, *PHALANGES_M), strict=True)
    for finger, (root_m, phalanges_m) in enumerate(lengths):
        steps = directions[finger] * np.array((root_m, *phalanges_m))[:, np.newaxis]
        points[1 + 4 * finger : 5 + 4 * finger] = np.cumsum(steps, axis=0)
    return points


def mirrored(points: NDArray[np.floating]) -> NDArray[np.float64]:
    """Make a left hand of a right one."""
    left: NDArray[np.float64] = points * np.array([-1.0, 1.0, 1.0])
    return left


def hand_of(
    world_m: NDArray[np.floating], handedness: Handedness = "right", hand_id: int = 0
) -> Hand:
    """Return a tracked hand of the given shape."""
    world = world_m.astype(np.float32)
    return Hand(
        id=hand_id,
        landmarks_px=world * 1000,
        landmarks_norm=world,
        world_m=world,
        handedness=handedness,
        handedness_score=1.0,
        presence=1.0,
        roi=RotatedSquare(0, 0, 1),
        state="seen",
        confidence=np.ones(21, np.float32),
    )


def _finger(finger: int, bends_deg: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return (4, 3) knuckle to tip."""
    points = [_direction(KNUCKLE_FAN_DEG[finger], 0.0) * (CARPUS_M + METACARPALS_M[finger])]
    bent_deg = 0.0
    for length_m, bend_deg in zip(PHALANGES_M[finger], bends_deg, strict=True):
        bent_deg += bend_deg
        points.append(points[-1] + _direction(FINGER_FAN_DEG[finger], bent_deg) * length_m)
    return np.array(points)


def _direction(fan_deg: float, bent_deg: float) -> NDArray[np.float64]:
    """Return a unit vector: up, fanned towards the thumb, bent towards the palm."""
    fan, bent = np.radians((fan_deg, bent_deg))
    return np.array([np.sin(fan) * np.cos(bent), -np.cos(fan) * np.cos(bent), -np.sin(bent)])


def _reach(root: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (4, 3) thumb joints from `root`, the tip at `target` or towards it (FABRIK)."""
    steps = np.cumsum((0.0, *THUMB_M))[:, np.newaxis]
    chain = root + steps * _direction(50.0, 20.0)
    for _ in range(30):
        chain[-1] = target
        for joint in (2, 1, 0):
            chain[joint] = _apart(chain[joint + 1], chain[joint], THUMB_M[joint])
        chain[0] = root
        for joint in (1, 2, 3):
            chain[joint] = _apart(chain[joint - 1], chain[joint], THUMB_M[joint - 1])
    return chain


def _apart(
    fixed: NDArray[np.float64], free: NDArray[np.float64], length_m: float
) -> NDArray[np.float64]:
    """Move `free` along its line to `fixed` until they are a bone apart."""
    line = free - fixed
    return fixed + line * (length_m / max(float(np.linalg.norm(line)), 1e-9))
