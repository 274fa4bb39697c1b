"""One hand followed over time: what is known of it, and where it should be now."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from vision.geometry import RotatedSquare
from vision.hands.association import Expectation, Sighting
from vision.hands.confidence import recent
from vision.hands.hand import Hand, State
from vision.hands.handedness import HandednessVote
from vision.hands.projection import place_hand, read_only
from vision.hands.roi import landmarks_roi

NS_PER_S = 1_000_000_000
# A hidden hand is presumed to coast to a stop: within 80 ms times its speed. Hands change direction
# about three times a second in the evaluation clips, so going on for longer overshoots.
COAST_S = 0.08
# Weight of the newest step in the estimate of speed.
SPEED_WEIGHT = 0.5


class Track:
    """A hand with an id.

    Attributes:
        id: number of the hand.
        state: "seen" in the last frame, else "bridged".
        since_ns: time of the frame in which it was first seen.
        seen_ns: time of the frame in which it was last seen.
    """

    def __init__(
        self, hand_id: int, sighting: Sighting, pts_ns: int, width_px: int, height_px: int
    ) -> None:
        """Start at the frame at `pts_ns`, of the given size."""
        self.id = hand_id
        self.state: State = "seen"
        self.since_ns = self.seen_ns = pts_ns
        self._speed_px_s = np.zeros(2)
        self._vote = HandednessVote(sighting.reading.right)
        self._hand = self._placed(sighting, width_px, height_px)

    def see(self, sighting: Sighting, pts_ns: int, width_px: int, height_px: int) -> None:
        """Take what was seen in the next frame."""
        elapsed_s = self.unseen_s(pts_ns)
        if elapsed_s > 0:
            moved_px = (sighting.landmarks_px - self._hand.landmarks_px)[:, :2].mean(axis=0)
            self._speed_px_s += SPEED_WEIGHT * (moved_px / elapsed_s - self._speed_px_s)
        self._vote.add(sighting.reading.right, elapsed_s)
        self._hand = self._placed(sighting, width_px, height_px)
        self.state, self.seen_ns = "seen", pts_ns

    def miss(self) -> None:
        """Take that it was not seen in the next frame."""
        self.state = "bridged"

    def unseen_s(self, pts_ns: int) -> float:
        """Return for how long it has not been seen."""
        return max(0, pts_ns - self.seen_ns) / NS_PER_S

    def roi(self, pts_ns: int) -> RotatedSquare:
        """Return where to look for it.

        That is where it was in the frame before, as MediaPipe has it; once missed, where it has
        coasted to.
        """
        roi = landmarks_roi(self._hand.landmarks_px)
        return roi if self.state == "seen" else _moved(roi, self._coasted_px(pts_ns))

    def expectation(self, pts_ns: int) -> Expectation:
        """Return what it should look like now."""
        landmarks_px = self._hand.landmarks_px.copy()
        landmarks_px[:, :2] += self._coasted_px(pts_ns)
        return Expectation(
            self.id, landmarks_px, self._hand.world_m, self._vote.right, self.unseen_s(pts_ns)
        )

    def hand(self, pts_ns: int, width_px: int, height_px: int, *, mirrored: bool) -> Hand:
        """Return it as a result; bridged, at the place to which it has coasted."""
        hand = self._hand
        if mirrored:
            hand = replace(hand, handedness="left" if hand.handedness == "right" else "right")
        if self.state == "seen":
            return hand
        shift_px = self._coasted_px(pts_ns)
        landmarks_px = hand.landmarks_px.copy()
        landmarks_px[:, :2] += shift_px
        landmarks_norm = landmarks_px / np.array([width_px, height_px, width_px])
        confidence = hand.confidence * np.float32(recent(self.unseen_s(pts_ns)))
        return replace(
            hand,
            landmarks_px=read_only(landmarks_px),
            landmarks_norm=read_only(landmarks_norm.astype(np.float32)),
            roi=_moved(hand.roi, shift_px),
            state="bridged",
            confidence=read_only(confidence),
        )

    def _placed(self, sighting: Sighting, width_px: int, height_px: int) -> Hand:
        """Return what was seen, with the side that all readings voted for."""
        reading = replace(sighting.reading, right=self._vote.right)
        return place_hand(reading, sighting.roi, self.id, width_px, height_px)

    def _coasted_px(self, pts_ns: int) -> NDArray[np.float64]:
        """Return (2,) the way it went since it was seen, its speed decaying."""
        coasted: NDArray[np.float64] = (
            self._speed_px_s * COAST_S * (1 - math.exp(-self.unseen_s(pts_ns) / COAST_S))
        )
        return coasted


def _moved(roi: RotatedSquare, shift_px: NDArray[np.float64]) -> RotatedSquare:
    """Return the region shifted by (2,) x, y."""
    x, y = shift_px.tolist()
    return replace(roi, cx_px=roi.cx_px + x, cy_px=roi.cy_px + y)
