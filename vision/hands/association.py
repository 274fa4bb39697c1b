"""Which of the hands read in a frame is which of the hands followed so far.

Duplicates first: two readings of one hand, from two regions that both caught it, become one. The
test on landmarks is that of MediaPipe's `hand_landmarks_deduplication_calculator.cc`. Then each
reading gets the followed hand that it fits best by place, side and shape, all hands at once, so
that hands that cross or cover each other keep their ids.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.detections import box_iou
from models.hand import HandCrop
from vision.geometry import RotatedSquare
from vision.hands.projection import RIGHT_THRESHOLD, picture_landmarks, picture_world
from vision.hands.roi import HAND_SCALE, landmarks_roi

# hand_landmarks_deduplication_calculator.cc
MAX_APART_BASELINES = 0.2
MIN_TOGETHER = 10  # of 21 landmarks
MIN_BOX_IOU = 0.2
BASELINES = ((0, 5), (5, 17), (17, 0))  # wrist, root of the index, root of the little finger

# Region overlap above which a palm shows a hand already looked at: hand_landmark_tracking_cpu.pbtxt
MAX_ROI_IOU = 0.5

# What a full contradiction costs, in sizes of the hand by which a reading lies off. A side is
# contradicted by right against left; a shape by joints 10 cm from where they were, the distance
# between finger tips and palm of an open hand.
SIDE_WEIGHT = 0.5
SHAPE_WEIGHT = 0.5
FULL_SHAPE_M = 0.1
# A reading farther than this from where a hand was to be is another hand, unless it comes from the
# hand's own region, in which it is the likeliest one wherever it lies.
MAX_APART_HANDS = 1.5
# While unseen it may get farther: signers' hands do six of their sizes a second.
REACH_HANDS_PER_S = 6.0
# So is one that is surely of the other side, unless it is where the hand was a moment ago: there a
# misread side is likelier than an exchange of hands.
MAX_SIDE_APART = 0.8
SAME_PLACE_HANDS = 1.0
MOMENT_S = 0.1

NO_MATCH = 1e6  # more than any sum of costs


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """One hand read in this frame, not yet known by id.

    Attributes:
        reading: what the network read.
        roi: from where.
        landmarks_px: (21, 3) float32 in picture pixels.
        world_m: (21, 3) float32, axes as the picture's.
        origin: id of the followed hand whose region it is; None when a palm led there.
    """

    reading: HandCrop
    roi: RotatedSquare
    landmarks_px: NDArray[np.float32]
    world_m: NDArray[np.float32]
    origin: int | None

    @classmethod
    def of(cls, reading: HandCrop, roi: RotatedSquare, origin: int | None) -> "Sighting":
        """Place a reading in the picture."""
        landmarks_px, world_m = picture_landmarks(reading, roi), picture_world(reading, roi)
        return cls(reading, roi, landmarks_px, world_m, origin)

    @property
    def hand_px(self) -> float:
        """Size of the hand in picture pixels."""
        return self.roi.side_px / HAND_SCALE


@dataclass(frozen=True, slots=True, eq=False)
class Expectation:
    """What the past says of a followed hand.

    Attributes:
        hand_id: its id.
        landmarks_px: (21, 3) where it should be now, in picture pixels.
        world_m: (21, 3) its last shape.
        right: probability of a right hand.
        unseen_s: time since it was last seen.
    """

    hand_id: int
    landmarks_px: NDArray[np.float32]
    world_m: NDArray[np.float32]
    right: float
    unseen_s: float


def same_hand(first_px: NDArray[np.floating], second_px: NDArray[np.floating]) -> bool:
    """Tell whether two sets of (21, 2 or more) landmarks in pixels lie on one hand."""
    first, second = first_px[:, :2].astype(np.float64), second_px[:, :2].astype(np.float64)
    baseline_px = max(float(np.linalg.norm(first[a] - first[b])) for a, b in BASELINES)
    apart_px = np.linalg.norm(first - second, axis=1)
    together = int((apart_px <= MAX_APART_BASELINES * baseline_px).sum())
    boxes = [np.concatenate([points.min(axis=0), points.max(axis=0)]) for points in (first, second)]
    return together >= MIN_TOGETHER and bool(
        box_iou(boxes[0], boxes[1][np.newaxis])[0] > MIN_BOX_IOU
    )


def distinct_sightings(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Leave out each sighting of a hand already sighted before it in the sequence."""
    kept: list[Sighting] = []
    for sighting in sightings:
        if not any(_is_again(sighting, other) for other in kept):
            kept.append(sighting)
    return kept


