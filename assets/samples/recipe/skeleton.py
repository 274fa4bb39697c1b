"""The hand as bones: anatomy, poses by joint angle, and forward kinematics.

Hand frame (cm): origin at the wrist, x towards the thumb, y towards the fingertips, z out of the
palm; right-handed for a right hand. World frame (cm): x right, y up, z towards the camera.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

PALM, BASE, FINGER, ARM, SLEEVE = range(5)  # what a bone's skin blends with
TIP_PART = 3  # the third bone of a finger carries the nail

# Sizes of a common adult hand, chosen by eye on the rendered picture.
FINGER_ROOTS_CM = np.array(
    [[2.95, 8.7, 0.0], [0.85, 9.1, 0.2], [-1.25, 8.7, 0.1], [-3.2, 7.7, -0.1]]
)
FINGER_LENGTHS_CM = np.array([[4.2, 2.5, 1.8], [4.7, 2.9, 1.9], [4.3, 2.7, 1.9], [3.4, 2.0, 1.6]])
FINGER_RADII_CM = np.array(
    [
        [1.06, 1.08, 0.95, 0.80],
        [1.08, 1.10, 0.97, 0.82],
        [1.04, 1.05, 0.93, 0.78],
        [0.94, 0.93, 0.82, 0.68],
    ]
)
FINGER_FAN_DEG = np.array([-7.0, -1.0, 6.0, 14.0])  # about z at spread 1, the index leans to x
THUMB_ROOT_CM = np.array([2.1, 1.9, 0.5])
THUMB_LENGTHS_CM = np.array([4.2, 3.1, 2.3])
THUMB_RADII_CM = np.array([1.50, 1.25, 1.14, 0.90])
# Start, end, radius at start, radius at end: metacarpals, heel of the hand, web of the thumb.
PALM_BONES_CM = (
    ((1.2, 0.6, 0.0), (2.85, 8.5, -0.1), 1.15, 0.95),
    ((0.4, 0.4, 0.0), (0.80, 8.8, 0.0), 1.15, 1.00),
    ((-0.5, 0.4, 0.0), (-1.25, 8.4, -0.05), 1.15, 0.95),
    ((-1.3, 0.6, 0.0), (-3.1, 7.4, -0.2), 1.10, 0.85),
    ((-1.8, 1.6, 0.45), (-2.7, 5.6, 0.35), 1.20, 1.00),
    ((1.8, 2.6, 0.55), (2.9, 6.6, 0.15), 1.10, 0.60),
)


@dataclass(frozen=True, slots=True)
class Pose:
    """Joint angles of one hand shape.

    Attributes:
        flex_deg: (4, 3) bend of knuckle, middle and end joint; index to little finger.
        spread: how far the fingers fan out; 1 is relaxed.
        thumb: (3, 3) directions of the thumb's bones in the hand frame, of any length.
    """

    flex_deg: Array
    spread: float
    thumb: Array

    def towards(self, other: "Pose", share: float) -> "Pose":
        """Return the pose that lies `share` (0..1) of the way to `other`."""
        return Pose(
            self.flex_deg + share * (other.flex_deg - self.flex_deg),
            self.spread + share * (other.spread - self.spread),
            self.thumb + share * (other.thumb - self.thumb),
        )


STRAIGHT_DEG, CURLED_DEG = (7.0, 9.0, 6.0), (84.0, 100.0, 62.0)
THUMB_OUT = np.array([[0.68, 0.66, 0.30], [0.60, 0.79, 0.12], [0.46, 0.88, 0.02]])
THUMB_UP = np.array([[0.78, 0.55, 0.30], [0.95, 0.30, 0.05], [0.98, 0.16, -0.14]])
THUMB_ACROSS = np.array([[0.46, 0.66, 0.60], [-0.05, 0.52, 0.86], [-0.93, 0.34, 0.10]])
THUMB_OVER_RING = np.array([[0.24, 0.66, 0.72], [-0.52, 0.42, 0.74], [-0.94, 0.30, 0.12]])
THUMB_ON_PALM = np.array([[0.20, 0.72, 0.66], [-0.62, 0.70, 0.35], [-0.80, 0.58, 0.10]])


def _pose(straight: str, spread: float, thumb: Array) -> Pose:
    """Return the pose whose fingers named in `straight` ("imrl") are straight."""
    flex = [STRAIGHT_DEG if finger in straight else CURLED_DEG for finger in "imrl"]
    return Pose(np.array(flex), spread, thumb)


POSES = {
    "open": _pose("imrl", 1.3, THUMB_OUT),
    "fist": _pose("", 0.3, THUMB_ACROSS),
    "one": _pose("i", 0.5, THUMB_OVER_RING),
    "victory": _pose("im", 2.0, THUMB_OVER_RING),
    "three": _pose("imr", 1.5, THUMB_OVER_RING),
    "four": _pose("imrl", 1.2, THUMB_ON_PALM),
    "horns": _pose("il", 1.0, THUMB_OVER_RING),
    "thumb_up": _pose("", 0.3, THUMB_UP),
}


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a hand is held.

    Attributes:
        wrist_cm: wrist in the world.
        roll_deg: turn in the picture plane, counter-clockwise; 0 has the fingers up.
        yaw_deg: turn about the hand's length.
        pitch_deg: nod of the fingertips towards the camera.
        arm_deg: turn of the forearm in the picture plane; 0 comes from below.
        left: mirror the hand.
    """

    wrist_cm: tuple[float, float, float]
    roll_deg: float = 0.0
    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    arm_deg: float = 0.0
    left: bool = False


