"""A small plate with words beside a hand."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Colour = tuple[int, int, int]  # red, green, blue

FONT = cv2.FONT_HERSHEY_DUPLEX
FONT_PX = 22  # height of its capitals at scale 1
TEXT_PICTURES = 0.024  # height of capitals in heights of the picture
MIN_TEXT_PX = 7.0
PLATE: Colour = (18, 22, 30)
PLATE_STRENGTH = 0.72
PLAIN: Colour = (240, 243, 248)


def draw_label(
    picture: NDArray[np.uint8],
    points_px: NDArray[np.floating],
    words: Sequence[str],
    colour: Colour,
) -> None:
    """Draw a plate above the points, within the picture, into the picture itself.

    Args:
        picture: (height, width, 3).
        points_px: (n, 2) x, y of what the words are about.
        words: the first in plain, the others in `colour`; each of ASCII letters.
        colour: of a dot at the left, and of the later words.
    """
    height_px, width_px = picture.shape[:2]
    text_px = max(MIN_TEXT_PX, TEXT_PICTURES * height_px)
    scale = text_px / FONT_PX
    widths = [cv2.getTextSize(word, FONT, scale, 1)[0][0] for word in words]
    space_px = text_px * 0.9
    plate_w = round(space_px * (2.4 + len(words)) + sum(widths))
    plate_h = round(text_px * 2.3)
    left = round(float(points_px[:, 0].min() + points_px[:, 0].max()) / 2 - plate_w / 2)
    left = max(0, min(left, width_px - plate_w))
    top = round(float(points_px[:, 1].min()) - plate_h - text_px * 1.4)
    top = max(0, min(top, height_px - plate_h))
    part = picture[top : top + plate_h, left : left + plate_w]
    if part.shape[:2] != (plate_h, plate_w):
        return  # the picture is too small for words
    inked = part.copy()
    _plate(inked)
    part[:] = cv2.addWeighted(inked, PLATE_STRENGTH, part, 1 - PLATE_STRENGTH, 0)
    middle = plate_h // 2
    x = space_px * 1.3
    cv2.circle(part, (round(x), middle), round(text_px * 0.4), colour, cv2.FILLED, cv2.LINE_AA)
    x += space_px * 1.1
    for place, (word, wide) in enumerate(zip(words, widths, strict=True)):
        at = (round(x), round(middle + text_px / 2))
        cv2.putText(part, word, at, FONT, scale, colour if place else PLAIN, 1, cv2.LINE_AA)
        x += wide + space_px


def _plate(part: NDArray[np.uint8]) -> None:
    """Fill the part with a plate of round ends; its corners keep what they show."""
    height, width = part.shape[:2]
    radius = (height - 1) // 2
    cv2.rectangle(part, (radius, 0), (width - 1 - radius, height - 1), PLATE, cv2.FILLED)
    for x in (radius, width - 1 - radius):
        cv2.circle(part, (x, radius), radius, PLATE, cv2.FILLED, cv2.LINE_AA)
