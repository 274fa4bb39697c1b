"""Faces and frames as Top Shot would measure them, made by hand."""

from typing import Any

import numpy as np

from vision.topshot.gam import Gam
from vision.topshot.score import FaceReading, FrameScore

STEP_NS = 100_000_000
GOOD_FACE = {
    "eye_right": 0.3,
    "eye_left": 0.3,
    "contrast_right": 0.5,
    "contrast_left": 0.5,
    "gaze_right": 0.0,
    "gaze_left": 0.0,
    "right_read": 1.0,
    "mouth_width": 0.6,
    "mouth_share": 0.4,
    "corner_lift": 0.0,
    "corner_to_nose": -0.5,
    "mouth_open": 0.0,
    "cheek_lift": -0.5,
    "yaw_deg": 0.0,
    "pitch_deg": 0.0,
    "roll_deg": 0.0,
    "change_per_s": 0.0,
    "sharp_nats": -6.0,
    "fine_nats": -9.0,
    "light_ev": -2.0,
    "clipped": 0.0,
    "area": 0.1,
    "centre_distance": 0.0,
    "cut": 0.0,
}
STILL_FRAME = {
    "motion_w_s": 0.0,
    "global_w_s": 0.0,
    "light_ev": -2.0,
    "clipped": 0.0,
    "crushed": 0.0,
    "warmth": 0.0,
    "unsettled_ev": 0.0,
    "sharp_nats": -6.0,
    "fine_nats": -9.0,
}


def line(knots: list[float], values: list[float]) -> dict[str, list[float]]:
    """Return a curve as it stands in the table."""
    return {"knots": knots, "values": values}


def table(**changes: Any) -> dict[str, Any]:
    """Return a small model: a shut eye costs 4, a full smile adds 2, a nat of sharpness 1."""
    usual: dict[str, Any] = {
        "face": {
            "eye": line([0.5, 0.9], [-4.0, 0.0]),
            "smile": line([0.0, 1.0], [-2.0, 0.0]),
            "sharp": line([-4.0, 0.0], [-4.0, 0.0]),
            "cut": line([0.0, 0.5], [0.0, -3.0]),
        },
        "scene": {"sharp": line([-4.0, 0.0], [-4.0, 0.0])},
        "frame": {
            "camera": line([0.0, 1.0], [0.0, -1.0]),
            "action": line([0.0, 0.4], [0.0, 0.4]),
            "shutter": line([0.0, 1.5], [0.0, -0.3]),
        },
        "smile": {"mouth_width": 5.0},
        "smile_at": -3.0,
        "smile_patch": [0.0] * 60,
        "smile_features": [0.0] * 416,
        "eye_opening": 1.0,
        "eye_contrast": 0.0,
        "eye_smile": 0.1,
        "area_power": 1.0,
        "centre_reach": 1.0,
        "worst": 0.5,
        "lost_face": -3.0,
        "offset": 1.0,
        "margin": 0.5,
        "spacing_s": 0.3,
        "trained_on": [],
    }
    return usual | changes


def gam(**changes: Any) -> Gam:
    """Return the model of `table`."""
    return Gam.of(table(**changes))


def face(face_id: int = 0, /, **changes: float) -> FaceReading:
    """Return a good face but for some measures."""
    landmarks = np.zeros((468, 3), np.float32)
    return FaceReading(face_id, (10.0, 10.0, 50.0, 50.0), landmarks, 0.99, GOOD_FACE | changes)


def frame(number: int, /, *faces: FaceReading, **changes: float) -> FrameScore:
    """Return a still frame but for some measures, unscored."""
    thumbnail = np.full((18, 32), 100, np.uint8)
    return FrameScore(number * STEP_NS, 0.0, {}, faces, STILL_FRAME | changes, thumbnail)
