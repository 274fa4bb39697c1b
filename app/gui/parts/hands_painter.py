"""Hands painted over a picture: bones from far to near, a name beside the wrist.

Each hand has a colour of its own, by its id. A joint that is trusted little is hollow; a hand that
is hidden for a moment is a faint ghost.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.gui.look.palette import HAND_COLOURS
from vision.hands.bones import PARENTS
from vision.hands.hand import Hand

KNUCKLES = ((5, 9), (9, 13), (13, 17))
PALM_RAYS = {(0, 9), (0, 13)}  # the knuckles are joined to each other instead
BONE_SHARE, JOINT_SHARE = 0.020, 0.019  # of the hand's size on the screen
DOUBTFUL = 0.5
GHOST = 0.35
SHADOW = QColor(0, 0, 0, 110)
LABEL_GROUND = QColor(8, 14, 17, 205)


@dataclass(frozen=True, slots=True)
class LabelledHand:
    """A hand and what is written beside it."""

    hand: Hand
    text: str


def bones() -> list[tuple[int, int]]:
    """Return the pairs of landmarks that are joined."""
    joined = [(int(parent), child + 1) for child, parent in enumerate(PARENTS.tolist())]
    return [pair for pair in joined if pair not in PALM_RAYS] + list(KNUCKLES)


BONES = bones()


def paint_hand(
    painter: QPainter, shown: LabelledHand, place: Callable[[float, float], QPointF], font: QFont
) -> None:
    """Paint one hand; `place` tells where a point of the picture (0..1) is on the screen."""
    hand = shown.hand
    points = [place(float(x), float(y)) for x, y in hand.landmarks_norm[:, :2]]
    xs, ys = [p.x() for p in points], [p.y() for p in points]
    size_px = max(max(xs) - min(xs), max(ys) - min(ys), 1.0)
    colour = QColor(HAND_COLOURS[hand.id % len(HAND_COLOURS)])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(1.0 if hand.state == "seen" else GHOST)
    width_px = max(2.0, size_px * BONE_SHARE)
    for pen_colour, pen_px in ((SHADOW, width_px + 3), (colour, width_px)):
        pen = QPen(pen_colour, pen_px, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for start, end in BONES:
            painter.drawLine(points[start], points[end])
    _paint_joints(painter, hand, points, max(2.4, size_px * JOINT_SHARE), colour)
    _paint_label(painter, shown.text, QPointF(min(xs), max(ys)), colour, font)
    painter.restore()


def _paint_joints(
    painter: QPainter, hand: Hand, points: list[QPointF], radius_px: float, colour: QColor
) -> None:
    for joint in np.argsort(-hand.landmarks_px[:, 2]).tolist():
        trusted = hand.confidence[joint] >= DOUBTFUL
        painter.setPen(QPen(QColor("white") if trusted else colour, radius_px * 0.45))
        painter.setBrush(colour if trusted else LABEL_GROUND)
        painter.drawEllipse(points[joint], radius_px, radius_px)


def _paint_label(
    painter: QPainter, text: str, corner: QPointF, colour: QColor, font: QFont
) -> None:
    metrics = QFontMetricsF(font)
    width_px, height_px = metrics.horizontalAdvance(text) + 30, metrics.height() + 10
    clip = painter.clipBoundingRect()
    left = max(clip.left() + 6, min(corner.x(), clip.right() - width_px - 6))
    top = min(corner.y() + 8, clip.bottom() - height_px - 6)
    ground = QRectF(left, top, width_px, height_px)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(LABEL_GROUND)
    painter.drawRoundedRect(ground, height_px / 2, height_px / 2)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(left + 13, ground.center().y()), 4, 4)
    painter.setPen(QColor("white"))
    painter.setFont(font)
    painter.drawText(ground.adjusted(22, 0, -8, 0), int(Qt.AlignmentFlag.AlignVCenter), text)
