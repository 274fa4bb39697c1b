"""Detect or track: palms are searched only while there is room for another hand.

A hand found in one frame tells where to look in the next, so the palm detector, the dearer of the
two networks, rests while all hands are followed, and mostly while one of several is. A hand whose
presence falls below the threshold is bridged for a moment, and keeps its id when it comes back
soon. Source of the loop: MediaPipe `hand_landmark_tracking_cpu.pbtxt`.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models import hand as hand_model
from models import palm as palm_model
from models.detections import Detections
from models.hand import HandCrop
from vision.frame import Frame
from vision.geometry import Border, RotatedSquare, crop_square
from vision.hands.association import (
    Sighting,
    distinct_regions,
    distinct_sightings,
    name_sightings,
)
from vision.hands.cadence import SEARCH_PERIOD_NS, SearchCadence
from vision.hands.hand import HandsResult
from vision.hands.roi import palm_roi, shows_picture
from vision.hands.track import Track
from vision.letterbox import letterbox_square

# Least palm score worth a look. MediaPipe's 0.5 finds 154 of 200 digits, this one 167.
PALM_THRESHOLD = 0.3
PRESENCE_THRESHOLD = 0.5
# A palm below MediaPipe's threshold has to show a hand beyond doubt: of 31 digits that it would not
# find, the six read with a presence below 0.9 were all read wrong.
SURE_PALM = 0.5
WEAK_PALM_PRESENCE = 0.9
# A still picture without a hand is searched once more, closer, at the middle: 181 of 200 digits.
# A moving hand comes by in a better size without it.
CLOSER_LOOK = 0.7  # of the whole picture's square
# An occlusion this short is bridged: six frames of a 30 Hz camera.
BRIDGE_NS = 200_000_000
# A hand that comes back within this time, near where it was, is the one that was lost.
RECALL_NS = 500_000_000


class PalmDetector(Protocol):
    """Finds palms; `models.palm.PalmDetector` is one."""

    def detect(self, square: NDArray[np.uint8], min_score: float) -> Detections:
        """Find palms in a (192, 192, 3) RGB picture, the surest first, each one once."""
        ...


class HandLandmarker(Protocol):
    """Reads one hand; `models.hand.HandLandmarker` is one."""

    def read(self, crop: NDArray[np.uint8]) -> HandCrop:
        """Read a (224, 224, 3) RGB crop."""
        ...


class HandTracker:
    """Follows hands from frame to frame; a processor of Frame into HandsResult.

    Every frame gives exactly one result. An id stays with a hand while it is followed, through
    crossings and short occlusions. Ids count up from 0 and, within one tracker, no two hands get
    the same before `reset`.

    With `palm_threshold=0.5, second_look=False, search_period_ns=0, bridge_ns=0, recall_ns=0` the
    regions and landmarks are those of MediaPipe's own loop.
    """

    def __init__(
        self,
        palms: PalmDetector,
        landmarker: HandLandmarker,
        *,
        max_hands: int = 2,
        palm_threshold: float = PALM_THRESHOLD,
        presence_threshold: float = PRESENCE_THRESHOLD,
        weak_palm_presence: float = WEAK_PALM_PRESENCE,
        static: bool = False,
        second_look: bool = True,
        mirrored: bool = False,
        search_period_ns: int = SEARCH_PERIOD_NS,
        bridge_ns: int = BRIDGE_NS,
        recall_ns: int = RECALL_NS,
    ) -> None:
        """Set up with nothing followed.

        Args:
            palms: finds palms in the whole frame.
            landmarker: reads one hand.
            max_hands: most hands per frame, at least 1.
            palm_threshold: least palm score worth a look, 0..1.
            presence_threshold: least presence of a hand, 0..1.
            weak_palm_presence: least presence of a hand to which a palm below 0.5 led, 0..1.
            static: treat each frame as an unrelated picture; every hand gets a new id.
            second_look: search a static picture without a hand once more, closer.
            mirrored: the frames are mirrored, as a selfie: handedness is swapped. Nothing else is.
            search_period_ns: least time between two searches for palms while a hand is in view;
                0 searches every frame with room for another hand. A missed hand is searched at
                once.
            bridge_ns: longest time for which an unseen hand stays in the results, as "bridged". It
                is never bridged for longer than it was seen before.
            recall_ns: longest time after which an unseen hand gets its id back.
        """
        self._palms = palms
        self._landmarker = landmarker
        self._max_hands = max_hands
        self._palm_threshold = palm_threshold
        self._presence_threshold = presence_threshold
        self._weak_palm_presence = weak_palm_presence
        self._static = static
        self._second_look = static and second_look
        self._mirrored = mirrored
        self._bridge_ns = bridge_ns
        self._recall_ns = recall_ns
        self._tracks: list[Track] = []  # seen or bridged, the longest followed first
        self._lost: list[Track] = []  # no longer bridged, but to be recalled
        self._cadence = SearchCadence(search_period_ns)
        self._next_id = 0

    def push(self, item: Frame) -> Sequence[HandsResult]:
        """Find the hands of the next frame; always one result."""
        height_px, width_px = item.rgb.shape[:2]
        whole = letterbox_square(width_px, height_px)
        palm_ran = self._search_is_due(item.pts_ns)
        sightings = self._sight(item, whole if palm_ran else None)
        if self._second_look and not sightings:
            middle = RotatedSquare(whole.cx_px, whole.cy_px, whole.side_px * CLOSER_LOOK)
            sightings = self._sight(item, middle)
        self._update(sightings, item)
        hands = tuple(
            track.hand(item.pts_ns, width_px, height_px, mirrored=self._mirrored)
            for track in self._tracks
        )
        if self._static:
            self._tracks = []
        self._forget_departed(item)
        return [HandsResult(item.pts_ns, hands, palm_ran)]

    def flush(self) -> Sequence[HandsResult]:
        """Return nothing: no frame is ever held back."""
        return ()

    def reset(self) -> None:
        """Forget all hands; ids start from 0 again."""
        self._tracks, self._lost = [], []
        self._cadence.reset()
        self._next_id = 0

    def _search_is_due(self, pts_ns: int) -> bool:
        """Tell whether to search the whole frame."""
        if self._static:
            return True
        seen = sum(track.state == "seen" for track in self._tracks)
        if seen >= self._max_hands:
            return False
        missed = [track for track in self._tracks if track.state == "bridged"] + self._lost
        just_lost = any(pts_ns - track.seen_ns <= self._bridge_ns for track in missed)
        return self._cadence.due(pts_ns, following=seen > 0, lost=just_lost)

    def _sight(self, item: Frame, searched: RotatedSquare | None) -> list[Sighting]:
        """Look where hands are expected and, in the square to be searched, where palms are."""
        ordered = sorted(self._tracks, key=lambda track: track.state == "bridged")  # seen first
        places = [(track.roi(item.pts_ns), track) for track in ordered]
        sightings = [
            self._look(item.rgb, roi, track.id, self._presence_threshold) for roi, track in places
        ]
        if searched is not None:
            found = self._search(item.rgb, searched)
            taken = [roi for roi, track in places if track.state == "seen"]
            fresh = distinct_regions(list(found)[: self._max_hands], taken)
            sightings += [
                self._look(item.rgb, roi, None, found[roi])
                for roi in fresh[: self._max_hands - len(taken)]
            ]
        hands = [sighting for sighting in sightings if sighting is not None]
        return distinct_sightings(hands)[: self._max_hands]

    def _search(self, rgb: NDArray[np.uint8], square: RotatedSquare) -> dict[RotatedSquare, float]:
        """Return the regions of the palms in an upright square of the picture, the surest first.

        Each has the least presence of a hand that is to be believed there.
        """
        picture = crop_square(rgb, square, palm_model.INPUT_PX, Border.BLACK)
        found = self._palms.detect(picture, self._palm_threshold)
        corners_px = square.to_image(found.boxes_norm.reshape(-1, 2, 2))
        keypoints_px = square.to_image(found.keypoints_norm)
        weak = max(self._presence_threshold, self._weak_palm_presence)
        return {
            palm_roi(box, keypoints): self._presence_threshold if sure else weak
            for box, keypoints, sure in zip(
                corners_px.reshape(-1, 4), keypoints_px, found.scores >= SURE_PALM, strict=True
            )
        }

    def _look(
        self,
        rgb: NDArray[np.uint8],
        roi: RotatedSquare,
        origin: int | None,
        min_presence: float,
    ) -> Sighting | None:
        """Read the hand in a region; None when there is none."""
        height_px, width_px = rgb.shape[:2]
        if not shows_picture(roi, width_px, height_px):
            return None
        reading = self._landmarker.read(crop_square(rgb, roi, hand_model.INPUT_PX, Border.EDGE))
        if reading.presence < min_presence:
            return None
        return Sighting.of(reading, roi, origin)

    def _update(self, sightings: Sequence[Sighting], item: Frame) -> None:
        """Give each sighting to the hand it shows, and decide on those not seen."""
        height_px, width_px = item.rgb.shape[:2]
        known = {track.id: track for track in self._tracks + self._lost}
        expected = [track.expectation(item.pts_ns) for track in known.values()]
        seen = []
        for sighting, name in zip(sightings, name_sightings(sightings, expected), strict=True):
            if name is None:
                track = Track(self._new_id(), sighting, item.pts_ns, width_px, height_px)
            else:
                track = known.pop(name)
                track.see(sighting, item.pts_ns, width_px, height_px)
            seen.append(track)
        bridged = [
            track for track in self._tracks if track.id in known and self._bridges(track, item)
        ]
        kept = seen + bridged[: self._max_hands - len(seen)]
        for track in known.values():
            track.miss()
        self._lost = self._recallable([t for t in known.values() if t not in kept], item.pts_ns)
        self._tracks = sorted(kept, key=lambda track: track.id)

    def _bridges(self, track: Track, item: Frame) -> bool:
        """Tell whether an unseen hand is presumed to be in the picture, hidden."""
        height_px, width_px = item.rgb.shape[:2]
        unseen_ns = item.pts_ns - track.seen_ns
        if unseen_ns >= min(self._bridge_ns, track.seen_ns - track.since_ns):
            return False
        x, y = track.expectation(item.pts_ns).landmarks_px[:, :2].mean(axis=0).tolist()
        return bool(0 <= x < width_px and 0 <= y < height_px)

    def _recallable(self, tracks: Sequence[Track], pts_ns: int) -> list[Track]:
        """Return the lost hands that may yet come back, the latest `max_hands` of them."""
        recent = [track for track in tracks if pts_ns - track.seen_ns < self._recall_ns]
        return sorted(recent, key=lambda track: track.seen_ns)[-self._max_hands :]

    def _forget_departed(self, item: Frame) -> None:
        """Follow no hand whose next region lies off the picture."""
        height_px, width_px = item.rgb.shape[:2]
        self._tracks = [
            track
            for track in self._tracks
            if shows_picture(track.roi(item.pts_ns), width_px, height_px)
        ]

    def _new_id(self) -> int:
        """Return the next number never given before."""
        self._next_id += 1
        return self._next_id - 1
