"""How a tracker would see a scene: frames at some rate, some missed, landmarks that tremble."""

import numpy as np
from numpy.typing import NDArray

from models.training.dynamic_gesture import motions
from models.training.dynamic_gesture.hand_shape import shape
from models.training.dynamic_gesture.motions import RATE_HZ, Motion

ANY_TURN_SHARE = 0.1  # of hands that do not point upwards, as on a table seen from above


def film(
    random: np.random.Generator, motion: Motion
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return (n,) times in seconds and (n, 21, 2) landmarks in pixels of some hand and camera."""
    times_s = _frame_times(random, len(motion) / RATE_HZ)
    grid_s = np.arange(len(motion)) / RATE_HZ
    seen = np.stack([np.interp(times_s, grid_s, column) for column in motion.T], axis=1)
    pose = np.clip(_pose(random) + seen[:, motions.POSE], 0, 1)
    points = shape(random, pose)  # (n, 21, 2)
    points[:, 7:9] += seen[:, np.newaxis, [motions.TIP_X, motions.TIP_Y]]
    if random.random() < 0.5:  # the other hand
        points[..., 0] *= -1
    points = _tilt(random, points, seen[:, motions.TURN], seen[:, motions.ROLL])
    points *= np.exp(seen[:, motions.LOG_SIZE])[:, np.newaxis, np.newaxis]
    points += seen[:, np.newaxis, [motions.X, motions.Y]]
    points += _tremble(random, points.shape)
    return times_s, points * random.uniform(40, 250)


def _frame_times(random: np.random.Generator, duration_s: float) -> NDArray[np.float64]:
    rate_hz = random.uniform(10, 60)
    times_s = np.arange(random.uniform(0, 1 / rate_hz), duration_s, 1 / rate_hz)
    times_s = times_s + random.uniform(0, 0.2) / rate_hz * random.uniform(-1, 1, len(times_s))
    missed = random.random(len(times_s)) < random.choice([0.0, 0.05, 0.15])
    seen: NDArray[np.float64] = times_s[~missed]
    return seen


def _pose(random: np.random.Generator) -> NDArray[np.float64]:
    """Return (4,) of an open, pointing, lax or closed hand: see `hand_shape.shape`."""
    kinds = [(0, 0, 0), (0, 0, 1), (0.2, 0.25, 0.35), (0, 0, 0.5), (0.1, 0.9, 0.95)]
    kind = random.choice(len(kinds), p=[0.45, 0.15, 0.25, 0.1, 0.05])
    return np.append(kinds[kind] + random.uniform(0, 0.15, 3), 0)


def _tilt(
    random: np.random.Generator,
    points: NDArray[np.float64],
    turn_rad: NDArray[np.float64],
    roll_rad: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Lean the hand away from the camera and turn it in the picture, about its wrist."""
    pitch, roll = random.uniform(-0.9, 0.9, 2) * random.choice([0.3, 1.0])
    across, along = np.cos(roll + roll_rad), np.cos(pitch)
    angle_rad = random.normal(0, 0.45) + turn_rad
    if random.random() < ANY_TURN_SHARE:
        angle_rad = angle_rad + random.uniform(0, 2 * np.pi)
    cos, sin = np.cos(angle_rad), np.sin(angle_rad)
    turned = np.array([[cos, sin], [-sin, cos]]).transpose(2, 0, 1)  # (n, 2, 2)
    leaned = points * np.stack((across, np.full_like(across, along)), axis=1)[:, np.newaxis]
    tilted: NDArray[np.float64] = leaned @ turned / max(np.median(np.abs(across)), along)
    return tilted


def _tremble(random: np.random.Generator, size: tuple[int, ...]) -> NDArray[np.float64]:
    """Return noise in hand sizes: of each landmark, of the whole picture, and a rare jump."""
    frames = size[0]
    noise = random.normal(0, random.uniform(0.002, 0.03), size)
    noise += random.normal(0, random.uniform(0, 0.02), (frames, 1, 2))
    jumps = random.random((frames, 1, 1)) < random.choice([0.0, 0.01])
    noise += jumps * random.normal(0, 0.15, (frames, 1, 2))
    trembling: NDArray[np.float64] = noise
    return trembling
