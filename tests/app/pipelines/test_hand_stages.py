"""What follows hands: gestures off hands as they are seen, smoothed hands for whoever looks."""

import pickle
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from app.engine.media import CameraFrame
from app.pipelines.hand_stages import FollowedHands
from tests.app.storage.material import camera_frame, hand, picture
from vision.frame import Frame
from vision.hands.deliberate import GestureMade
from vision.hands.hand import HandsResult


class Trembling:
    """A tracker that sees one hand, which trembles; counts pictures since its reset."""

    def __init__(self) -> None:
        self.pushed = 0

    def push(self, item: Frame) -> Sequence[HandsResult]:
        assert item.rgb.dtype == np.uint8
        self.pushed += 1
        seen = hand(0)
        off_px = np.float32(0.1 * (self.pushed % 2))
        moved = replace(seen, landmarks_px=seen.landmarks_px + off_px)
        return [HandsResult(item.pts_ns, (moved,), palm_ran=True)]

    def flush(self) -> Sequence[HandsResult]:
        return ()

    def reset(self) -> None:
        self.pushed = 0


class Telling:
    """Tells of a gesture in each frame, and remembers where the hand was."""

    def __init__(self) -> None:
        self.seen_px: list[float] = []
        self.resets = 0

    def push(self, item: HandsResult) -> Sequence[GestureMade]:
        self.seen_px.append(float(item.hands[0].landmarks_px[0, 0]))
        return [GestureMade(item.pts_ns, 0, "left", "ok")]

    def flush(self) -> Sequence[GestureMade]:
        return ()

    def reset(self) -> None:
        self.resets += 1


def frames(count: int) -> list[CameraFrame]:
    return [camera_frame(33 * number, picture(number)) for number in range(count)]


def test_gestures_are_read_off_hands_as_seen_and_the_smoothed_are_told() -> None:
    telling = Telling()
    followed = FollowedHands(Trembling(), telling)
    told = [item for frame in frames(12) for item in followed.push(frame)]
    shown = [item for item in told if isinstance(item, HandsResult)]
    assert len(shown) == len([item for item in told if isinstance(item, GestureMade)]) == 12
    assert not followed.flush()
    shown_px = [float(result.hands[0].landmarks_px[0, 0]) for result in shown]
    assert np.std(shown_px[4:]) < 0.5 * np.std(telling.seen_px[4:])


def test_a_reset_ends_what_is_followed() -> None:
    tracker, telling = Trembling(), Telling()
    followed = FollowedHands(tracker, telling)
    for frame in frames(3):
        followed.push(frame)
    followed.reset()
    assert (tracker.pushed, telling.resets) == (0, 1)
    (first, _) = followed.push(frames(1)[0])
    assert isinstance(first, HandsResult)
    assert first.hands[0].landmarks_px[0, 0] == telling.seen_px[-1], "not smoothed with the past"


def test_a_picture_looks_the_same_in_another_process() -> None:
    (frame,) = frames(1)
    there = pickle.loads(pickle.dumps(frame))
    assert there.pts_ns == frame.pts_ns
    np.testing.assert_allclose(there.rgb().rgb.astype(int), frame.rgb().rgb, atol=2)