def _is_again(sighting: Sighting, other: Sighting) -> bool:
    """Tell whether two sightings are of one hand, by landmarks or by side and region.

    A region read askew gives landmarks too far off for the first test.
    """
    if same_hand(other.landmarks_px, sighting.landmarks_px):
        return True
    same_side = (sighting.reading.right >= RIGHT_THRESHOLD) == (
        other.reading.right >= RIGHT_THRESHOLD
    )
    box, other_box = (landmarks_roi(s.landmarks_px).unrotated_box() for s in (sighting, other))
    return same_side and bool(box_iou(box, other_box[np.newaxis])[0] > MAX_ROI_IOU)


def distinct_regions(
    regions: Sequence[RotatedSquare], taken: Sequence[RotatedSquare]
) -> list[RotatedSquare]:
    """Leave out each region that overlaps one of `taken` or one before it in the sequence."""
    kept: list[RotatedSquare] = []
    for region in regions:
        boxes = np.array([other.unrotated_box() for other in (*taken, *kept)]).reshape(-1, 4)
        if (box_iou(region.unrotated_box(), boxes) <= MAX_ROI_IOU).all():
            kept.append(region)
    return kept


def name_sightings(
    sightings: Sequence[Sighting], expected: Sequence[Expectation]
) -> list[int | None]:
    """Return the id of each sighting's hand, None for a hand not seen before.

    As many sightings as possible get an id, at the least sum of costs.
    """
    costs = np.full((len(sightings), len(expected) + len(sightings)), NO_MATCH)
    for row, sighting in enumerate(sightings):
        for column, expectation in enumerate(expected):
            costs[row, column] = matching_cost(sighting, expectation)
    return [
        expected[column].hand_id
        if column < len(expected) and costs[row, column] < NO_MATCH
        else None
        for row, column in enumerate(cheapest_columns(costs))
    ]


def matching_cost(sighting: Sighting, expectation: Expectation) -> float:
    """Return how badly a sighting fits a followed hand; `NO_MATCH` when it cannot be it."""
    off_px = sighting.landmarks_px[:, :2].astype(np.float64) - expectation.landmarks_px[:, :2]
    apart_hands = float(np.linalg.norm(off_px, axis=1).mean()) / sighting.hand_px
    side_apart = abs(sighting.reading.right - expectation.right)
    own = sighting.origin == expectation.hand_id
    reach_hands = MAX_APART_HANDS + REACH_HANDS_PER_S * expectation.unseen_s
    still_there = apart_hands <= SAME_PLACE_HANDS and expectation.unseen_s <= MOMENT_S
    other_side = side_apart > MAX_SIDE_APART and not still_there
    if not own and (apart_hands > reach_hands or other_side):
        return NO_MATCH
    shape_m = float(np.linalg.norm(sighting.world_m - expectation.world_m, axis=1).mean())
    return (
        min(apart_hands, reach_hands)
        + SIDE_WEIGHT * side_apart
        + SHAPE_WEIGHT * min(shape_m / FULL_SHAPE_M, 1)
    )


def cheapest_columns(costs: NDArray[np.float64]) -> list[int]:
    """Return for each row a column of its own so that the sum of costs is least.

    The Hungarian method with potentials (Kuhn 1955, Munkres 1957), one shortest path per row.

    Args:
        costs: (n, m), n <= m, finite.
    """
    rows, columns = costs.shape
    row_price, column_price = np.zeros(rows), np.zeros(columns + 1)
    row_of = np.full(columns + 1, -1)  # the last column is where each path starts
    for row in range(rows):
        row_of[columns] = row
        least = np.full(columns, np.inf)
        before = np.full(columns, columns)
        reached = np.zeros(columns + 1, bool)
        column = columns
        while row_of[column] >= 0:
            reached[column] = True
            here = row_of[column]
            price = costs[here] - row_price[here] - column_price[:columns]
            better = ~reached[:columns] & (price < least)
            least[better], before[better] = price[better], column
            following = int(np.where(reached[:columns], np.inf, least).argmin())
            step = least[following]
            row_price[row_of[reached]] += step
            column_price[reached] -= step
            least[~reached[:columns]] -= step
            column = following
        while column != columns:
            row_of[column] = row_of[before[column]]
            column = int(before[column])
    chosen = [-1] * rows
    for column, row in enumerate(row_of[:columns].tolist()):
        if row >= 0:
            chosen[row] = column
    return chosen
