"""The stages that hands pass, in every graph that follows them live.

Gestures are read off hands as they are seen; the smoothed hands are for file and screen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.actions import ActionAsked
from app.engine.graph import Runs, StageNode
from app.engine.media import CameraFrame
from app.engine.processor import Processor
from app.pipelines.hands import HandsSetup
from vision.frame import Frame
from vision.hands.deliberate import GestureMade
from vision.hands.hand import HandsResult
from vision.hands.smoothing import SteadyHands

Build = Callable[[], Processor[Any, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandParts:
    """What is done with hands.

    Attributes:
        follower: finds them in pictures and tells what they make, in a process of its own.
        actions: tells what that asks for.
        control: does it, on the loop.
    """

    follower: Build
    actions: Build
    control: Build


class FollowedHands:
    """A camera's own pictures in; smoothed hands, and the gestures that hands as seen make, out."""

    def __init__(
        self,
        tracker: Processor[Frame, HandsResult],
        gestures: Processor[HandsResult, GestureMade],
    ) -> None:
        self._tracker = tracker
        self._gestures = gestures
        self._steady = SteadyHands()

    def push(self, item: CameraFrame) -> Sequence[HandsResult | GestureMade]:
        """Convert, track, read and smooth."""
        return self._told(self._tracker.push(item.rgb()))

    def flush(self) -> Sequence[HandsResult | GestureMade]:
        """Return what is pending."""
        pending = self._told(self._tracker.flush())
        return [*pending, *self._gestures.flush(), *self._steady.flush()]

    def reset(self) -> None:
        """Forget the hands."""
        for part in (self._tracker, self._gestures, self._steady):
            part.reset()

    def _told(self, results: Sequence[HandsResult]) -> list[HandsResult | GestureMade]:
        told: list[HandsResult | GestureMade] = []
        for seen in results:
            told += [*self._steady.push(seen), *self._gestures.push(seen)]
        return told


def follower(setup: HandsSetup) -> FollowedHands:
    """Return what follows and reads hands; raises ModelError when a network cannot be used."""
    return FollowedHands(setup.tracker(), setup.gestures())


def hand_nodes(hands: HandParts) -> tuple[StageNode, ...]:
    """Return the stages."""
    return (
        StageNode(
            name="hands",
            build=hands.follower,
            takes=(CameraFrame,),
            gives=(HandsResult, GestureMade),
            runs=Runs.PROCESS,
        ),
        StageNode(
            name="actions",
            build=hands.actions,
            takes=(GestureMade,),
            gives=(ActionAsked,),
            runs=Runs.LOOP,
        ),
        StageNode(name="control", build=hands.control, takes=(ActionAsked,), runs=Runs.LOOP),
    )
