"""The stages that hands pass, in every graph that follows them live.

Gestures are read off hands as they are seen; the smoothed hands are for file and screen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.actions import ActionAsked
from app.engine.events import Gap
from app.engine.graph import Runs, StageNode
from app.engine.media import CameraFrame
from app.engine.processor import Processor
from vision.frame import Frame
from vision.hands.deliberate import GestureMade
from vision.hands.hand import HandsResult
from vision.hands.smoothing import SteadyHands

Build = Callable[[], Processor[Any, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandParts:
    """What is done with hands.

    Attributes:
        tracker: finds them in pictures.
        gestures: tells what they make.
        actions: tells what that asks for.
        control: does it, on the loop.
    """

    tracker: Build
    gestures: Build
    actions: Build
    control: Build


class HandsOfPictures:
    """A hand tracker that takes the camera's own pictures, and passes gaps on to what follows."""

    def __init__(self, tracker: Processor[Frame, HandsResult]) -> None:
        self._tracker = tracker

    def push(self, item: CameraFrame | Gap) -> Sequence[HandsResult | Gap]:
        """Convert and track; a gap ends what was followed."""
        if isinstance(item, Gap):
            self._tracker.reset()
            return [item]
        return self._tracker.push(item.rgb())

    def flush(self) -> Sequence[HandsResult]:
        """Return what is pending."""
        return self._tracker.flush()

    def reset(self) -> None:
        """Forget the hands."""
        self._tracker.reset()


def hand_nodes(hands: HandParts) -> tuple[StageNode, ...]:
    """Return the stages."""
    return (
        StageNode(
            name="hands",
            build=hands.tracker,
            takes=(CameraFrame, Gap),
            gives=(HandsResult, Gap),
            runs=Runs.THREAD,
        ),
        StageNode(
            name="steady",
            build=SteadyHands,
            takes=(HandsResult,),
            gives=(HandsResult,),
            runs=Runs.THREAD,
        ),
        StageNode(
            name="gestures",
            build=hands.gestures,
            takes=(HandsResult,),
            gives=(GestureMade,),
            runs=Runs.THREAD,
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