@dataclass(frozen=True, slots=True)
class Bones:
    """Tapered capsules in the world.

    Attributes:
        start: (k, 3) cm.
        end: (k, 3) cm.
        radius: (k, 2) cm at start and end.
        frame: (k, 3, 3) columns lateral, axial and palmar direction of each bone.
        kind: (k,) PALM, BASE, FINGER, ARM or SLEEVE.
        part: (k,) 1..3 along a finger or the thumb, 0 elsewhere.
    """

    start: Array
    end: Array
    radius: Array
    frame: Array
    kind: npt.NDArray[np.int64]
    part: npt.NDArray[np.int64]


def turn(axis: int, degrees: float) -> Array:
    """Return the (3, 3) rotation by `degrees` about a coordinate axis."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    i, j = (axis + 1) % 3, (axis + 2) % 3
    matrix = np.eye(3)
    matrix[i, i], matrix[i, j], matrix[j, i], matrix[j, j] = c, -s, s, c
    return matrix


_Bone = tuple[Array, Array, float, float, Array, int, int]


def _finger(which: int, pose: Pose) -> list[_Bone]:
    at = FINGER_ROOTS_CM[which]
    frame = turn(2, FINGER_FAN_DEG[which] * pose.spread)
    bones: list[_Bone] = []
    for part in range(3):
        frame = frame @ turn(0, pose.flex_deg[which, part])
        end = at + FINGER_LENGTHS_CM[which, part] * frame[:, 1]
        r0, r1 = FINGER_RADII_CM[which, part : part + 2]
        bones.append((at, end, r0, r1, frame, FINGER if part else BASE, part + 1))
        at = end
    return bones


def _thumb(pose: Pose) -> list[_Bone]:
    at = THUMB_ROOT_CM
    bones: list[_Bone] = []
    for part in range(3):
        axis = pose.thumb[part] / np.linalg.norm(pose.thumb[part])
        lateral = np.cross(axis, [-0.75, 0.0, 0.65])  # the thumb's pad faces the fingers
        lateral /= np.linalg.norm(lateral)
        frame = np.stack([lateral, axis, np.cross(lateral, axis)], 1)
        end = at + THUMB_LENGTHS_CM[part] * axis
        r0, r1 = THUMB_RADII_CM[part : part + 2]
        bones.append((at, end, r0, r1, frame, FINGER if part else PALM, part + 1))
        at = end
    return bones


def _forearm(frame: Array) -> list[_Bone]:
    down = -frame[:, 1]
    bones: list[_Bone] = []
    for side in (-1.0, 1.0):
        wrist = frame[:, 0] * (0.8 * side)
        elbow = frame[:, 0] * (1.4 * side)
        bones.append((wrist + 0.6 * frame[:, 1], elbow + 9 * down, 1.45, 2.1, frame, ARM, 0))
        bones.append((wrist + 5.5 * down, elbow + 30 * down, 2.6, 4.0, frame, SLEEVE, 0))
    return bones


def posed_bones(pose: Pose, place: Placement) -> Bones:
    """Return the capsules of one hand, forearm and sleeve in the world."""
    bones = [
        (np.array(a), np.array(b), r0, r1, np.eye(3), PALM, 0) for a, b, r0, r1 in PALM_BONES_CM
    ]
    bones += [bone for which in range(4) for bone in _finger(which, pose)] + _thumb(pose)
    mirror = np.diag([-1.0 if place.left else 1.0, 1.0, 1.0])
    hand = turn(2, place.roll_deg) @ turn(1, place.yaw_deg) @ turn(0, place.pitch_deg) @ mirror
    arm = turn(2, place.arm_deg) @ turn(1, place.yaw_deg * 0.5) @ mirror
    world = [
        (hand @ a, hand @ b, r0, r1, hand @ f, kind, part) for a, b, r0, r1, f, kind, part in bones
    ]
    world += _forearm(arm)
    start, end, r0, r1, frame, kind, part = zip(*world, strict=True)
    wrist = np.array(place.wrist_cm)
    return Bones(
        np.array(start) + wrist,
        np.array(end) + wrist,
        np.stack([r0, r1], 1),
        np.array(frame),
        np.array(kind),
        np.array(part),
    )
