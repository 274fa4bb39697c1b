"""The shape of a hand in a few numbers: how far each finger is bent, where the thumb is.

A joint's angle is the one between the bone before it and the bone after it: 0 in a straight
finger. The flexion of a finger is the sum over its three joints ("accumulated angles of joints",
the MediaPipe hands announcement: Google AI blog, "On-Device, Real-Time Hand Tracking with
MediaPipe", 2019). The first joint is measured against the line from the wrist. Distances are
counted in palm lengths, wrist to middle knuckle, so that neither the size of the hand nor its
turn in space matters to them.

Directions are in the picture's axes, as seen in the unmirrored picture: x right, y down, z away
from the camera.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.hands.hand import Handedness

# Landmarks along each finger, from the wrist to the tip: thumb, index, middle, ring, little.
CHAINS = np.array(
    [[0, 1, 2, 3, 4], [0, 5, 6, 7, 8], [0, 9, 10, 11, 12], [0, 13, 14, 15, 16], [0, 17, 18, 19, 20]]
)
WRIST = 0
THUMB_KNUCKLE = 2
THUMB_TIP = 4
INDEX_KNUCKLE = 5
MIDDLE_KNUCKLE = 9
LITTLE_KNUCKLE = 17
KNUCKLES = (5, 9, 13, 17)
FINGER_TIPS = (8, 12, 16, 20)

# Lengths in palms, with room: 308 ASL digits and a moving hand of 378 frames read by MediaPipe gave
# 0.61 to 1.17 from the wrist to the knuckles, at most 0.74 for the other bones and 0.35 between
# neighbouring knuckles.
KNUCKLE_LENGTHS = (0.5, 1.4)
LONGEST_PHALANX = 0.9
WIDEST_KNUCKLE_GAP = 0.6
# Fingers do not fold through the palm: the same hands and MediaPipe's own fists reach 259 degrees.
MOST_FLEXION_DEG = 330.0


@dataclass(frozen=True, slots=True, eq=False)
class HandAngles:
    """What gestures are read from.

    Attributes:
        flexion_deg: (5,) float64 sum of the joint angles of thumb..little finger.
        root_deg: (5,) float64 of that, the angle at the first joint of each finger.
        tip_distances: (4,) float64 thumb tip to the index..little finger tips, in palm lengths.
        thumb_reach: thumb tip to the little finger's knuckle, in palm lengths: about 0.5 with the
            thumb across the palm, 1.3 with the thumb spread.
        thumb_direction: (3,) float64 unit vector from the thumb's knuckle to its tip.
        palm_normal: (3,) float64 unit vector out of the palm.
        fingers_direction: (3,) float64 unit vector from the wrist to the middle knuckle.
    """

    flexion_deg: NDArray[np.float64]
    root_deg: NDArray[np.float64]
    tip_distances: NDArray[np.float64]
    thumb_reach: float
    thumb_direction: NDArray[np.float64]
    palm_normal: NDArray[np.float64]
    fingers_direction: NDArray[np.float64]

    @property
    def thumb_up_deg(self) -> float:
        """Angle between the thumb and straight up in the picture, 0..180."""
        return float(np.degrees(np.arccos(np.clip(-self.thumb_direction[1], -1, 1))))

    @property
    def palm_to_camera(self) -> float:
        """1 with the palm flat to the camera, 0 edge on, -1 with the back of the hand to it."""
        return float(-self.palm_normal[2])


def hand_angles(world_m: NDArray[np.floating], handedness: Handedness) -> HandAngles:
    """Measure a hand.

    Args:
        world_m: (21, 3) landmarks in metres, axes as the picture's. Bones of length 0 count as
            straight, so that the result is finite.
        handedness: tells the palm from the back.
    """
    points = world_m.astype(np.float64)
    joints_deg = joint_angles_deg(points)
    palm = _length(points[MIDDLE_KNUCKLE] - points[WRIST])
    side = 1.0 if handedness == "right" else -1.0
    across = np.cross(points[INDEX_KNUCKLE] - points[WRIST], points[LITTLE_KNUCKLE] - points[WRIST])
    thumb_to_tips = points[list(FINGER_TIPS)] - points[THUMB_TIP]
    return HandAngles(
        flexion_deg=joints_deg.sum(axis=1),
        root_deg=joints_deg[:, 0],
        tip_distances=np.linalg.norm(thumb_to_tips, axis=1) / palm,
        thumb_reach=_length(points[THUMB_TIP] - points[LITTLE_KNUCKLE]) / palm,
        thumb_direction=_unit(points[THUMB_TIP] - points[THUMB_KNUCKLE]),
        palm_normal=_unit(across * side),
        fingers_direction=_unit(points[MIDDLE_KNUCKLE] - points[WRIST]),
    )


def joint_angles_deg(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (5, 3) angles at the three joints of thumb..little finger, of (21, 3) landmarks."""
    bones = np.diff(points[CHAINS], axis=1)  # (5, 4, 3)
    lengths = np.linalg.norm(bones, axis=2)
    products = lengths[:, :-1] * lengths[:, 1:]
    dots = (bones[:, :-1] * bones[:, 1:]).sum(axis=2)
    cosines = np.divide(dots, products, out=np.ones_like(dots), where=products > 0)
    angles: NDArray[np.float64] = np.degrees(np.arccos(np.clip(cosines, -1, 1)))
    return angles


def is_hand_shaped(world_m: NDArray[np.floating]) -> bool:
    """Tell whether (21, 3) landmarks have the proportions of a hand; False for any NaN."""
    points = world_m.astype(np.float64)
    palm = _length(points[MIDDLE_KNUCKLE] - points[WRIST])
    lengths = np.linalg.norm(np.diff(points[CHAINS], axis=1), axis=2)  # (5, 4)
    knuckles, phalanges = lengths[1:, 0], np.append(lengths[1:, 1:], lengths[0])
    gaps = np.linalg.norm(np.diff(points[list(KNUCKLES)], axis=0), axis=1)  # (3,)
    shortest, longest = KNUCKLE_LENGTHS
    return bool(
        palm > 0
        and (knuckles >= shortest * palm).all()
        and (knuckles <= longest * palm).all()
        and (gaps <= WIDEST_KNUCKLE_GAP * palm).all()
        and (phalanges <= LONGEST_PHALANX * palm).all()
        and (joint_angles_deg(points).sum(axis=1) <= MOST_FLEXION_DEG).all()
    )


def _length(vector: NDArray[np.float64]) -> float:
    """Return the length of a (3,) vector, never quite 0."""
    return max(float(np.linalg.norm(vector)), float(np.finfo(np.float64).tiny))


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a (3,) vector at length 1; one of length 0 stays."""
    return vector / _length(vector)
