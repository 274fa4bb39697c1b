"""Measures become inputs of the model by comparison with the same face, or scene, in the buffer.

Nobody's open eyes or straight face are taken for anyone else's: of blinks in real clips one
threshold on the absolute opening found 74 % with 33 % false alarms, one on the opening over the
same face's own 90th percentile 95 % with none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vision.topshot.gam import Gam
from vision.topshot.score import FaceReading, FrameScore

BEST_PERCENTILE = 90  # the best a face or scene shows, but for outliers
FACE_INPUTS = {
    "eye": "how far the eyes are open, 0..1 by their own best, half of it by the less open one",
    "smile": "smile less the face's own median, over the widest that the face shows",
    "sharp": "nats below the face's own best",
    "fine": "nats below the face's own best",
    "light": "stops off the face's own median",
    "clipped": "share of white pixels",
    "turned": "degrees that it looks aside, up or down",
    "gaze": "widths of the eye that the irises are off the middle",
    "change": "eye distances a second that the expression moves",
    "cut": "share of landmarks beyond the frame's edge",
}
SCENE_INPUTS = {
    "sharp": "nats below the best of the buffer",
    "fine": "nats below the best of the buffer",
    "light": "stops off the buffer's median",
    "clipped": "share of white pixels more than the buffer's median",
}
# A mesh looks some degrees up or down on any straight face; only more than that is turning.
LEVEL_DEG = 10.0
# A face that does not smile shows no more than this; less is not taken for its widest smile.
LEAST_SMILE = 0.4
LEAST = 1e-3  # that anything is divided by
BEST = ("eye_right", "eye_left", "contrast_right", "contrast_left", "sharp_nats", "fine_nats")


@dataclass(frozen=True, slots=True)
class FaceBaseline:
    """What one face looks like in the buffer: its own best or median of each measure."""

    eye_right: float
    eye_left: float
    contrast_right: float
    contrast_left: float
    smile: float
    smile_range: float
    sharp_nats: float
    fine_nats: float
    light_ev: float


@dataclass(frozen=True, slots=True)
class SceneBaseline:
    """What frames without a face look like in the buffer."""

    sharp_nats: float
    fine_nats: float
    light_ev: float
    clipped: float


def face_baseline(readings: Sequence[FaceReading], gam: Gam) -> FaceBaseline:
    """Return the baseline of one face out of all its readings, at least one."""
    table = np.array([[one.measures[name] for name in BEST] for one in readings])
    best = np.percentile(table, BEST_PERCENTILE, axis=0).tolist()
    smiles = np.array([gam.smile_of(one) for one in readings])
    usual = float(np.median(smiles))
    return FaceBaseline(
        **dict(zip(BEST, best, strict=True)),
        smile=usual,
        smile_range=max(float(np.percentile(smiles, BEST_PERCENTILE)) - usual, LEAST_SMILE),
        light_ev=float(np.median([one.measures["light_ev"] for one in readings])),
    )


def scene_baseline(frames: Sequence[FrameScore]) -> SceneBaseline | None:
    """Return the baseline of the frames without a face; None when there are none."""
    names = ("sharp_nats", "fine_nats", "light_ev", "clipped")
    rows = [[one.measures[name] for name in names] for one in frames if not one.faces]
    if not rows:
        return None
    table = np.array(rows)
    best = np.percentile(table[:, :2], BEST_PERCENTILE, axis=0)
    median = np.median(table[:, 2:], axis=0)
    return SceneBaseline(*(float(value) for value in (*best, *median)))


def face_inputs(reading: FaceReading, own: FaceBaseline, gam: Gam) -> dict[str, float]:
    """Return the inputs of `FACE_INPUTS` of a face."""
    measures = reading.measures
    smile = gam.smile_of(reading) - own.smile
    right, left = (
        gam.eye_opening * opening + gam.eye_contrast * dark
        for opening, dark in eyes_over_best(reading, own)
    )
    eye = (min(right, left) + (right + left) / 2) / 2
    return {
        "eye": eye + gam.eye_smile * min(max(smile, 0.0), 1.0),
        "smile": smile / own.smile_range,
        "sharp": measures["sharp_nats"] - own.sharp_nats,
        "fine": measures["fine_nats"] - own.fine_nats,
        "light": measures["light_ev"] - own.light_ev,
        "clipped": measures["clipped"],
        "turned": max(abs(measures["yaw_deg"]), abs(measures["pitch_deg"]) - LEVEL_DEG),
        "gaze": abs(measures["gaze_right"] + measures["gaze_left"]) / 2,
        "change": measures["change_per_s"],
        "cut": measures["cut"],
    }


def eyes_over_best(
    reading: FaceReading, own: FaceBaseline
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return opening and contrast of the right eye and of the left, over the face's own best."""
    measures = reading.measures
    return (
        (
            measures["eye_right"] / max(own.eye_right, LEAST),
            measures["contrast_right"] / max(own.contrast_right, LEAST),
        ),
        (
            measures["eye_left"] / max(own.eye_left, LEAST),
            measures["contrast_left"] / max(own.contrast_left, LEAST),
        ),
    )


def scene_inputs(measures: Mapping[str, float], own: SceneBaseline) -> dict[str, float]:
    """Return the inputs of `SCENE_INPUTS` of a frame without a face."""
    return {
        "sharp": measures["sharp_nats"] - own.sharp_nats,
        "fine": measures["fine_nats"] - own.fine_nats,
        "light": measures["light_ev"] - own.light_ev,
        "clipped": measures["clipped"] - own.clipped,
    }
