"""Advice on the live picture, for a person about to take one: what is wrong, how badly, in words.

Each issue has a score, 0..1, that rises from 0 to 1 between two readings of one measure; 0.5 is
where it is said. It is said once it has held, and unsaid once it has been gone: see `HOLD_NS`.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.topshot.blur import sharpness
from vision.topshot.exposure import exposure
from vision.topshot.motion import MotionMeter, small_luma
from vision.topshot.score import FaceReading
from vision.topshot.texture import texture_levels


class Issue(StrEnum):
    """What may be wrong, the gravest first."""

    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    NO_FACE = "no_face"
    FACE_CUT = "face_cut"
    BACKLIT = "backlit"
    MOVING = "moving"
    BLURRED = "blurred"
    EYES_CLOSED = "eyes_closed"


WORDS: Mapping[Issue, str] = {
    Issue.TOO_DARK: "Too dark: turn on a light.",
    Issue.TOO_BRIGHT: "Too bright: turn away from the light.",
    Issue.NO_FACE: "No face in the picture.",
    Issue.FACE_CUT: "The face is cut off: move to the middle.",
    Issue.BACKLIT: "The light is behind you: turn around.",
    Issue.MOVING: "Hold still.",
    Issue.BLURRED: "Blurred: wipe the lens or move back a little.",
    Issue.EYES_CLOSED: "Eyes are closed.",
}

MS = 1_000_000
SAID_FROM, UNSAID_BELOW = 0.5, 0.35
GONE_NS = 500 * MS
# A blink takes 100 to 400 ms and is no reason to speak; a face may turn away for a moment.
HOLD_NS: Mapping[Issue, int] = dict.fromkeys(Issue, 300 * MS) | {
    Issue.EYES_CLOSED: 600 * MS,
    Issue.NO_FACE: 1000 * MS,
}

# From where to where a score rises. Set by looking at 22 office clips, portraits and photographs
# of hands, made darker and blurred; not learnt.
DARK_EV = (-3.4, -5.0)  # mean light, stops below white
BRIGHT_EV = (-0.9, -0.3)
CLIPPED_SHARE = (0.15, 0.45)
CAMERA_W_S = (0.15, 0.65)  # frame widths a second
SUBJECT_W_S = (0.9, 1.9)
SHARP_NATS = (-6.8, -8.4)  # of any picture
TEXTURE_LEVELS = 4.0  # of a patch; of a smoother one nobody can tell whether it is blurred
SHARP_LOSS_NATS = (0.6, 1.8)  # against the best of late: the same scene, so less will do
CUT_SHARE = (0.0, 0.1)  # landmarks beyond the edge
OPENING_SHARE = (0.85, 0.55)  # of how far the same eyes were open of late: eyes differ
BACKLIGHT_EV = (0.8, 2.4)  # by which what is around the face is lighter
BACKLIGHT_FROM_EV = -2.6  # a dark room behind a face is no backlight

MEMORY_FRAMES = 150  # "of late": 5 s at 30 Hz
MEMORY_FACES = 32  # the last ones; more come by in a street
BEST_PERCENTILE = 90
FEWEST_FRAMES = 8  # before anything is compared with what was
# Sharpness is read off the largest face, or the middle of the picture: 0.7 ms (measured).
PATCH_PX = 160
FULL_WIDTH_PX = 640


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing that is wrong.

    Attributes:
        issue: what.
        score: how much, 0..1.
    """

    issue: Issue
    score: float

    @property
    def words(self) -> str:
        """Return what to tell a person."""
        return WORDS[self.issue]


