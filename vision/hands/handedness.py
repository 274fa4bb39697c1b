"""Left or right by a vote over time: single frames are wrong, even when they are sure.

The vote is the mean log odds of the readings, each frame weighing as long as it lasts and fading
with the time since, so that it is the same at any frame rate. A sure reading counts more than a
doubtful one, up to a limit; the label turns only once the mean speaks clearly against it.
"""

import math

from vision.hands.hand import Handedness

# How long a reading counts. After long agreement, a second of sure contradiction turns the label:
# longer than a hand needs to turn over, during which the network errs most.
MEMORY_S = 1.0
# The first reading weighs as one frame of a 30 Hz camera.
FIRST_WEIGHT_S = 1 / 30
# Most that one frame can say: 95 : 5. The network's 0.99 are no rarer among its errors.
MAX_LOG_ODDS = 3.0
# Mean log odds against the label that turn it: 73 : 27.
TURN_LOG_ODDS = 1.0


class HandednessVote:
    """What all readings of one hand say together."""

    def __init__(self, right: float) -> None:
        """Start with the first reading.

        Args:
            right: probability of a right hand, 0..1.
        """
        self._sum = _log_odds(right) * FIRST_WEIGHT_S
        self._weight_s = FIRST_WEIGHT_S
        self._label: Handedness = "right" if self._sum >= 0 else "left"

    def add(self, right: float, elapsed_s: float) -> None:
        """Take the next reading, `elapsed_s` >= 0 after the last."""
        kept = math.exp(-elapsed_s / MEMORY_S)
        weight_s = MEMORY_S * (1 - kept)
        self._sum = self._sum * kept + _log_odds(right) * weight_s
        self._weight_s = self._weight_s * kept + weight_s
        towards_right = self._sum / self._weight_s
        if towards_right >= TURN_LOG_ODDS:
            self._label = "right"
        elif towards_right <= -TURN_LOG_ODDS:
            self._label = "left"

    @property
    def right(self) -> float:
        """Probability of a right hand, on the side of the label: never beyond 0.5 against it."""
        probability = 1 / (1 + math.exp(-self._sum / self._weight_s))
        if self._label == "right":
            return max(probability, 0.5)
        return min(probability, math.nextafter(0.5, 0))


def _log_odds(probability: float) -> float:
    """Return the log odds, held within the most that one frame can say."""
    if probability <= 0 or probability >= 1:
        return math.copysign(MAX_LOG_ODDS, probability - 0.5)
    odds = math.log(probability / (1 - probability))
    return max(-MAX_LOG_ODDS, min(MAX_LOG_ODDS, odds))
