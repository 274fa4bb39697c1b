"""The part of the model that no data told: set by hand, in log odds, and said to be so.

One worth of the bursts is two log odds: a full smile adds 2, a blink costs 4.
"""

from typing import Any

from models.face_landmark import FEATURES
from vision.topshot.mouth import PATCH

# Of a face that is not turned, cut off or in the middle of a grimace, nothing is taken off.
FACE_CURVES: dict[str, dict[str, list[float]]] = {
    "turned": {"knots": [15.0, 25.0, 45.0], "values": [0.0, -0.4, -2.0]},
    "gaze": {"knots": [0.12, 0.2, 0.3], "values": [0.0, -0.5, -1.0]},
    "change": {"knots": [0.5, 2.0], "values": [0.0, -0.3]},
    "cut": {"knots": [0.0, 0.05, 0.3], "values": [0.0, -0.5, -3.0]},
}
# A subject that moves is worth a little, its turning point more; what moves the camera is lost.
FRAME_CURVES: dict[str, dict[str, list[float]]] = {
    "motion": {"knots": [0.1, 0.5], "values": [0.0, 0.1]},
    "camera": {"knots": [0.05, 0.5, 1.5], "values": [0.0, -0.3, -1.0]},
    "settled": {"knots": [0.1, 0.5, 1.0], "values": [0.0, -0.1, -0.3]},
    "action": {"knots": [0.3, 1.0], "values": [0.0, 0.3]},
    "shutter": {"knots": [0.0, 1.5], "values": [0.0, -0.3]},
}
NUMBERS: dict[str, Any] = {
    "smile": {"mouth_width": 0.0},
    "smile_patch": [0.0] * PATCH,
    "smile_features": [0.0] * FEATURES,
    "smile_at": 0.0,
    "eye_opening": 1.0,
    "eye_contrast": 0.0,
    "eye_smile": 0.0,
    "area_power": 0.5,
    "centre_reach": 1.0,
    "worst": 0.4,
    "lost_face": -3.0,
    "offset": 2.0,
    "margin": 0.5,
    "spacing_s": 0.3,
    "trained_on": [],
}


def blank_table() -> dict[str, Any]:
    """Return a model that has learnt nothing yet."""
    return {**NUMBERS, "face": dict(FACE_CURVES), "scene": {}, "frame": dict(FRAME_CURVES)}
