"""Hands drawn over the picture they were seen in: skeleton, depth, name and gesture.

Each hand has a colour of its own, by its id. What is nearer to the camera is lighter and thicker.
A joint that is trusted little is hollow. A bridged hand is a faint ghost.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.hands.bones import PARENTS
from vision.hands.hand import Hand, HandsResult
from vision.hands.hand_label import Colour, draw_label
from vision.hands.roi import HAND_SCALE

# Dark and light end of each hand's colour; told apart also by the colour-blind (Okabe, Ito 2008).
PALETTE: tuple[tuple[Colour, Colour], ...] = (
    ((0, 74, 122), (132, 226, 255)),
    ((150, 74, 0), (255, 218, 130)),
    ((120, 28, 92), (255, 172, 226)),
    ((0, 92, 62), (136, 246, 196)),
)
WHITE: Colour = (255, 255, 255)

# The palm's outline, and its cross lines, which belong to no finger.
PALM = (0, 1, 5, 9, 13, 17)
KNUCKLES = ((5, 9), (9, 13), (13, 17))
TIPS = frozenset((4, 8, 12, 16, 20))

# Sizes are in those of the hand, so that a far hand is drawn finer; in pixels at least.
BONE_HANDS, MIN_BONE_PX = 0.022, 1.2
JOINT_HANDS, MIN_JOINT_PX = 0.024, 1.8
TIP_JOINTS = 1.25  # a fingertip's joint, in joints
NEAR_THICKER = 0.8  # how much thicker the nearest bone is than the farthest
SHADOW_BONES = 3.2  # width of the shadow under a bone, in bones

# Strength of each layer, 0..1.
SHADOW, PALM_FILL, INK, GHOST = 0.5, 0.2, 0.95, 0.35
DOUBTFUL = 0.5  # joints trusted less are hollow
STEPS = 6  # pieces of a bone, each in its own shade
SHIFT = 4  # positions in 1/16 px
# Depth that spans the shades, in sizes of the hand.
DEPTH_SPAN_HANDS = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class _Sketch:
    """One hand, prepared for drawing.

    Attributes:
        points: (21, 2) x, y in pixels.
        nearness: (21,) 0 far .. 1 near.
        bone_px: width of a bone half way.
        joint_px: radius of a joint.
        dark: the far end of its colour.
        light: the near end.
    """

    points: NDArray[np.float64]
    nearness: NDArray[np.float64]
    bone_px: float
    joint_px: float
    dark: Colour
    light: Colour

    def shade(self, nearness: float) -> Colour:
        """Return the colour of what is so near."""
        red, green, blue = (
            round(dark + (light - dark) * nearness)
            for dark, light in zip(self.dark, self.light, strict=True)
        )
        return red, green, blue

    def thickness(self, nearness: float) -> int:
        """Return the width of a bone so near."""
        return max(1, round(self.bone_px * (1 + NEAR_THICKER * (nearness - 0.5))))


def draw_hands(
    rgb: NDArray[np.uint8], result: HandsResult, captions: Mapping[int, str]
) -> NDArray[np.uint8]:
    """Return a new picture with the hands drawn over it.

    Args:
        rgb: (height, width, 3) picture that `result` tells of; it stays as it is.
        result: hands, whose `landmarks_px` are in this picture's pixels.
        captions: what to write beside a hand's name, by id; see `vision.hands.captions`.
    """
    picture = rgb.copy()
    farthest_first = sorted(result.hands, key=lambda hand: hand.roi.side_px)
    for hand in farthest_first:
        _draw_skeleton(picture, hand)
    for hand in farthest_first:
        _, light = colours(hand.id)
        words = [f"{hand.handedness.capitalize()} {hand.id}"]
        if hand.state == "bridged":
            words.append("hidden")
        elif hand.id in captions:
            words.append(captions[hand.id])
        draw_label(picture, hand.landmarks_px[:, :2], words, light)
    return picture


def colours(hand_id: int) -> tuple[Colour, Colour]:
    """Return the dark and the light end of a hand's colour."""
    return PALETTE[hand_id % len(PALETTE)]


def _draw_skeleton(picture: NDArray[np.uint8], hand: Hand) -> None:
    """Draw one hand: shadow, palm, bones from far to near, joints."""
    sketch = _sketch(hand)
    reach_px = sketch.bone_px * SHADOW_BONES * 2
    place = _visible(picture, sketch.points, reach_px)
    if place is None:
        return
    part = picture[place]
    at = sketch.points - (place[1].start, place[0].start)
    strength = INK if hand.state == "seen" else GHOST
    _darken(part, _shadow(part.shape[:2], at, sketch), SHADOW * strength)
    _fill(part, at[list(PALM)], sketch.shade(0.5), PALM_FILL * strength)
    inked = part.copy()
    _draw_bones(inked, at, sketch)
    _draw_joints(inked, at, sketch, hand.confidence)
    part[:] = cv2.addWeighted(inked, strength, part, 1 - strength, 0)


