"""Reads a gesture off one hand by the rules of one vocabulary of the table."""

from collections.abc import Iterator
from dataclasses import dataclass

from vision.hands.angles import HandAngles, hand_angles, is_hand_shaped
from vision.hands.gesture_table import (
    FingerState,
    GestureRule,
    GestureTable,
    Thresholds,
    Touch,
)
from vision.hands.hand import Hand

# A little below the 0.5 of a condition at its threshold: a hand that just misses one condition of
# one gesture and fits no other better is meant as that gesture. Over 308 ASL digits 0.4 in place
# of 0.5 reads 6 more hands, 4 of them right.
READ_SCORE = 0.4
TIP_OF: dict[Touch, int] = {"index": 0, "middle": 1, "ring": 2, "little": 3}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one hand shows.

    Attributes:
        gesture: name from the table.
        score: how clearly, 0.4..1: at 0.5 one condition stands at its threshold, at 1 all are met
            by a margin.
    """

    gesture: str
    score: float


class GestureRules:
    """The rules of one vocabulary."""

    def __init__(self, table: GestureTable, culture: str) -> None:
        """Take the rules of `culture`, a vocabulary of the table: `signs` or a way of counting.

        Raises:
            GestureTableError: the table has no such vocabulary.
        """
        self.culture = culture
        self.two_handed = culture in table.two_handed
        self._rules = table.rules(culture)
        self._thresholds = table.thresholds

    def read(self, hand: Hand) -> Reading | None:
        """Return the gesture that fits best; None when none fits, or it is no hand at all."""
        if not is_hand_shaped(hand.world_m):
            return None
        best = max(self.scores(hand_angles(hand.world_m, hand.handedness)), key=_score)
        return best if best.score >= READ_SCORE else None

    def scores(self, angles: HandAngles) -> list[Reading]:
        """Return every rule's score, 0..1, in the table's order."""
        return [
            Reading(rule.gesture, min(_conditions(rule, angles, self._thresholds)))
            for rule in self._rules
        ]


def _score(reading: Reading) -> float:
    return reading.score


def _conditions(rule: GestureRule, angles: HandAngles, limits: Thresholds) -> Iterator[float]:
    """Yield how well each condition of a rule is met, 0..1."""
    out = limits.thumb_out.met(angles.thumb_reach)
    yield {"out": out, "in": 1 - out, "any": 1.0}[rule.thumb]
    flexions = angles.flexion_deg[1:].tolist()
    roots = angles.root_deg[1:].tolist()
    for state, flexion, root in zip(rule.fingers, flexions, roots, strict=True):
        yield _finger_states(flexion, root, limits)[state]
    for finger in rule.touches:
        yield 1 - limits.touch.met(float(angles.tip_distances[TIP_OF[finger]]))
    if rule.thumb_direction != "any":
        up_deg = angles.thumb_up_deg
        yield 1 - limits.thumb_up_deg.met(up_deg if rule.thumb_direction == "up" else 180 - up_deg)
    if rule.palm == "camera":
        yield limits.palm_to_camera.met(angles.palm_to_camera)


def _finger_states(
    flexion_deg: float, root_deg: float, limits: Thresholds
) -> dict[FingerState, float]:
    """Return how well a finger meets each state, 0..1."""
    bent = limits.bent_deg.met(flexion_deg)
    curled = limits.curled_deg.met(flexion_deg)
    arched = min(bent, 1 - curled)
    return {
        "straight": 1 - bent,
        "bent": bent,
        "arched": arched,
        "curled": curled,
        "hooked": min(arched, 1 - limits.hooked_root_deg.met(root_deg)),
        "any": 1.0,
    }
