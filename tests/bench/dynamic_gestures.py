"""How well moving gestures are told: `python -m tests.bench.dynamic_gestures [SET...]`.

Sets:
  clips     recorded hand shapes along motions that the training has never seen, through the whole
            processor; a clip counts when exactly its gesture is made, once, or nothing in a clip
            without one
  ordinary  events where none is meant, per minute: ordinary movements of the same generator, and
            those of the training's generator under a seed it was not trained on
  video     the same on the recorded hand of the stereo video
  rows      the network's shape on finger-tip histories recorded by another person, five folds;
            the headline is of blocks: each label's rows are cut into five stretches in the order
            of recording, since neighbouring rows overlap by 15 of 16 points and a shuffled fold
            would be asked what it has learned by heart

The material lies beside the checkout.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.dynamic_gesture import GESTURES, DynamicGestureReader
from models.store import open_store
from models.training.dynamic_gesture.camera import film as film_training_scene
from models.training.dynamic_gesture.perceptron import train
from models.training.dynamic_gesture.scenes import scene
from tests.bench.hand_clips import (
    NS_PER_S,
    ORDINARY,
    Clip,
    Shapes,
    gesture_clip,
    hands_result,
    ordinary_clip,
)
from tests.bench.hand_motion import normalised
from tests.bench.report import Figure, Report, bootstrap
from tests.conftest import SHARED
from vision.hands.dynamic import DynamicGestures
from vision.hands.hand import HandsResult

HANDS = SHARED / "hands"
SETS = ("clips", "ordinary", "video", "rows")
QUICK_SETS = ("clips", "video")
# Of the pictures of digits: see `Shapes`. In ASL six to eight lay the thumb on a finger.
OPEN_DIGITS, PINCHED_DIGITS, TOUCHING_DIGITS = "45", "9", "678"
CANVAS_PX = (640, 480)
VIDEO_PX = (720, 720)
VIDEO_FPS = 30
PINCHED_SIZES = 0.25  # thumb to index tip in hand sizes, at most, in a picture of a pinch
APART_SIZES = 0.45  # at least, in a picture of an open hand

CLIPS_PER_GESTURE = 60
NONE_CLIPS = 240
ORDINARY_MINUTES = 10
SEED = 11  # none that a constant was chosen on

TIP_POINTS = 16
TIP_LABELS = ("stop", "clockwise", "counter_clockwise", "move")
TIP_ASPECT = 540 / 960  # the recording's picture: y is in its heights, x in its widths
# A finger does not cross a third of the picture in a frame and come back: another hand was found.
TIP_JUMP_WIDTHS = 0.35
TIP_COPIES = 10
TIP_EPOCHS = 20
FOLDS = 5


def recorded_shapes(folder: Path) -> Shapes:
    """Return the hands found in the pictures of digits and MediaPipe's fist."""
    with gzip.open(folder / "golden" / "digits_mediapipe_static_full.json.gz", "rt") as file:
        found: dict[str, list[dict[str, list[list[float]]]]] = json.load(file)
    by_digit: dict[str, list[NDArray[np.float64]]] = {}
    for name, hands in found.items():
        for hand in hands:
            shape = normalised(np.array(hand["lm"])[:, :2] * CANVAS_PX)
            by_digit.setdefault(name[0], []).append(shape)

    def of(digits: str) -> list[NDArray[np.float64]]:
        return [shape for digit in digits for shape in by_digit[digit]]

    return Shapes(
        any=of("0123456789"),
        open=[shape for shape in of(OPEN_DIGITS) if _tips_apart(shape) >= APART_SIZES],
        pinched=[shape for shape in of(PINCHED_DIGITS) if _tips_apart(shape) <= PINCHED_SIZES],
        touching=of(TOUCHING_DIGITS),
        fists=[normalised(_proto_points(folder / "mp_expected" / "fist_landmarks.pbtxt"))],
    )


def make_clips(shapes: Shapes, seed: int) -> Iterator[Clip]:
    """Yield all clips of the set "clips"."""
    for gesture in GESTURES[1:]:
        for place in range(CLIPS_PER_GESTURE):
            random = np.random.default_rng((seed, GESTURES.index(gesture), place))
            yield gesture_clip(random, shapes, gesture, place)
    for place, kind in enumerate(_ordinary_kinds(NONE_CLIPS)):
        random = np.random.default_rng((seed, 0, place))
        yield ordinary_clip(random, shapes, kind, place)


def events(processor: DynamicGestures, results: Sequence[HandsResult]) -> list[str]:
    """Return the gestures made in a stretch of film that stands for itself."""
    processor.reset()
    return [made.gesture for result in results for made in processor.push(result)]


