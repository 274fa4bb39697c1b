"""How a face is turned and how its mouth stands, by the mesh.

All lengths are in distances between the outer corners of the eyes, in the face's own axes: x from
the person's right eye to the left, y from the forehead to the chin at right angles to it.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Points of MediaPipe's face mesh.
RIGHT_EYE, LEFT_EYE = 33, 263  # outer corners
FOREHEAD, CHIN = 10, 152
MOUTH_RIGHT, MOUTH_LEFT = 61, 291
LIP_UPPER, LIP_LOWER = 13, 14  # inner edges
NOSE_BASE = 2
CHEEK_RIGHT, CHEEK_LEFT = 205, 425
SIDE_RIGHT, SIDE_LEFT = 234, 454

Axes = NDArray[np.float64]
"""(3, 3): the face's x, y and z, one a row, in the picture's axes."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How a face is turned, in degrees; 0 looks into the camera.

    Attributes:
        yaw_deg: to the side.
        pitch_deg: up or down.
        roll_deg: tilted, clockwise as seen.
    """

    yaw_deg: float
    pitch_deg: float
    roll_deg: float


def face_axes(landmarks_px: NDArray[np.float32]) -> tuple[Axes, float]:
    """Return the axes of a (468, 3) mesh and the distance of its eyes' outer corners in pixels."""
    points = landmarks_px.astype(np.float64)
    across = points[LEFT_EYE] - points[RIGHT_EYE]
    unit_px = max(float(np.linalg.norm(across)), 1e-6)
    x = across / unit_px
    down = points[CHIN] - points[FOREHEAD]
    y = down - (down @ x) * x
    y /= max(float(np.linalg.norm(y)), 1e-6)
    (a, b, c), (d, e, f) = x.tolist(), y.tolist()
    z = [b * f - c * e, c * d - a * f, a * e - b * d]  # the cross product; NumPy's is slow on three
    return np.stack([x, y, np.array(z)]), unit_px


def in_face(landmarks_px: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return (468, 3) landmarks in the face's axes, from between the eyes, in eye distances."""
    axes, unit_px = face_axes(landmarks_px)
    points = landmarks_px.astype(np.float64)
    between = (points[RIGHT_EYE] + points[LEFT_EYE]) / 2
    placed: NDArray[np.float64] = (points - between) @ axes.T / unit_px
    return placed


def pose(landmarks_px: NDArray[np.float32]) -> Pose:
    """Return how a face is turned."""
    (x, y, _), _ = face_axes(landmarks_px)
    return Pose(
        yaw_deg=math.degrees(math.atan2(x[2], math.hypot(x[0], x[1]))),
        pitch_deg=math.degrees(math.atan2(y[2], y[1])),
        roll_deg=math.degrees(math.atan2(x[1], x[0])),
    )


def mouth_shape(placed: NDArray[np.float64]) -> dict[str, float]:
    """Return what a smile changes, of landmarks from `in_face`.

    mouth_width and mouth_share: between the mouth's corners, in eye distances and in widths of the
    face; corner_lift: of the corners above the lips; corner_to_nose: of the nose's base above the
    corners, negative; mouth_open: between the lips; cheek_lift: height of the cheeks, negative.
    """
    right, left = placed[MOUTH_RIGHT], placed[MOUTH_LEFT]
    corners = (right + left) / 2
    lips = (placed[LIP_UPPER] + placed[LIP_LOWER]) / 2
    width = float(np.linalg.norm(left - right))
    face_width = float(np.linalg.norm(placed[SIDE_LEFT] - placed[SIDE_RIGHT]))
    return {
        "mouth_width": width,
        "mouth_share": width / max(face_width, 1e-6),
        "corner_lift": float((lips - corners)[1]),
        "corner_to_nose": float((placed[NOSE_BASE] - corners)[1]),
        "mouth_open": float(np.linalg.norm(placed[LIP_UPPER] - placed[LIP_LOWER])),
        "cheek_lift": -float((placed[CHEEK_RIGHT] + placed[CHEEK_LEFT])[1]) / 2,
    }
