"""A gesture, or none, between ordinary movements, and when it may be called made.

Speeds in hand sizes per second draw the line: a swipe is faster than `SWIPE_SPEED`, longer than
`SWIPE_LENGTH` and within 25 degrees of an axis; a reach is slower than `REACH_SPEED`, or shorter
than `SHORT_LENGTH`, or slanted. What lies between is not shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.training.dynamic_gesture import motions
from models.training.dynamic_gesture.motions import RATE_HZ, Motion

SWIPE_SPEED, REACH_SPEED = 4.5, 2.8
SWIPE_LENGTH, SHORT_LENGTH = 1.5, 0.9
AXES_RAD = {
    "swipe_right": 0.0,
    "swipe_down": np.pi / 2,
    "swipe_left": np.pi,
    "swipe_up": -np.pi / 2,
}
MOST_NO_CIRCLE, LEAST_CIRCLE = 0.6, 0.85  # in turns
SLANT_RAD = np.radians(25)
# What follows a stroke tells a swipe from the first stroke of a wave.
SWIPE_CONFIRMED_S = 0.08
MADE_FOR_S = 0.45  # how long after its end a gesture is still to be named
FORGOTTEN_S = 0.9  # after that, nothing is to be named


@dataclass(frozen=True, slots=True)
class Scene:
    """A motion and the truth about it.

    Attributes:
        motion: (n, 11) at 120 Hz.
        gesture: the name, perhaps none.
        begun_s: a hand that comes into view later shows no gesture.
        not_before_s: a window that ends sooner shows no gesture yet.
        made_s: from here on, until `made_until_s`, a window that ends shows the gesture; without
            one, these are the times at which it is hardest to tell that there is none.
        made_until_s: later ends are unclear until `over_s`.
        over_s: from here on nothing is to be named.
    """

    motion: Motion
    gesture: str = "none"
    begun_s: float = np.inf
    not_before_s: float = np.inf
    made_s: float = np.inf
    made_until_s: float = np.inf
    over_s: float = np.inf


def scene(random: np.random.Generator, gesture: str) -> Scene:
    """Make up a scene of about 3 to 6 s with one gesture of that name, or none."""
    before = _ordinary_calm(random, random.uniform(0.5, 2.5))
    if gesture == "none":
        doings = [before, *(_ordinary(random) for _ in range(random.integers(1, 4)))]
        end_s = sum(len(doing) for doing in doings) / RATE_HZ
        return Scene(
            motions.join([*doings, _ordinary_calm(random, 0.8)]),
            made_s=end_s - 0.1,
            made_until_s=end_s + MADE_FOR_S,
        )
    start_s = len(before) / RATE_HZ
    if gesture.startswith("swipe"):
        return _swipe(random, gesture, before, start_s)
    if gesture.startswith("circle"):
        return _circle(random, gesture, before, start_s)
    return {"wave": _wave, "pinch": _pinch}[gesture](random, before, start_s)


def _swipe(random: np.random.Generator, name: str, before: Motion, start_s: float) -> Scene:
    angle_rad = AXES_RAD[name] + random.uniform(-SLANT_RAD, SLANT_RAD)
    length = random.uniform(SWIPE_LENGTH, 5)
    speed = max(SWIPE_SPEED, length / random.uniform(0.2, 0.8))
    made = motions.stroke(random, angle_rad, length, speed)
    end_s = start_s + len(made) / RATE_HZ
    windup = motions.stroke(
        random,
        angle_rad + np.pi + random.normal(0, 0.5),
        random.uniform(0.1, 1.2),
        random.uniform(1, REACH_SPEED),
    )
    shift_s = 0.0
    parts = [before, made]
    if random.random() < 0.3:
        parts, shift_s = [before, windup, made], len(windup) / RATE_HZ
    end_s += shift_s
    if random.random() < 0.5:
        pause_s = random.uniform(0.05, 0.7)
        way_back = motions.stroke(
            random,
            angle_rad + np.pi + random.normal(0, 0.3),
            length * random.uniform(0.5, 1.1),
            min(speed * 0.7, random.uniform(1.5, 5)),
        )
        parts += [motions.rest(random, pause_s), way_back]
        over_s = end_s + pause_s + 0.5 * len(way_back) / RATE_HZ
    else:
        pause_s, over_s = MADE_FOR_S, end_s + FORGOTTEN_S
    parts += [motions.rest(random, MADE_FOR_S), _ordinary_calm(random, 1.0)]
    return Scene(
        motions.join(parts),
        name,
        begun_s=start_s + shift_s + 0.1 * len(made) / RATE_HZ,
        not_before_s=start_s + shift_s + 0.6 * len(made) / RATE_HZ,
        made_s=end_s + SWIPE_CONFIRMED_S,
        made_until_s=end_s + max(min(pause_s + 0.05, MADE_FOR_S), 0.15),
        over_s=over_s,
    )


def _circle(random: np.random.Generator, name: str, before: Motion, start_s: float) -> Scene:
    count, period_s = random.uniform(0.95, 2.5), random.uniform(0.45, 2.0)
    turns = count * motions.easing(random, round(count * period_s * RATE_HZ))
    made = motions.circle(random, turns if name == "circle_cw" else -turns)
    end_s = start_s + len(made) / RATE_HZ
    return Scene(
        motions.join([before, made, motions.rest(random, 0.5), _ordinary_calm(random, 1.0)]),
        name,
        begun_s=start_s + 0.1,
        not_before_s=start_s + np.searchsorted(turns, MOST_NO_CIRCLE) / RATE_HZ,
        made_s=start_s + np.searchsorted(turns, LEAST_CIRCLE) / RATE_HZ,
        made_until_s=end_s + 0.2,
        over_s=end_s + FORGOTTEN_S,
    )


def _wave(random: np.random.Generator, before: Motion, start_s: float) -> Scene:
    cycles, rate_hz = random.uniform(2, 6), random.uniform(1.4, 4)
    made = motions.swing(random, cycles, rate_hz, random.normal(0, 0.2))
    end_s = start_s + len(made) / RATE_HZ
    return Scene(
        motions.join([before, made, motions.rest(random, 0.5), _ordinary_calm(random, 1.0)]),
        "wave",
        begun_s=start_s + 0.1,
        not_before_s=start_s + 1.1 / rate_hz,
        made_s=start_s + 1.75 / rate_hz,
        made_until_s=end_s + 0.2,
        over_s=end_s + FORGOTTEN_S,
    )


def _pinch(random: np.random.Generator, before: Motion, start_s: float) -> Scene:
    close_s, hold_s, open_s = random.uniform((0.08, 0, 0.08), (0.45, 0.35, 0.45))
    pulse = motions.bump(random, close_s, hold_s, open_s)
    index, rest_of_hand = random.uniform((0, -0.15), (0.25, 0.4))
    made = motions.grip(pulse, pinch=1, index=index, rest_of_hand=rest_of_hand)
    made += motions.rest(random, len(made) / RATE_HZ)
    end_s = start_s + len(made) / RATE_HZ
    return Scene(
        motions.join([before, made, motions.rest(random, 0.5), _ordinary_calm(random, 1.0)]),
        "pinch",
        begun_s=start_s + 0.1,
        not_before_s=start_s + close_s + hold_s,
        made_s=end_s - 0.1 * open_s,
        made_until_s=end_s + MADE_FOR_S,
        over_s=end_s + FORGOTTEN_S,
    )


def _ordinary_calm(random: np.random.Generator, duration_s: float) -> Motion:
    """Rest, or rest and move slowly."""
    if random.random() < 0.6:
        return motions.rest(random, duration_s)
    return motions.join([_reach(random), motions.rest(random, duration_s)])


def _reach(random: np.random.Generator) -> Motion:
    """Move somewhere without haste."""
    return motions.stroke(
        random,
        random.uniform(0, 2 * np.pi),
        random.uniform(0.3, 5),
        random.uniform(0.5, REACH_SPEED),
    )


def _flick(random: np.random.Generator) -> Motion:
    """Move fast, but too short for a swipe."""
    return motions.stroke(
        random, random.uniform(0, 2 * np.pi), random.uniform(0.1, SHORT_LENGTH), 5
    )


def _slanted(random: np.random.Generator) -> Motion:
    """Move fast between the axes."""
    angle_rad = np.pi / 4 + np.pi / 2 * random.integers(4) + random.uniform(-0.12, 0.12)
    return motions.stroke(random, angle_rad, random.uniform(1, 4), random.uniform(3, 9))


def _part_circle(random: np.random.Generator) -> Motion:
    """Go less than round."""
    count, period_s = random.uniform(0.15, MOST_NO_CIRCLE), random.uniform(0.45, 2)
    turns = count * motions.easing(random, max(2, round(count * period_s * RATE_HZ)))
    return motions.circle(random, turns * random.choice([-1, 1]))


def _there_and_back(random: np.random.Generator) -> Motion:
    """Go to and fro once, in any direction, or several times up and down or slowly."""
    kind = random.integers(3)
    if kind == 0:
        return motions.swing(random, 1, random.uniform(0.5, 3), random.uniform(0, np.pi))
    if kind == 1:
        return motions.swing(
            random, random.uniform(1, 4), random.uniform(1, 3), np.pi / 2 + random.normal(0, 0.2)
        )
    return motions.swing(random, random.uniform(1, 2), random.uniform(0.2, 0.6))


def _fist(random: np.random.Generator) -> Motion:
    """Close all fingers and open them, or leave them closed."""
    return motions.grip(
        _pulse(random),
        pinch=random.choice([0.0, random.uniform(0, 1)]),
        index=random.uniform(0.8, 1),
        rest_of_hand=random.uniform(0.7, 1),
    )


def _no_pinch(random: np.random.Generator) -> Motion:
    """Pinch and stay so, pinch halfway, fold some fingers, or lay the thumb on another finger."""
    part = random.uniform(0.2, 1)
    kind = random.integers(5)
    if kind == 0:
        return motions.grip(_pulse(random, opens=False), pinch=1, rest_of_hand=0.1)
    if kind == 1:
        return motions.grip(_pulse(random), pinch=0.6 * part, rest_of_hand=0.1)
    if kind == 2:
        return motions.grip(_pulse(random), index=part)
    if kind == 3:
        return motions.grip(_pulse(random), rest_of_hand=part, pinch=random.uniform(0, 0.4))
    return motions.grip(_pulse(random), thumb=part, rest_of_hand=random.uniform(0, 0.2))


def _pulse(random: np.random.Generator, *, opens: bool | None = None) -> NDArray[np.float64]:
    """Return (n,) 0 to 1 and, unless it is not to, back to 0; by default it mostly does."""
    pulse = motions.bump(random, *random.uniform((0.08, 0, 0.08), (0.5, 0.6, 0.5)))
    if random.random() < 0.7 if opens is None else opens:
        return pulse
    return pulse[: np.argmax(pulse) + 1]


def _shapes_in_turn(random: np.random.Generator) -> Motion:
    """Change the shape of the hand several times, as in counting."""
    shapes = random.choice([0.0, 1.0], (random.integers(3, 6), 4), p=[0.6, 0.4]) * [0.6, 1, 1, 1]
    shapes[0] = 0
    parts = []
    for before, after in pairwise(shapes):
        motion = motions.still(random.uniform(0.15, 0.6))
        change = motions.ramp(random, len(motion))[:, np.newaxis] * (after - before)
        motion[:, motions.POSE] = change
        parts += [motion, motions.rest(random, random.uniform(0, 0.6))]
    return motions.join(parts)


def _turn(random: np.random.Generator) -> Motion:
    """Turn the hand, perhaps over, perhaps with a move, and bring it nearer or farther."""
    motion = motions.still(random.uniform(0.3, 1.5))
    done = motions.ramp(random, len(motion))[:, np.newaxis]
    turned = [motions.X, motions.Y, motions.TURN, motions.ROLL, motions.LOG_SIZE]
    motion[:, turned] = done * random.normal(0, (0.5, 0.5, 0.7, 1.5, 0.25))
    motion[:, motions.POSE] = done * random.uniform(-0.3, 0.3, 4) * random.choice([0, 1])
    return motion


_ORDINARY: tuple[tuple[Callable[[np.random.Generator], Motion], float], ...] = (
    (_reach, 4),
    (_flick, 2),
    (_slanted, 1),
    (_part_circle, 3),
    (_there_and_back, 3),
    (_fist, 2),
    (_no_pinch, 4),
    (_shapes_in_turn, 2),
    (_turn, 3),
    (motions.letters, 3),
    (lambda random: motions.wander(random, random.uniform(1, 4)), 4),
    (lambda random: motions.rest(random, random.uniform(0.5, 2)), 1),
)
_WEIGHTS = np.array([weight for _, weight in _ORDINARY]) / sum(weight for _, weight in _ORDINARY)


def _ordinary(random: np.random.Generator) -> Motion:
    """Do one ordinary thing."""
    return _ORDINARY[random.choice(len(_ORDINARY), p=_WEIGHTS)][0](random)
