"""How well static gestures are read: `python -m tests.bench.gesture_digits [--json]`.

Material, beside the checkout: 400 pictures of ASL digits, 40 of each from 0 to 9. MediaPipe's full
model found a hand in 308 of them; its world landmarks are stored, so no network runs here, and
accuracies are of hands found (n = 308). A hand read as no gesture counts as wrong. Digits are the
signs of the table's `asl` vocabulary: 0 an O, 1 index, 2 index and middle, 3 thumb, index and
middle, 4 and 5 the fingers without and with the thumb, 6..9 the thumb meets little, ring, middle
and index finger.

gesture_rules_acc       headline of the rules: thresholds chosen on one half of the pictures and
                        judged on the other, both ways, 20 random halvings; every picture weighs in
                        with the share of the halvings that read it right
gesture_rules_shipped   the thresholds of the table, which were set with all the pictures in view
gesture_learned_acc     headline of the examples: 5 folds of pictures, 10 shuffles
gesture_learned_blocks  the same with folds of consecutive picture numbers, so that a person's
                        pictures mostly stay together
gesture_learned_nearest no hand unknown: the digit of the nearest of all other pictures
gesture_unknown_new     all of one digit left out: how many of its hands are called unknown
gesture_synthetic       examples from a hand of bones only, judged on the pictures
"""

import gzip
import itertools
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.bench.report import Figure, Report, bootstrap
from tests.conftest import SHARED
from tests.fakes.hand_pose import rule_hand
from vision.hands.angles import HandAngles, hand_angles
from vision.hands.gesture_rules import READ_SCORE, GestureRules
from vision.hands.gesture_table import GestureTable, Thresholds, counted, parse_gesture_table
from vision.hands.neighbours import Examples, angle_features

HANDS = SHARED / "hands"
TABLE = Path(__file__).resolve().parents[2] / "assets" / "gestures" / "static.toml"

FOLDS = 5
SHUFFLES = 10
HALVINGS = 20
SYNTHETIC_PER_RULE = 20
SYNTHETIC_NOISE_DEG = 15.0
UNKNOWN = "-"

# The choice of thresholds that a halving makes from.
BENT_DEG = (65, 70, 75, 80, 85, 90, 95, 100)
THUMB_OUT = (0.8, 0.85, 0.9, 0.95, 1.0, 1.05)
TOUCH = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55)
READ_FROM = (0.3, 0.4, 0.5)


@dataclass(frozen=True, slots=True)
class Digits:
    """Hands found in the pictures, in the order of their file names.

    Attributes:
        names: class/file of each picture.
        labels: the digit, as text.
        angles: what was measured of each hand.
        numbers: the number in each picture's name.
    """

    names: list[str]
    labels: NDArray[np.str_]
    angles: list[HandAngles]
    numbers: NDArray[np.int64]


def read_digits(folder: Path = HANDS) -> Digits:
    """Read the stored landmarks; the label `Left` there is a right hand, seen unmirrored."""
    golden = folder / "golden" / "digits_mediapipe_static_full.json.gz"
    with gzip.open(golden, "rt", encoding="utf-8") as file:
        found = {name: hands[0] for name, hands in sorted(json.load(file).items()) if hands}
    return Digits(
        list(found),
        np.array([name[0] for name in found]),
        [
            hand_angles(np.array(hand["world"]), "right" if hand["label"] == "Left" else "left")
            for hand in found.values()
        ],
        np.array([int("".join(re.findall(r"\d+", name[1:]))) for name in found]),
    )


def read_table() -> GestureTable:
    """Read the shipped table."""
    return parse_gesture_table(TABLE.read_text(encoding="utf-8"))


def by_rules(rules: GestureRules, angles: HandAngles, read_from: float = READ_SCORE) -> str:
    """Return the gesture read, or UNKNOWN."""
    best = max(rules.scores(angles), key=lambda reading: reading.score)
    return best.gesture if best.score >= read_from else UNKNOWN


def digit(gesture: str) -> str:
    """Return the digit that a gesture counts, or UNKNOWN."""
    number = counted(gesture)
    return UNKNOWN if number is None else str(number)


def rules_read(table: GestureTable, digits: Digits) -> list[str]:
    """Read every picture with the shipped thresholds."""
    rules = GestureRules(table, "asl")
    return [digit(by_rules(rules, angles)) for angles in digits.angles]


def choices(thresholds: Thresholds) -> Iterator[Thresholds]:
    """Yield the thresholds that a halving may choose."""
    for bent, thumb, touch in itertools.product(BENT_DEG, THUMB_OUT, TOUCH):
        yield replace(
            thresholds,
            bent_deg=replace(thresholds.bent_deg, at=bent),
            thumb_out=replace(thresholds.thumb_out, at=thumb),
            touch=replace(thresholds.touch, at=touch),
        )


def rules_halved(table: GestureTable, digits: Digits) -> NDArray[np.float64]:
    """Return (n,) how often each picture was read right by thresholds chosen without it."""
    right = np.array(list(_rules_right(table, digits)))  # (choices, n)
    shares = np.zeros(right.shape[1])
    for seed in range(HALVINGS):
        order = np.random.default_rng(seed).permutation(right.shape[1])
        for half in (order[::2], order[1::2]):
            rest = np.setdiff1d(order, half)
            shares[half] += right[int(right[:, rest].mean(axis=1).argmax()), half]
    return shares / HALVINGS