def clips_figures(processor: DynamicGestures, shapes: Shapes, seed: int = SEED) -> list[Figure]:
    """Measure the set "clips" and tell what was taken for what."""
    outcomes: Counter[tuple[str, str]] = Counter()
    right: dict[str, list[float]] = {}
    by_rate: dict[int, list[float]] = {}
    for clip in make_clips(shapes, seed):
        made = events(processor, clip.results)
        correct = float(made == ([] if clip.gesture == "none" else [clip.gesture]))
        right.setdefault(clip.gesture, []).append(correct)
        by_rate.setdefault(clip.frame_rate_hz, []).append(correct)
        outcomes[clip.kind, "+".join(made) or "none"] += 1
    for (kind, told), times in sorted(outcomes.items()):
        tell(f"  {kind:18} {told:40} {times}")
    all_right = [correct for group in right.values() for correct in group]
    figures = [_share("dynamic_clips_acc", all_right, at_least=0.90)]
    figures += [_share(f"dynamic_clips_acc_{name}", group) for name, group in right.items()]
    figures += [_share(f"dynamic_clips_acc_{rate}fps", by_rate[rate]) for rate in sorted(by_rate)]
    return figures


def ordinary_figures(processor: DynamicGestures, shapes: Shapes, seed: int = SEED) -> list[Figure]:
    """Measure the set "ordinary"."""
    random = np.random.default_rng(seed)
    figures = []
    for key, films in (
        ("dynamic_false_per_min", _ordinary_films(random, shapes)),
        ("dynamic_false_per_min_training_generator", _training_films(random)),
    ):
        minutes, told = 0.0, Counter[str]()
        while minutes < ORDINARY_MINUTES:
            results = next(films)
            minutes += (results[-1].pts_ns - results[0].pts_ns) / NS_PER_S / 60
            told.update(events(processor, results))
        tell(f"  {key}: {dict(told)} in {minutes:.1f} min")
        figures.append(Figure(key=key, value=told.total() / minutes, unit="1/min", n=told.total()))
    return figures


def video_figures(processor: DynamicGestures, folder: Path) -> list[Figure]:
    """Measure the set "video"."""
    path = folder / "golden" / "cam0_test_mediapipe_track_full.json.gz"
    with gzip.open(path, "rt") as file:
        frames = json.load(file)
    results = [
        hands_result(
            place * NS_PER_S // VIDEO_FPS,
            np.array(hands[0]["lm"])[:, :2] * VIDEO_PX if hands else None,
        )
        for place, hands in enumerate(frames)
    ]
    told = events(processor, results)
    tell(f"  video: {told}")
    minutes = len(frames) / VIDEO_FPS / 60
    key = "dynamic_false_per_min_video"
    return [Figure(key=key, value=len(told) / minutes, unit="1/min", n=len(told))]


def rows_figures(folder: Path, seed: int = 0) -> list[Figure]:
    """Measure the set "rows" and tell what was taken for what."""
    histories, labels = tip_histories(folder)
    order = np.empty(len(labels), np.int64)
    for label in range(len(TIP_LABELS)):
        rows = np.flatnonzero(labels == label)
        order[rows] = np.arange(len(rows)) * FOLDS // len(rows)
    shuffled = np.random.default_rng(seed).permutation(len(labels)) % FOLDS
    figures = []
    for key, folds, goal in (
        ("dynamic_rows_acc", order, 0.97),
        ("dynamic_rows_acc_shuffled", shuffled, None),
    ):
        read = _read_unseen(histories, labels, folds, seed)
        confusion = np.zeros((len(TIP_LABELS), len(TIP_LABELS)), int)
        np.add.at(confusion, (labels, read), 1)
        tell(f"  {key} (a row is the truth; {', '.join(TIP_LABELS)}):\n{confusion}")
        figures.append(_share(key, (read == labels).astype(float), at_least=goal))
    return figures


