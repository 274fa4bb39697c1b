"""Steady hands: a filter that is slow while a hand rests and fast while it moves.

Source: the One-Euro filter (Casiez, Roussel, Vogel 2012). Speed is in sizes of the hand, so a far
hand is treated as a near one.

Less jitter is to be had only for landmarks farther from where the hand is: on the evaluation clip
this setting halves the jitter and moves landmarks by 2.8 % of the hand's size (median; 5.5 % at
the 99th percentile). One that leaves a third of the jitter moves them by 5 % and 22 %, and a
skeleton drawn over the picture then visibly leaves the hand.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from vision.hands.bones import BoneLengths
from vision.hands.confidence import steady
from vision.hands.hand import Hand, HandsResult
from vision.hands.projection import read_only
from vision.hands.roi import HAND_SCALE

NS_PER_S = 1_000_000_000
# Found by search over one clip of a gesturing hand and the rendered demo clip: nearest to the hand
# among those that halve the jitter.
MIN_CUTOFF_HZ = 0.3
CUTOFF_HZ_PER_SPEED = 4.0  # speed in sizes of the hand per second
SPEED_CUTOFF_HZ = 3.0
# World landmarks have no region to give their size; an adult's hand is about as long.
WORLD_HAND_M = 0.18


class OneEuro:
    """The filter for one set of points."""

    def __init__(self, points: NDArray[np.floating]) -> None:
        """Start at rest at (n, d) points."""
        self._raw = self._smooth = points.astype(np.float64)
        self._speed = np.zeros_like(self._smooth)

    def push(
        self, points: NDArray[np.floating], size: float, elapsed_s: float, axes: int
    ) -> NDArray[np.float64]:
        """Return the next points, smoothed.

        Args:
            points: (n, d).
            size: of what is filtered, in the unit of the points, > 0.
            elapsed_s: time since the last points, >= 0; at 0 the last result stands.
            axes: how many of the d columns make up the speed; the others are filtered alike.
        """
        if elapsed_s > 0:
            raw_speed = (points - self._raw) / elapsed_s
            self._speed += gain(SPEED_CUTOFF_HZ, elapsed_s) * (raw_speed - self._speed)
            speed = np.linalg.norm(self._speed[:, :axes], axis=1, keepdims=True) / size  # (n, 1)
            weight = gain(MIN_CUTOFF_HZ + CUTOFF_HZ_PER_SPEED * speed, elapsed_s)
            self._smooth = self._smooth + weight * (points - self._smooth)
            self._raw = points.astype(np.float64)
        return self._smooth

    def predict(self, elapsed_s: float) -> NDArray[np.float64]:
        """Return where the speed so far leads the raw points."""
        return self._raw + self._speed * elapsed_s


def gain(cutoff_hz: NDArray[np.float64] | float, elapsed_s: float) -> NDArray[np.float64]:
    """Return the weight of the newest sample in a low-pass filter of first order, 0..1."""
    phase = 2 * math.pi * elapsed_s * np.asarray(cutoff_hz, np.float64)
    weight: NDArray[np.float64] = phase / (1 + phase)
    return weight


class SteadyHands:
    """Smooths what a `HandTracker` says; a processor of HandsResult into HandsResult.

    Landmarks are smoothed, the bones of world landmarks held to their mean length, and the
    confidence of landmarks that jump is lowered. A hand's first frame passes unchanged, as does
    all else. A hand that was lost starts anew.
    """

    def __init__(self) -> None:
        """Start with no hands."""
        self._hands: dict[int, _SteadyHand] = {}

    def push(self, item: HandsResult) -> Sequence[HandsResult]:
        """Smooth the hands of the next frame; always one result."""
        known, self._hands = self._hands, {}
        hands = []
        for hand in item.hands:
            steady_hand = known.get(hand.id)
            if steady_hand is None:
                self._hands[hand.id] = _SteadyHand(hand, item.pts_ns)
                hands.append(hand)
            else:
                self._hands[hand.id] = steady_hand
                hands.append(steady_hand.push(hand, item.pts_ns))
        return [replace(item, hands=tuple(hands))]

    def flush(self) -> Sequence[HandsResult]:
        """Return nothing: no result is ever held back."""
        return ()

    def reset(self) -> None:
        """Forget all hands."""
        self._hands = {}


class _SteadyHand:
    """The filters of one hand."""

    def __init__(self, hand: Hand, pts_ns: int) -> None:
        self._pts_ns = pts_ns
        self._picture = OneEuro(_picture_points(hand))
        self._world = OneEuro(hand.world_m)
        self._bones = BoneLengths(hand.world_m)

    def push(self, hand: Hand, pts_ns: int) -> Hand:
        """Return the hand of the next frame, smoothed."""
        elapsed_s = max(0, pts_ns - self._pts_ns) / NS_PER_S
        self._pts_ns = pts_ns
        hand_px = hand.roi.side_px / HAND_SCALE
        off_px = self._picture.predict(elapsed_s)[:, :2] - hand.landmarks_px[:, :2]
        trust = steady(np.linalg.norm(off_px, axis=1) / hand_px)
        picture = self._picture.push(_picture_points(hand), hand_px, elapsed_s, axes=2)
        world_m = self._world.push(hand.world_m, WORLD_HAND_M, elapsed_s, axes=3)
        if hand.state == "seen":
            self._bones.learn(hand.world_m, elapsed_s)
        return replace(
            hand,
            landmarks_px=read_only(picture[:, :3].astype(np.float32)),
            landmarks_norm=read_only(picture[:, 3:].astype(np.float32)),
            world_m=read_only(self._bones.hold(world_m)),
            confidence=read_only((hand.confidence * trust).astype(np.float32)),
        )


def _picture_points(hand: Hand) -> NDArray[np.float32]:
    """Return (21, 6) both forms of the landmarks in the picture, to be filtered as one."""
    return np.concatenate([hand.landmarks_px, hand.landmarks_norm], axis=1)
