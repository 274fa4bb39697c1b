"""How hands move, for judging gestures: paths and changes of shape that no training knows.

Point-to-point movements are of minimum jerk (Flash and Hogan 1985) on an arc about the elbow,
circles slow down where they bend (two-thirds power law, Lacquaniti 1983), a wave turns about wrist
or elbow, and a hand closes from one recorded shape to another.

A shape is (21, 2) in hand sizes around the wrist; a path is (n, 3): x, y in hand sizes, y down, and
turn in radians, at `RATE_HZ`.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RATE_HZ = 200


def hand_size(points: Array) -> float:
    """Return the longest side of wrist, index root and little-finger root of (21, 2) points."""
    sides = points[[0, 5, 17]] - points[[5, 17, 0]]
    return float(np.hypot(sides[:, 0], sides[:, 1]).max())


def normalised(points: Array) -> Array:
    """Return (21, 2) points in hand sizes around the wrist."""
    result: Array = (points - points[0]) / hand_size(points)
    return result


def jerkless(samples: int) -> Array:
    """Return (samples,) 0..1 of minimum jerk."""
    t = np.linspace(0, 1, samples)
    result: Array = 10 * t**3 - 15 * t**4 + 6 * t**5
    return result


def count(duration_s: float) -> int:
    """Return how many samples last that long."""
    return max(2, round(duration_s * RATE_HZ))


def pause(duration_s: float) -> Array:
    """Return a path that stays."""
    return np.zeros((count(duration_s), 3))


def go(random: np.random.Generator, angle_rad: float, length: float, duration_s: float) -> Array:
    """Move along an arc about the elbow and perhaps overshoot; 0 rad is right."""
    path = pause(duration_s)
    swing_rad = length / random.uniform(3.5, 9) * random.choice([-1, 1])
    bent = jerkless(len(path)) * swing_rad
    radius = length / (2 * abs(np.sin(swing_rad / 2)))
    along, across = radius * np.sin(np.abs(bent)), radius * (1 - np.cos(bent)) * np.sign(swing_rad)
    start_rad = angle_rad - swing_rad / 2
    path[:, 0] = along * np.cos(start_rad) - across * np.sin(start_rad)
    path[:, 1] = along * np.sin(start_rad) + across * np.cos(start_rad)
    path[:, 2] = bent * random.uniform(0.3, 1)
    if random.random() < 0.3:
        back = -random.uniform(0.03, 0.08) * path[-1]
        path = chain([path, jerkless(count(0.15))[:, np.newaxis] * back])
    return path


def ring(random: np.random.Generator, sense: int, turns: float, period_s: float) -> Array:
    """Go round, slower where the ellipse bends; `sense` 1 is clockwise as seen."""
    flat, tilt = random.uniform(0.6, 1), random.uniform(0, np.pi)
    phase = np.linspace(0, 2 * np.pi * turns, 4000) + random.uniform(0, 2 * np.pi)
    bend = flat / (np.sin(phase) ** 2 + (flat * np.cos(phase)) ** 2) ** 1.5
    length = np.hypot(np.sin(phase), flat * np.cos(phase))
    passed = np.cumsum(length * bend ** (1 / 3))  # time spent, v ~ curvature^(-1/3)
    path = pause(turns * period_s)
    edge = min(0.25, 0.5 / turns / 2)
    time = np.linspace(0, 1, len(path))
    pace = np.clip(np.minimum(time, 1 - time) / edge, 0.15, 1)
    asked = np.cumsum(pace) / pace.sum()
    phase = np.interp(asked * passed[-1], passed, phase)
    along, across = np.cos(phase), sense * flat * np.sin(phase)
    radius = random.uniform(0.45, 1.6)
    path[:, 0] = radius * (along * np.cos(tilt) - across * np.sin(tilt))
    path[:, 1] = radius * (along * np.sin(tilt) + across * np.cos(tilt))
    path[:, 2] = path[:, 0] * random.uniform(0, 0.15)
    path += time[:, np.newaxis] * random.normal(0, 0.15, 3) * [1, 1, 0]
    result: Array = path - path[0]
    return result


def waving(random: np.random.Generator, cycles: float, rate_hz: float) -> Array:
    """Turn to and fro about wrist or elbow, growing at first and dying away."""
    path = pause(cycles / rate_hz)
    time_s = np.arange(len(path)) / RATE_HZ
    rest = np.minimum(time_s, time_s[-1] - time_s) * rate_hz / 0.25
    angle = np.radians(random.uniform(16, 38)) * np.clip(rest, 0, 1)
    angle = angle * np.sin(2 * np.pi * rate_hz * time_s + random.normal(0, 0.3) * time_s)
    elbow = random.uniform(0, 2.5)
    path[:, 0], path[:, 1] = elbow * np.sin(angle), elbow * (1 - np.cos(angle))
    path[:, 2] = angle
    return path


def sway(random: np.random.Generator, duration_s: float, reach: float, rate_hz: float) -> Array:
    """Move a little, at random, below `rate_hz`."""
    path = pause(duration_s)
    time_s = np.arange(len(path)) / RATE_HZ
    for part in range(1, 4):
        waves = np.sin(
            2 * np.pi * rate_hz * part / 3 * random.uniform(0.7, 1, 3) * time_s[:, np.newaxis]
            + random.uniform(0, 2 * np.pi, 3)
        )
        path += waves * random.uniform(0, reach, 3) / part * [1, 1, 0.2]
    result: Array = path - path[0]
    return result


def chain(paths: Sequence[Array]) -> Array:
    """Return one path after another, each from where the one before ended."""
    joined = [paths[0]]
    for path in paths[1:]:
        joined.append(path + joined[-1][-1])
    return np.concatenate(joined)


def morph(start: Array, end: Array, share: Array) -> Array:
    """Return (n, 21, 2) between two shapes whose palms are laid over each other; share is (n,)."""
    palm = [0, 5, 9, 13, 17]
    if np.sign(_facing(start)) != np.sign(_facing(end)):
        end = end * [-1, 1]
    source, target = (shape[palm] @ [1, 1j] for shape in (end, start))
    source_mean, target_mean = source.mean(), target.mean()
    turn = np.vdot(source - source_mean, target - target_mean)
    turn /= np.abs(turn)
    laid = (end @ [1, 1j] - source_mean) * turn + target_mean
    points = np.stack((laid.real, laid.imag), axis=1)
    result: Array = start + share[:, np.newaxis, np.newaxis] * (points - start)
    return result


def closing(random: np.random.Generator, *, opens: bool = True) -> Array:
    """Return (n,) 0 to 1, held, and back to 0."""
    shut = jerkless(count(random.uniform(0.12, 0.38)))
    held = np.ones(round(random.uniform(0.0, 0.25) * RATE_HZ))
    again = 1 - jerkless(count(random.uniform(0.12, 0.38)))
    return np.concatenate((shut, held, again) if opens else (shut, np.ones(2 * RATE_HZ)))


def _facing(shape: Array) -> float:
    """Return the area, with sign, of wrist, index root and little-finger root."""
    (ax, ay), (bx, by) = shape[5] - shape[0], shape[17] - shape[0]
    return float(ax * by - ay * bx)
