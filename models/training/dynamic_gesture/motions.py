"""What a hand does for a while: gestures and ordinary movements, one function each.

A motion is (n, 11) float64 at 120 Hz, each column relative to where it began: palm x, y and extra
finger x, y in hand sizes (x right, y down), turn in the picture and turn about the forearm in
radians, pinch, fold of the index finger, fold of the other fingers, thumb laid on another finger
(0..1), logarithm of the size.
"""

import numpy as np
from numpy.typing import NDArray

Motion = NDArray[np.float64]
RATE_HZ = 120
COLUMNS = 11
X, Y, TIP_X, TIP_Y, TURN, ROLL, PINCH, INDEX_FOLD, REST_FOLD, THUMB, LOG_SIZE = range(COLUMNS)
POSE = [PINCH, INDEX_FOLD, REST_FOLD, THUMB]


def still(duration_s: float) -> Motion:
    """Return a motion of nothing."""
    return np.zeros((max(1, round(duration_s * RATE_HZ)), COLUMNS))


def ramp(random: np.random.Generator, samples: int) -> NDArray[np.float64]:
    """Return (samples,) 0..1: a start, a middle and an end, earlier or later fast."""
    time = np.linspace(0, 1, samples)
    sharpness = random.uniform(0.5, 1.0)
    skewed = time ** random.uniform(0.75, 1.3)
    return sharpness * (1 - np.cos(np.pi * skewed)) / 2 + (1 - sharpness) * skewed


def rest(random: np.random.Generator, duration_s: float) -> Motion:
    """Hang about: slow drift of everything."""
    motion = still(duration_s)
    reach = np.array(
        [0.15, 0.15, 0.05, 0.05, 0.08, 0.1, 0.03, 0.05, 0.05, 0, 0.03]
    ) * random.uniform(0, 1)
    return motion + smooth_noise(random, len(motion), 0.5) * reach


def stroke(random: np.random.Generator, angle_rad: float, length: float, speed: float) -> Motion:
    """Move straight, or nearly: `speed` is the mean in hand sizes per second; 0 rad is right."""
    motion = still(length / speed)
    done = ramp(random, len(motion))
    bow = np.sin(np.pi * done) * random.normal(0, 0.06) * length
    cos, sin = np.cos(angle_rad), np.sin(angle_rad)
    motion[:, X] = done * length * cos - bow * sin
    motion[:, Y] = done * length * sin + bow * cos
    motion[:, TURN] = done * random.normal(0, 0.15) + done * cos * random.uniform(0, 0.4)
    motion[:, LOG_SIZE] = done * random.normal(0, 0.05)
    return motion


def easing(random: np.random.Generator, samples: int) -> NDArray[np.float64]:
    """Return (samples,) 0..1 at an even pace, or slower at both ends."""
    softness = random.uniform(0, 1)
    return softness * ramp(random, samples) + (1 - softness) * np.linspace(0, 1, samples)


def circle(random: np.random.Generator, turns: NDArray[np.float64]) -> Motion:
    """Go round by the palm, the finger or both; `turns` (n,) are those done, clockwise as seen."""
    motion = np.zeros((len(turns), COLUMNS))
    phase = random.uniform(0, 2 * np.pi) + 2 * np.pi * turns
    tilt, flatness = random.uniform(0, np.pi), random.uniform(0.55, 1)
    along, across = np.cos(phase), flatness * np.sin(phase)
    ring = np.stack(
        (
            along * np.cos(tilt) - across * np.sin(tilt),
            along * np.sin(tilt) + across * np.cos(tilt),
        ),
        axis=1,
    )
    ring = (ring - ring[0]) * random.uniform(0.35, 2.2)
    by_palm = random.choice([1.0, random.uniform(0.2, 1)])
    motion[:, [X, Y]] = ring * by_palm + np.linspace(0, 1, len(motion))[:, None] * random.normal(
        0, 0.2, 2
    )
    motion[:, [TIP_X, TIP_Y]] = np.clip(ring * (1 - by_palm), -0.8, 0.8)
    motion[:, TURN] = smooth_noise(random, len(motion), 1)[:, 0] * 0.15
    return motion