@dataclass(frozen=True, slots=True)
class Advice:
    """What is wrong with a frame, the gravest first; empty when nothing is."""

    pts_ns: int
    hints: tuple[Hint, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LiveFrame:
    """What advice is given on.

    Attributes:
        pts_ns: time of the frame.
        luma: (height, width) uint8, black 0 and white 255.
        faces: found in it, or in a frame a moment ago; None where nobody looks for faces.
    """

    pts_ns: int
    luma: NDArray[np.uint8]
    faces: Sequence[FaceReading] | None


class LiveAdvice:
    """Gives advice on frames as they come."""

    def __init__(self) -> None:
        """Set up without a past."""
        self._meter = MotionMeter()
        self.reset()

    def reset(self) -> None:
        """Forget the past and what was said."""
        self._meter.reset()
        self._sharp: deque[float] = deque(maxlen=MEMORY_FRAMES)
        self._openings: dict[int, deque[tuple[float, float]]] = {}
        self._said: set[Issue] = set()
        self._since_ns: dict[Issue, int] = {}  # since when the opposite of what is said holds

    def flush(self) -> Sequence[Advice]:
        """Return nothing: no advice is held back."""
        return ()

    def push(self, item: LiveFrame) -> Sequence[Advice]:
        """Return the advice on the next frame."""
        scores = self._scores(item)
        hints = []
        for issue in Issue:
            score = scores.get(issue, 0.0)
            if self._is_said(issue, score, item.pts_ns):
                hints.append(Hint(issue, score))
        return [Advice(item.pts_ns, tuple(hints))]

    def _is_said(self, issue: Issue, score: float, pts_ns: int) -> bool:
        """Tell whether an issue is said from this frame on."""
        said = issue in self._said
        changes = score < UNSAID_BELOW if said else score >= SAID_FROM
        if not changes:
            self._since_ns.pop(issue, None)
            return said
        since_ns = self._since_ns.setdefault(issue, pts_ns)
        if pts_ns - since_ns >= (GONE_NS if said else HOLD_NS[issue]):
            self._said ^= {issue}
            del self._since_ns[issue]
        return issue in self._said

    def _scores(self, item: LiveFrame) -> dict[Issue, float]:
        small = small_luma(item.luma)
        light = exposure(small)
        motion = self._meter.measure(small, item.pts_ns)
        moving = max(rise(motion.global_w_s, CAMERA_W_S), rise(motion.motion_w_s, SUBJECT_W_S))
        scores = {
            Issue.TOO_DARK: rise(light.light_ev, DARK_EV),
            Issue.TOO_BRIGHT: max(
                rise(light.light_ev, BRIGHT_EV), rise(light.clipped, CLIPPED_SHARE)
            ),
            Issue.MOVING: moving,
        }
        # What moves is blurred as well, and what is black has no detail: that says nothing more.
        told = max(moving, scores[Issue.TOO_DARK]) >= SAID_FROM
        scores[Issue.BLURRED] = 0.0 if told else self._blur(patch_of(item))
        if item.faces is not None:
            scores |= self._of_faces(item.faces, small, item.luma.shape[1])
        return scores

    def _blur(self, patch: NDArray[np.uint8]) -> float:
        found = sharpness(patch)
        if found is None or texture_levels(patch) < TEXTURE_LEVELS:
            return 0.0
        self._sharp.append(found.sharp_nats)
        blurred = rise(found.sharp_nats, SHARP_NATS)
        if len(self._sharp) < FEWEST_FRAMES:
            return blurred
        loss = float(np.percentile(self._sharp, BEST_PERCENTILE)) - found.sharp_nats
        return max(blurred, rise(loss, SHARP_LOSS_NATS))

    def _of_faces(
        self, faces: Sequence[FaceReading], small: NDArray[np.uint8], width_px: int
    ) -> dict[Issue, float]:
        if not faces:
            return {Issue.NO_FACE: 1.0}
        largest = max(faces, key=area)
        return {
            Issue.FACE_CUT: rise(largest.measures["cut"], CUT_SHARE),
            Issue.BACKLIT: backlight(largest, small, width_px),
            Issue.EYES_CLOSED: max(self._closed(face) for face in faces),
        }

    def _closed(self, face: FaceReading) -> float:
        """Return how surely both eyes of a face are closed; one closed eye is a wink."""
        now = (face.measures["eye_right"], face.measures["eye_left"])
        past = self._openings.pop(face.id, deque(maxlen=MEMORY_FRAMES))
        past.append(now)
        self._openings[face.id] = past  # the last one is who was seen last
        if len(self._openings) > MEMORY_FACES:
            del self._openings[next(iter(self._openings))]
        if len(past) < FEWEST_FRAMES:
            return 0.0
        usual = np.percentile(np.array(past), BEST_PERCENTILE, axis=0)
        return rise(float(np.max(np.array(now) / np.maximum(usual, 1e-6))), OPENING_SHARE)


def rise(value: float, ends: tuple[float, float]) -> float:
    """Return 0..1, how far `value` has come from the first end to the second."""
    start, full = ends
    return float(np.clip((value - start) / (full - start), 0, 1))


def area(face: FaceReading) -> float:
    """Return how large a face is, in shares of the picture."""
    return face.measures["area"]


def backlight(face: FaceReading, small: NDArray[np.uint8], width_px: int) -> float:
    """Return how much a face stands against the light.

    Args:
        face: the reading.
        small: luma of the whole picture.
        width_px: of the picture that the face's box is in.
    """
    scale = small.shape[1] / width_px
    x_min, y_min, x_max, y_max = (round(max(0.0, side) * scale) for side in face.box_px)
    around = np.ones(small.shape, bool)
    around[y_min:y_max, x_min:x_max] = False
    if not around.any():
        return 0.0
    light_ev = exposure(small[around][:, np.newaxis]).light_ev
    if light_ev < BACKLIGHT_FROM_EV:
        return 0.0
    return rise(light_ev - face.measures["light_ev"], BACKLIGHT_EV)


def patch_of(item: LiveFrame) -> NDArray[np.uint8]:
    """Return what should be sharp, as it would be in a picture `FULL_WIDTH_PX` wide."""
    height, width = item.luma.shape
    scale = max(1.0, width / FULL_WIDTH_PX)
    half = round(PATCH_PX * scale / 2)
    x, y = width / 2, height / 2
    if item.faces:
        x_min, y_min, x_max, y_max = max(item.faces, key=area).box_px
        x, y = (x_min + x_max) / 2, (y_min + y_max) / 2
    left, top = (
        max(0, min(round(middle) - half, size - 2 * half))
        for middle, size in ((x, width), (y, height))
    )
    patch = item.luma[top : top + 2 * half, left : left + 2 * half]
    if scale == 1:
        return patch
    size = (max(1, round(patch.shape[1] / scale)), max(1, round(patch.shape[0] / scale)))
    return np.asarray(cv2.resize(patch, size, interpolation=cv2.INTER_AREA), np.uint8)