def _sketch(hand: Hand) -> _Sketch:
    hand_px = hand.roi.side_px / HAND_SCALE
    depth_hands = hand.landmarks_px[:, 2].astype(np.float64) / hand_px
    # Depths are relative to the wrist: the middle of those shown gets the middle shade.
    middle = (depth_hands.min() + depth_hands.max()) / 2
    dark, light = colours(hand.id)
    return _Sketch(
        points=hand.landmarks_px[:, :2].astype(np.float64),
        nearness=(0.5 - (depth_hands - middle) / DEPTH_SPAN_HANDS).clip(0, 1),
        bone_px=max(MIN_BONE_PX, BONE_HANDS * hand_px),
        joint_px=max(MIN_JOINT_PX, JOINT_HANDS * hand_px),
        dark=dark,
        light=light,
    )


def _visible(
    picture: NDArray[np.uint8], points: NDArray[np.float64], margin_px: float
) -> tuple[slice, slice] | None:
    """Return the rows and columns of the picture around the points; None when there are none."""
    size = np.array(picture.shape[1::-1])  # width, height
    low = np.floor(points.min(axis=0) - margin_px).clip(0, size).astype(int)
    high = np.ceil(points.max(axis=0) + margin_px + 1).clip(0, size).astype(int)
    if (low >= high).any():
        return None
    return slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0]))


def _lines() -> list[tuple[int, int]]:
    """Return the pairs of landmarks that are joined."""
    bones = [(parent, child + 1) for child, parent in enumerate(PARENTS.tolist())]
    palm_rays = {(0, 9), (0, 13)}  # the knuckles are joined to each other instead
    return [bone for bone in bones if bone not in palm_rays] + list(KNUCKLES)


def _shadow(
    shape: tuple[int, ...], at: NDArray[np.float64], sketch: _Sketch
) -> NDArray[np.float32]:
    """Return (height, width) 0..1, soft and wide under every bone."""
    mask = np.zeros(shape, np.uint8)
    width_px = max(2, round(sketch.bone_px * SHADOW_BONES))
    for start, end in _lines():
        cv2.line(mask, _fixed(at[start]), _fixed(at[end]), 255, width_px, cv2.LINE_AA, SHIFT)
    soft = cv2.GaussianBlur(mask, (0, 0), sketch.bone_px)
    return np.asarray(soft / 255, np.float32)


def _darken(part: NDArray[np.uint8], mask: NDArray[np.float32], strength: float) -> None:
    part[:] = (part * (1 - strength * mask[..., np.newaxis])).astype(np.uint8)


def _fill(
    part: NDArray[np.uint8], outline: NDArray[np.float64], colour: Colour, strength: float
) -> None:
    filled = part.copy()
    polygon = np.rint(outline * (1 << SHIFT)).astype(np.int32)
    cv2.fillPoly(filled, [polygon], colour, cv2.LINE_AA, SHIFT)
    part[:] = cv2.addWeighted(filled, strength, part, 1 - strength, 0)


def _draw_bones(part: NDArray[np.uint8], at: NDArray[np.float64], sketch: _Sketch) -> None:
    """Draw bones, the farthest first, each in steps from one end's shade to the other's."""
    lines = sorted(_lines(), key=lambda line: sketch.nearness[list(line)].sum())
    for start, end in lines:
        stops = np.linspace(0, 1, STEPS + 1)[:, np.newaxis]
        places = at[start] * (1 - stops) + at[end] * stops
        nearness = np.linspace(sketch.nearness[start], sketch.nearness[end], STEPS).tolist()
        for near, here, there in zip(nearness, places[:-1], places[1:], strict=True):
            cv2.line(
                part,
                _fixed(here),
                _fixed(there),
                sketch.shade(near),
                sketch.thickness(near),
                cv2.LINE_AA,
                SHIFT,
            )


def _draw_joints(
    part: NDArray[np.uint8],
    at: NDArray[np.float64],
    sketch: _Sketch,
    confidence: NDArray[np.float32],
) -> None:
    """Draw joints, the farthest first: a white rim, filled where the joint is trusted."""
    for joint in sketch.nearness.argsort().tolist():
        near = float(sketch.nearness[joint])
        radius_px = sketch.joint_px * (TIP_JOINTS if joint in TIPS else 1) * (0.7 + 0.6 * near)
        rim = WHITE if confidence[joint] >= DOUBTFUL else sketch.shade(near)
        heart = sketch.shade(near) if confidence[joint] >= DOUBTFUL else sketch.dark
        _disc(part, at[joint], radius_px, rim)
        _disc(part, at[joint], radius_px * 0.66, heart)


def _disc(
    part: NDArray[np.uint8], at: NDArray[np.float64], radius_px: float, colour: Colour
) -> None:
    radius = max(1, round(radius_px * (1 << SHIFT)))
    cv2.circle(part, _fixed(at), radius, colour, cv2.FILLED, cv2.LINE_AA, SHIFT)


def _fixed(point: NDArray[np.float64]) -> tuple[int, int]:
    """Return a position as OpenCV takes it, in 1/16 px; far beyond the picture, a nearer one."""
    x, y = np.rint(point * (1 << SHIFT)).clip(-(2**20), 2**20).astype(int).tolist()
    return x, y