def tip_histories(folder: Path) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return (n, 16, 2) histories in tenths of the picture's width, and (n,) labels.

    Points at which another hand was found are filled in from their neighbours.
    """
    path = folder / "landmark_csv" / "kazuhito00_point_history.csv.gz"
    with gzip.open(path, "rt") as file:
        table = np.loadtxt(file, delimiter=",")
    histories = table[:, 1:].reshape(-1, TIP_POINTS, 2) * [1, TIP_ASPECT]
    middle = np.median(histories, axis=1, keepdims=True)
    astray = np.abs(histories - middle).max(axis=2) > TIP_JUMP_WIDTHS
    for history, gone in zip(histories, astray, strict=True):
        kept = np.flatnonzero(~gone)
        for axis in range(2):
            history[:, axis] = np.interp(np.arange(TIP_POINTS), kept, history[kept, axis])
    return (histories - histories[:, :1]) * 10, table[:, 0].astype(np.int64)


def _read_unseen(
    histories: NDArray[np.float64], labels: NDArray[np.int64], folds: NDArray[np.int64], seed: int
) -> NDArray[np.int64]:
    """Return (n,) labels, each read by a network that was trained without the row's fold."""
    read = np.empty_like(labels)
    for fold in range(FOLDS):
        unseen = folds == fold
        random = np.random.default_rng((seed, fold))
        copies = [(histories[~unseen], labels[~unseen])]
        copies += [_varied(random, *copies[0]) for _ in range(TIP_COPIES)]
        inputs, truths = (np.concatenate(parts) for parts in zip(*copies, strict=True))
        flat = inputs.reshape(len(inputs), -1).astype(np.float32)
        network = train(flat, truths, len(TIP_LABELS), epochs=TIP_EPOCHS, seed=seed)
        asked = histories[unseen].reshape(unseen.sum(), -1).astype(np.float32)
        read[unseen] = network.logits(asked).argmax(axis=1)
    return read


def _varied(
    random: np.random.Generator, histories: NDArray[np.float64], labels: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Turn, stretch, mirror and reverse histories; the last two swap the senses of a circle."""
    swapped = np.array([0, 2, 1, 3])
    angle_rad = random.uniform(0, 2 * np.pi, len(labels))
    cos, sin = np.cos(angle_rad), np.sin(angle_rad)
    varied = histories @ np.array([[cos, sin], [-sin, cos]]).transpose(2, 0, 1)
    varied *= np.exp(random.normal(0, 0.15, (len(labels), 1, 1)))
    mirrored, reversed_ = random.random((2, len(labels))) < [[0.5], [0.3]]
    varied[mirrored, :, 0] *= -1
    varied[reversed_] = varied[reversed_, ::-1] - varied[reversed_, -1:]
    return varied, np.where(mirrored ^ reversed_, swapped[labels], labels)


def _ordinary_films(random: np.random.Generator, shapes: Shapes) -> Iterator[list[HandsResult]]:
    while True:
        for kind in _ordinary_kinds(len(ORDINARY) * 4):
            seed = int(random.integers(1 << 30))
            yield list(ordinary_clip(random, shapes, kind, seed).results)


def _training_films(random: np.random.Generator) -> Iterator[list[HandsResult]]:
    while True:
        times_s, points = film_training_scene(random, scene(random, "none").motion)
        yield [
            hands_result(round(time_s * NS_PER_S), seen)
            for time_s, seen in zip(times_s, points, strict=True)
        ]


def _ordinary_kinds(clips: int) -> list[str]:
    """Return that many kinds of ordinary movement in the proportions of `ORDINARY`."""
    shares = np.cumsum(list(ORDINARY.values())) / sum(ORDINARY.values())
    places = np.searchsorted(shares, (np.arange(clips) + 0.5) / clips)
    return [list(ORDINARY)[place] for place in places]


def _share(key: str, right: Sequence[float], at_least: float | None = None) -> Figure:
    low, high = bootstrap(right, lambda values: float(values.mean()))
    return Figure(
        key=key,
        value=float(np.mean(right)),
        unit="",
        n=len(right),
        low=low,
        high=high,
        at_least=at_least,
    )


def _tips_apart(shape: NDArray[np.float64]) -> float:
    return float(np.hypot(*(shape[4] - shape[8])))


def _proto_points(path: Path) -> NDArray[np.float64]:
    """Return (21, 2) picture coordinates of the first hand in one of MediaPipe's text protos."""
    values: dict[str, list[float]] = {"x": [], "y": []}
    for line in path.read_text(encoding="utf-8").split("world_landmarks")[0].splitlines():
        key, _, value = line.strip().partition(": ")
        if key in values:
            values[key].append(float(value))
    return np.array([values["x"], values["y"]]).T[:21]


def tell(line: str) -> None:
    """Say what lies behind a figure, beside the report."""
    print(line, file=sys.stderr)


def figures(folder: Path, sets: Sequence[str] = SETS) -> list[Figure]:
    """Return the figures of `sets` on the material of hands in `folder`."""
    processor = DynamicGestures(DynamicGestureReader(open_store().path("dynamic_gesture")))
    shapes = recorded_shapes(folder)
    measures: dict[str, Callable[[], list[Figure]]] = {
        "clips": lambda: clips_figures(processor, shapes),
        "ordinary": lambda: ordinary_figures(processor, shapes),
        "video": lambda: video_figures(processor, folder),
        "rows": lambda: rows_figures(folder),
    }
    return [figure for name in sets for figure in measures[name]()]


if __name__ == "__main__":
    print(Report("dynamic gestures", figures(HANDS, sys.argv[1:] or SETS)).as_table())
