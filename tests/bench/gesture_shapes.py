"""How static gestures fare on hands other than the digits: `python -m tests.bench.gesture_shapes`.

Material, beside the checkout. These are checks of sense, not accuracies to quote.

gesture_fixtures  MediaPipe's own expected hands: fist, thumb up, pointing up (two), victory
gesture_2d_*      rows of which only x and y are known: open palm, fist, pointing, OK. With z taken
                  as 0 bends towards the camera are lost and a fist's fingers fold over
                  themselves; the turn of the palm is unknown, so either side counts
"""

import csv
import gzip
import re
import sys

import numpy as np
from numpy.typing import NDArray

from tests.bench.gesture_digits import HANDS, by_rules, read_table, share
from tests.bench.report import Report
from tests.fakes.hand_pose import hand_of
from vision.hands.angles import hand_angles
from vision.hands.gesture_rules import GestureRules
from vision.hands.gesture_table import GestureTable
from vision.hands.hand import Handedness


def fixtures_right(table: GestureTable) -> list[float]:
    """Return for each of MediaPipe's expected hands whether its sign is read."""
    named = {
        "fist": "fist",
        "thumb_up": "thumbs_up",
        "pointing_up": "pointing",
        "pointing_up_rotated": "pointing",
        "victory": "victory",
    }
    rules = GestureRules(table, "signs")
    right = []
    for name, gesture in named.items():
        text = (HANDS / "mp_expected" / f"{name}_landmarks.pbtxt").read_text(encoding="utf-8")
        points = re.findall(
            r"x: (\S+)\s+y: (\S+)\s+z: (\S+)", text[text.index("world_landmarks") :]
        )
        reading = rules.read(hand_of(np.array(points[:21], np.float64)))
        right.append(float(reading is not None and reading.gesture == gesture))
    return right


def flat_right(table: GestureTable) -> dict[str, list[float]]:
    """Return for the flat hands, by sign, whether it is read; the turn of the palm is unknown."""
    signs = {"0": "open_palm", "1": "fist", "2": "pointing", "3": "ok"}
    rules = GestureRules(table, "signs")
    right: dict[str, list[float]] = {sign: [] for sign in signs.values()}
    for name in ("kazuhito00_keypoint.csv.gz", "kinivi_keypoint_OK_class.csv.gz"):
        with gzip.open(HANDS / "landmark_csv" / name, "rt", encoding="utf-8") as file:
            for label, *values in csv.reader(file):
                points = np.zeros((21, 3))
                points[:, :2] = np.array(values, np.float64).reshape(21, 2)
                right[signs[label]].append(float(signs[label] in _both_hands(rules, points)))
    return right


def _both_hands(rules: GestureRules, points: NDArray[np.float64]) -> set[str]:
    """Return what a hand shows as a left and as a right one."""
    sides: tuple[Handedness, Handedness] = ("left", "right")
    return {by_rules(rules, hand_angles(points, side)) for side in sides}


def main() -> int:
    """Print the figures; 1 when one is over budget."""
    table = read_table()
    figures = [share("gesture_fixtures", fixtures_right(table), at_least=1.0)]
    figures += [share(f"gesture_2d_{sign}", right) for sign, right in flat_right(table).items()]
    report = Report("gesture_shapes", figures)
    print(report.as_table())
    return 0 if report.within_budget() else 1


if __name__ == "__main__":
    sys.exit(main())