def _rules_right(table: GestureTable, digits: Digits) -> Iterator[list[bool]]:
    """Yield for every choice which pictures it reads right."""
    for thresholds in choices(table.thresholds):
        rules = GestureRules(replace(table, thresholds=thresholds), "asl")
        best = [max(rules.scores(angles), key=lambda r: r.score) for angles in digits.angles]
        for read_from in READ_FROM:
            yield [
                reading.score >= read_from and digit(reading.gesture) == label
                for reading, label in zip(best, digits.labels, strict=True)
            ]


def learned_read(
    features: NDArray[np.float32], labels: NDArray[np.str_], folds: Sequence[NDArray[np.intp]]
) -> list[str]:
    """Read every hand with the examples of the other folds."""
    read = [UNKNOWN] * len(labels)
    for fold in folds:
        rest = np.setdiff1d(np.arange(len(labels)), fold)
        examples = Examples(features[rest], tuple(labels[rest].tolist()))
        for place in fold.tolist():
            read[place] = examples.classify_features(features[place]).label or UNKNOWN
    return read


def learned_shuffled(
    features: NDArray[np.float32], labels: NDArray[np.str_]
) -> NDArray[np.float64]:
    """Return (n,) how often each picture was read right, over shuffles into folds."""
    shares = np.zeros(len(labels))
    for seed in range(SHUFFLES):
        order = np.random.default_rng(seed).permutation(len(labels))
        read = learned_read(features, labels, [order[start::FOLDS] for start in range(FOLDS)])
        shares += np.array(read) == labels
    return shares / SHUFFLES


def nearest_right(features: NDArray[np.float32], labels: NDArray[np.str_]) -> NDArray[np.float64]:
    """Return (n,) whether the nearest other picture is of the same digit."""
    distances = np.linalg.norm(features[:, np.newaxis] - features, axis=2)
    np.fill_diagonal(distances, np.inf)
    right: NDArray[np.float64] = (labels[distances.argmin(axis=1)] == labels).astype(np.float64)
    return right


def new_unknown(features: NDArray[np.float32], labels: NDArray[np.str_]) -> NDArray[np.float64]:
    """Return (n,) whether each hand is unknown to the examples of the nine other digits."""
    folds = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    unknown = np.array(learned_read(features, labels, folds)) == UNKNOWN
    return np.asarray(unknown, np.float64)


def synthetic_examples(table: GestureTable) -> Examples:
    """Return examples of the digits from a hand of bones with noisy joints."""
    random = np.random.default_rng(0)
    examples = Examples.empty()
    for rule in table.rules("asl"):
        for _ in range(SYNTHETIC_PER_RULE):
            noise_deg = random.normal(0, SYNTHETIC_NOISE_DEG, (4, 3))
            angles = hand_angles(rule_hand(rule, noise_deg), "right")
            examples = examples.add(digit(rule.gesture), angles)
    return examples


def confusion(labels: NDArray[np.str_], read: Sequence[str]) -> str:
    """Return a table: a row for each digit shown, a column for each one read."""
    columns = [*np.unique(labels).tolist(), UNKNOWN]
    counts = Counter(zip(labels.tolist(), read, strict=True))
    lines = ["shown  read: " + "".join(f"{column:>4}" for column in columns)]
    for label in columns[:-1]:
        row = "".join(f"{counts[label, column] or '.':>4}" for column in columns)
        lines.append(f"{label:>5}        {row}")
    return "\n".join(lines)


def figures(folder: Path) -> list[Figure]:
    """Return every figure of the material of hands in `folder`."""
    digits, table = read_digits(folder), read_table()
    features = np.array([angle_features(angles) for angles in digits.angles])
    labels = digits.labels
    shipped = rules_read(table, digits)
    blocks = learned_read(features, labels, np.array_split(digits.numbers.argsort(), FOLDS))
    synthetic = synthetic_examples(table)
    from_bones = [synthetic.classify_features(row).label or UNKNOWN for row in features]
    return [
        share("gesture_rules_acc", rules_halved(table, digits), at_least=0.93),
        share("gesture_rules_shipped", np.array(shipped) == labels, at_least=0.93),
        share("gesture_learned_acc", learned_shuffled(features, labels), at_least=0.98),
        share("gesture_learned_blocks", np.array(blocks) == labels),
        share("gesture_learned_nearest", nearest_right(features, labels)),
        share("gesture_unknown_new", new_unknown(features, labels)),
        share("gesture_synthetic", np.array(from_bones) == labels),
    ]


def confusions(folder: Path) -> str:
    """Return what was taken for what, by the rules and by examples."""
    digits = read_digits(folder)
    features = np.array([angle_features(angles) for angles in digits.angles])
    order = np.random.default_rng(0).permutation(len(features))
    folds = [order[start::FOLDS] for start in range(FOLDS)]
    by_table = confusion(digits.labels, rules_read(read_table(), digits))
    by_examples = confusion(digits.labels, learned_read(features, digits.labels, folds))
    return f"rules, shipped\n{by_table}\n\nlearned, one shuffle\n{by_examples}"


def share(
    key: str, right: Sequence[float] | NDArray[np.generic], at_least: float | None = None
) -> Figure:
    """Return the mean of what was right, with its interval over resampled pictures."""
    values = np.asarray(right, np.float64)
    low, high = bootstrap(values.tolist(), lambda drawn: float(drawn.mean()))
    return Figure(
        key=key,
        value=float(values.mean()),
        unit="",
        n=len(values),
        low=low,
        high=high,
        at_least=at_least,
    )


def main() -> int:
    """Print the figures; 1 when one is over budget."""
    report = Report("gesture_digits", figures(HANDS))
    if "--json" in sys.argv[1:]:
        print(json.dumps(report.as_json()))
    else:
        print(report.as_table(), confusions(HANDS), sep="\n\n")
    return 0 if report.within_budget() else 1


if __name__ == "__main__":
    sys.exit(main())