def swing(
    random: np.random.Generator, cycles: float, rate_hz: float, angle_rad: float = 0.0
) -> Motion:
    """Go to and fro along a line: by the arm, by tilting the hand, or both."""
    motion = still(cycles / rate_hz)
    time_s = np.arange(len(motion)) / RATE_HZ
    wobble = smooth_noise(random, len(motion), 1)[:, 0] * 0.08
    sign = random.choice([-1, 1])
    swung = sign * np.sin(2 * np.pi * (rate_hz * time_s + wobble))
    if random.random() < 0.5:  # from one side rather than from the middle
        swung = sign * (1 - np.cos(2 * np.pi * (rate_hz * time_s + wobble))) / 2
    swung -= swung[0]
    by_arm = random.uniform(0, 1)
    reach = by_arm * random.uniform(0.5, 2.0)
    motion[:, X] = swung * reach * np.cos(angle_rad)
    motion[:, Y] = swung * reach * np.sin(angle_rad) + np.abs(swung) * random.uniform(-0.1, 0.15)
    motion[:, TURN] = swung * ((1 - by_arm) * random.uniform(0.35, 0.8) + random.normal(0, 0.05))
    return motion


def bump(
    random: np.random.Generator, rise_s: float, hold_s: float, fall_s: float
) -> NDArray[np.float64]:
    """Return (n,) 0 to 1, held, and back to 0."""
    rise = ramp(random, max(2, round(rise_s * RATE_HZ)))
    fall = 1 - ramp(random, max(2, round(fall_s * RATE_HZ)))
    return np.concatenate((rise, np.ones(round(hold_s * RATE_HZ)), fall))


def grip(
    pulse: NDArray[np.float64],
    *,
    pinch: float = 0,
    index: float = 0,
    rest_of_hand: float = 0,
    thumb: float = 0,
) -> Motion:
    """Close and open parts of the hand along (n,) `pulse`."""
    motion = np.zeros((len(pulse), COLUMNS))
    motion[:, POSE] = pulse[:, np.newaxis] * [pinch, index, rest_of_hand, thumb]
    return motion


def letters(random: np.random.Generator) -> Motion:
    """Write: short strokes in all directions, by the finger."""
    strokes = [
        stroke(random, random.uniform(0, 2 * np.pi), random.uniform(0.2, 1.1), random.uniform(1, 5))
        for _ in range(random.integers(2, 8))
    ]
    written = join(strokes)
    by_palm = random.uniform(0.1, 1)
    written[:, [TIP_X, TIP_Y]] = np.clip(written[:, [X, Y]] * (1 - by_palm), -0.7, 0.7)
    written[:, [X, Y]] *= by_palm
    return written


def wander(random: np.random.Generator, duration_s: float) -> Motion:
    """Follow a smooth random path with everything, as in talking with the hands."""
    motion = still(duration_s)
    noise = smooth_noise(random, len(motion), random.uniform(0.2, 1.2))
    reach = np.array([1.2, 1.2, 0.2, 0.2, 0.3, 0.6, 0.2, 0.3, 0.3, 0.2, 0.1]) * random.uniform(
        0.2, 1.2
    )
    return motion + noise * reach


def smooth_noise(random: np.random.Generator, samples: int, cutoff_hz: float) -> Motion:
    """Return (samples, 11) noise of unit size below about `cutoff_hz`, from 0 on."""
    time_s = np.arange(samples)[:, np.newaxis, np.newaxis] / RATE_HZ
    rates_hz = random.uniform(0.1, 1.3, (1, 4, COLUMNS)) * cutoff_hz
    phases = random.uniform(0, 2 * np.pi, (1, 4, COLUMNS))
    noise = np.sin(2 * np.pi * rates_hz * time_s + phases).sum(axis=1) / np.sqrt(2)
    result: Motion = noise - noise[0]
    return result


def join(motions: list[Motion]) -> Motion:
    """Do one after the other, each from where the one before ended."""
    ends = np.cumsum([np.zeros(COLUMNS)] + [motion[-1] for motion in motions[:-1]], axis=0)
    return np.concatenate([motion + end for motion, end in zip(motions, ends, strict=True)])
