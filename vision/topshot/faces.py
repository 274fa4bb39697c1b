"""What can be measured of one face in one frame."""

import math

import numpy as np
from numpy.typing import NDArray

from vision.frame import Frame
from vision.topshot.blur import sharpness
from vision.topshot.exposure import exposure
from vision.topshot.eyes import Eye, IrisLandmarker, read_left_eye, read_right_eye
from vision.topshot.face_tracker import TrackedFace
from vision.topshot.mesh import in_face, mouth_shape, pose
from vision.topshot.mouth import mouth_patch
from vision.topshot.score import FaceReading

MEASURES = {
    "eye_right": "opening of the person's right eye over its width",
    "eye_left": "the same of the left eye",
    "contrast_right": "share by which the person's right iris is darker than the skin around",
    "contrast_left": "the same of the left iris",
    "gaze_right": "iris off the middle of the eye, towards the picture's right, widths of the eye",
    "gaze_left": "the same of the left eye",
    "right_read": "1 when the right eye was read in this frame, 0 when it was taken over",
    "mouth_width": "eye distances",
    "mouth_share": "widths of the face",
    "corner_lift": "eye distances by which the mouth's corners stand above the lips",
    "corner_to_nose": "eye distances, negative",
    "mouth_open": "eye distances",
    "cheek_lift": "eye distances, negative",
    "yaw_deg": "degrees to the side",
    "pitch_deg": "degrees up or down",
    "roll_deg": "degrees of tilt",
    "change_per_s": "speed of the landmarks within the face, eye distances a second",
    "sharp_nats": "see vision.topshot.blur",
    "fine_nats": "see vision.topshot.blur",
    "light_ev": "stops below white",
    "clipped": "share of white pixels",
    "area": "of its box, share of the frame",
    "centre_distance": "from the frame's middle, half diagonals of the frame",
    "cut": "share of landmarks beyond the frame's edge",
}

# A face is measured at this size at most: a third of a millisecond more buys nothing.
MAX_SIDE_PX = 320
NS_PER_S = 1_000_000_000
# Of frames that follow each other faster than this only one eye is read, in turns; the other is
# taken from the frame before. It halves the dearest step, and a blink still shows in its first
# frame: one eye shut is enough. 15 Hz and slower cameras have both eyes read.
TURNS_NS = 50_000_000
# Landmarks that move with the expression: every tenth stands for all, at a tenth of the cost.
EVERY_LANDMARK = 10


def read_face(
    face: TrackedFace,
    frame: Frame,
    luma: NDArray[np.uint8],
    irises: IrisLandmarker,
    before: FaceReading | None,
    elapsed_ns: int,
) -> FaceReading:
    """Measure a face.

    Args:
        face: what the tracker found.
        frame: the picture it was found in.
        luma: (height, width) of the same picture, 0..255.
        irises: reads the eyes.
        before: the last reading of the same face; None when there is none.
        elapsed_ns: time since that.
    """
    placed = in_face(face.landmarks_px)
    turned = pose(face.landmarks_px)
    right, left = _eyes(face, frame, irises, before, elapsed_ns)
    box = face.box_px()
    measures = {
        "eye_right": right.opening,
        "eye_left": left.opening,
        "contrast_right": right.contrast,
        "contrast_left": left.contrast,
        "gaze_right": right.gaze,
        "gaze_left": left.gaze,
        "right_read": float(_reads_right(before, elapsed_ns)),
        **mouth_shape(placed),
        "yaw_deg": turned.yaw_deg,
        "pitch_deg": turned.pitch_deg,
        "roll_deg": turned.roll_deg,
        "change_per_s": _change_per_s(placed, before, elapsed_ns),
        **_patch(luma, box),
        **_place(face.landmarks_px, box, frame.rgb.shape[1], frame.rgb.shape[0]),
    }
    x_min, y_min, x_max, y_max = box.tolist()
    return FaceReading(
        face.id,
        (x_min, y_min, x_max, y_max),
        face.landmarks_px,
        face.presence,
        measures,
        mouth_patch(luma, face.landmarks_px),
        face.features,
    )


def _reads_right(before: FaceReading | None, elapsed_ns: int) -> bool:
    """Tell whether the right eye is read, not taken over."""
    return before is None or elapsed_ns > TURNS_NS or before.measures["right_read"] == 0


def _eyes(
    face: TrackedFace,
    frame: Frame,
    irises: IrisLandmarker,
    before: FaceReading | None,
    elapsed_ns: int,
) -> tuple[Eye, Eye]:
    """Return the person's right and left eye."""
    rgb, landmarks_px = frame.rgb, face.landmarks_px
    if before is None or elapsed_ns > TURNS_NS:
        return read_right_eye(irises, rgb, landmarks_px), read_left_eye(irises, rgb, landmarks_px)
    measures = before.measures
    if _reads_right(before, elapsed_ns):
        return (
            read_right_eye(irises, rgb, landmarks_px),
            Eye(measures["eye_left"], measures["contrast_left"], measures["gaze_left"]),
        )
    return (
        Eye(measures["eye_right"], measures["contrast_right"], measures["gaze_right"]),
        read_left_eye(irises, rgb, landmarks_px),
    )


def _change_per_s(
    placed: NDArray[np.float64], before: FaceReading | None, elapsed_ns: int
) -> float:
    """Return how fast the expression changes; 0 for a face seen for the first time."""
    if before is None or elapsed_ns <= 0:
        return 0.0
    moved = (placed - in_face(before.landmarks_px))[::EVERY_LANDMARK]
    return float(np.sqrt((moved**2).sum(axis=1).mean())) * NS_PER_S / elapsed_ns


def _patch(luma: NDArray[np.uint8], box: NDArray[np.float64]) -> dict[str, float]:
    """Return sharpness and exposure of the pixels of a face, at full resolution."""
    height, width = luma.shape
    x_min, y_min = (max(math.floor(value), 0) for value in box[:2])
    x_max, y_max = (math.ceil(value) for value in box[2:])
    patch = luma[y_min : min(y_max, height), x_min : min(x_max, width)]
    step = max(1, round(max(patch.shape, default=1) / MAX_SIDE_PX))
    patch = np.ascontiguousarray(patch[::step, ::step])
    found = sharpness(patch) if patch.size else None
    if found is None:
        return {"sharp_nats": 0.0, "fine_nats": 0.0, "light_ev": 0.0, "clipped": 0.0}
    light = exposure(patch)
    return {
        "sharp_nats": found.sharp_nats,
        "fine_nats": found.fine_nats,
        "light_ev": light.light_ev,
        "clipped": light.clipped,
    }


def _place(
    landmarks_px: NDArray[np.float32], box: NDArray[np.float64], width_px: int, height_px: int
) -> dict[str, float]:
    """Return how large a face is and where it stands in the frame."""
    size_px = np.array([width_px, height_px], np.float64)
    middle_px = (box[:2] + box[2:]) / 2
    points = landmarks_px[:, :2]
    beyond = ((points < 0) | (points > size_px)).any(axis=1)
    return {
        "area": float((box[2:] - box[:2]).prod() / size_px.prod()),
        "centre_distance": float(
            np.linalg.norm(middle_px - size_px / 2) / np.linalg.norm(size_px / 2)
        ),
        "cut": float(beyond.mean()),
    }
