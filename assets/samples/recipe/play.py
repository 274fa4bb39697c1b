"""What happens when: the movements of both hands, the lamp, and every sound."""

from dataclasses import dataclass

import numpy as np
from recipe import sounds
from recipe.skeleton import POSES, Placement, Pose
from recipe.voice import speak

DURATION_S = 15.0
FRAME_RATE_HZ = 30
LAMP_ON_S = 1.2  # the sync mark: frame 36 is the first lit one, the click starts with it
COUNT_S, COUNT_STEP_S = 3.45, 0.47
NOISE_LEVEL = 10 ** (-62 / 20)

# (time, sentence, peak level).
SENTENCES = (
    (1.6, "There is music in the room.", 0.5),
    (COUNT_S, "One, two, three, four, five.", 0.5),
    (6.25, "The meeting is at three o'clock in the afternoon.", 0.5),
)
TELEPHONE_S, APPLAUSE_S, WHISTLE_S = (8.6, 10.1), (10.05, 12.4), 12.5


@dataclass(frozen=True, slots=True)
class Key:
    """One hand at one moment; between two keys it moves smoothly.

    Attributes:
        at_s: the moment.
        pose: name of the hand's shape.
        wrist_cm: place in the world.
        roll_deg: see `Placement`.
        yaw_deg: see `Placement`.
        arm_deg: see `Placement`.
        wave_deg: swing of the roll at `WAVE_HZ`.
        twist_deg: swing of the yaw at `WAVE_HZ`, the silent applause of the deaf.
    """

    at_s: float
    pose: str
    wrist_cm: tuple[float, float, float]
    roll_deg: float = 0.0
    yaw_deg: float = 0.0
    arm_deg: float = 0.0
    wave_deg: float = 0.0
    twist_deg: float = 0.0


WAVE_HZ = 1.8
_LOW, _MID, _UP, _LEFT = (-3.0, -38.0, 0.0), (-2.0, -9.5, 0.0), (5.5, -4.5, 0.0), (-10.0, -9.5, 0.0)


def _counting() -> list[Key]:
    """Return the keys of one to five, each held until just before the next word."""
    keys = []
    for number, pose in enumerate(("one", "victory", "three", "four", "open")):
        at_s = COUNT_S + number * COUNT_STEP_S
        keys.append(Key(at_s + 0.06, pose, _MID, roll_deg=2 - number))
        keys.append(Key(at_s + COUNT_STEP_S - 0.12, pose, _MID, roll_deg=2 - number))
    return keys


RIGHT = (
    Key(0.5, "open", _LOW),
    Key(0.9, "open", _MID),
    Key(1.5, "open", _MID),
    Key(1.8, "open", _MID, wave_deg=13),
    Key(2.6, "open", _MID, wave_deg=13),
    Key(2.95, "fist", _MID, yaw_deg=8),
    Key(3.2, "fist", _MID),
    *_counting(),
    Key(6.1, "fist", _MID),
    Key(6.5, "thumb_up", _UP, roll_deg=62, arm_deg=44, yaw_deg=0),
    Key(7.9, "thumb_up", (4.5, -3.5, 2.0), roll_deg=68, arm_deg=48, yaw_deg=8),
    Key(8.4, "victory", _MID, roll_deg=4),
    Key(9.4, "victory", (-5.0, -9.0, 1.0), roll_deg=-7, yaw_deg=-12),
    Key(9.7, "horns", (-5.0, -9.0, 1.0), roll_deg=3),
    Key(10.1, "horns", (-8.0, -9.0, 0.0)),
    Key(10.4, "open", _LEFT),
    Key(10.7, "open", _LEFT, twist_deg=24),
    Key(12.2, "open", _LEFT, twist_deg=24),
    Key(12.6, "open", _LEFT),
    Key(13.2, "fist", _LEFT, roll_deg=6),
    Key(13.8, "open", _LEFT, roll_deg=-8),
    Key(14.4, "victory", _LEFT, roll_deg=6),
    Key(15.0, "victory", _LEFT),
)
LEFT = (
    Key(10.15, "open", (10.0, -38.0, 0.0)),
    Key(10.6, "open", (10.0, -9.5, 0.0)),
    Key(10.7, "open", (10.0, -9.5, 0.0), twist_deg=24),
    Key(12.2, "open", (10.0, -9.5, 0.0), twist_deg=24),
    Key(12.6, "open", (10.0, -9.5, 0.0)),
    Key(13.2, "open", (10.0, -9.5, 0.0), roll_deg=8),
    Key(13.8, "fist", (10.0, -9.5, 0.0), roll_deg=-6),
    Key(14.4, "victory", (10.0, -9.5, 0.0), roll_deg=-6),
    Key(15.0, "victory", (10.0, -9.5, 0.0)),
)


def hand_at(keys: tuple[Key, ...], at_s: float, left: bool) -> tuple[Pose, Placement] | None:
    """Return the shape and place of a hand, or None before it comes."""
    if at_s < keys[0].at_s:
        return None
    after = next((i for i, key in enumerate(keys) if key.at_s > at_s), len(keys) - 1)
    a, b = keys[after - 1], keys[after]
    u = min(1.0, (at_s - a.at_s) / (b.at_s - a.at_s))
    u = u * u * (3 - 2 * u)

    def between(x: float, y: float) -> float:
        return x + u * (y - x)

    swing = np.sin(2 * np.pi * WAVE_HZ * at_s)
    idle = np.sin(2 * np.pi * np.array([0.43, 0.31, 0.57]) * at_s + (2.0 if left else 0.0))
    wrist = [between(p, q) + 0.25 * s for p, q, s in zip(a.wrist_cm, b.wrist_cm, idle, strict=True)]
    place = Placement(
        (wrist[0], wrist[1], wrist[2]),
        roll_deg=between(a.roll_deg, b.roll_deg)
        + between(a.wave_deg, b.wave_deg) * swing
        + idle[1],
        yaw_deg=between(a.yaw_deg, b.yaw_deg)
        + between(a.twist_deg, b.twist_deg) * swing
        + 4 * idle[0],
        pitch_deg=3 * float(idle[2]),
        arm_deg=between(a.arm_deg, b.arm_deg) + 0.3 * between(a.wave_deg, b.wave_deg) * swing,
        left=left,
    )
    return POSES[a.pose].towards(POSES[b.pose], u), place


def soundtrack() -> sounds.Sound:
    """Return the whole sound at 48 kHz, -1..1."""
    mix = NOISE_LEVEL * sounds.quiet_room(DURATION_S)
    sounds.add(mix, 0.6 * sounds.switch_click(), LAMP_ON_S)
    for at_s, text, level in SENTENCES:
        sounds.add(mix, level * speak(text), at_s)
    ring = sounds.telephone(TELEPHONE_S[1] - TELEPHONE_S[0])
    sounds.add(mix, 0.5 * ring, TELEPHONE_S[0])
    clapping = sounds.applause(APPLAUSE_S[1] - APPLAUSE_S[0])
    sounds.add(mix, 0.4 * clapping, APPLAUSE_S[0])
    sounds.add(mix, 0.5 * sounds.whistle(), WHISTLE_S)
    return np.clip(mix, -1, 1)
