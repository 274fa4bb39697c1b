"""Before a recording: the camera is seen, hands are followed, the level moves; nothing is kept."""

import asyncio
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.actions import Action, ActionAsked
from app.engine.channel import Overflow
from app.engine.clock import MonotonicClock
from app.engine.events import Failure, Gap, Notice
from app.engine.graph import Edge, Graph, Runs, SourceNode, StageNode
from app.engine.media import CameraFrame
from app.engine.session import Session
from app.engine.sources.source import Source
from app.pipelines.hand_stages import HandParts, follower, hand_nodes
from app.pipelines.hands import HandsSetup
from app.pipelines.loop_stages import Watch
from app.pipelines.preview import Picture, Preview
from app.pipelines.record import preview_node
from audio.block import AudioBlock
from audio.level import Level, LevelMeter
from vision.hands.deliberate import GestureMade
from vision.hands.hand import HandsResult
from vision.quality import Advice, LiveAdvice, LiveFrame

DRAIN_S = 0.5  # nothing is waited for: nothing is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What is looked at and listened to; the fields are those of a recording's Job."""

    camera: Source[object] | None
    microphone: Source[object] | None
    hands: HandsSetup | None


class Adviser:
    """Says what is wrong with the camera's pictures; nobody looks for faces in them yet."""

    def __init__(self) -> None:
        self._advice = LiveAdvice()

    def push(self, item: CameraFrame) -> Sequence[Advice]:
        """Look at the next picture."""
        return self._advice.push(LiveFrame(item.pts_ns, item.i420().grey, None))

    def flush(self) -> Sequence[Advice]:
        """Return nothing: no advice is held back."""
        return ()

    def reset(self) -> None:
        """Forget what was seen."""
        self._advice.reset()


async def rehearse(rehearsal: Rehearsal, watch: Watch, ending: asyncio.Event) -> None:
    """Show what a recording would see and hear until `ending` is set or the media ends.

    Raises:
        EarshotError: a device or file cannot be read.
    """
    clock = MonotonicClock()
    origin_ns = clock.now_ns()

    def failed(failure: Failure) -> None:
        text = f"{failure.stage} stopped: {failure.text}"
        watch.push(Notice(failure.pts_ns, failure.stage, text))

    watch.begin(origin_ns)
    session = Session(rehearsal_graph(rehearsal, watch), clock, failed)
    waits: list[asyncio.Task[Any]] = [asyncio.create_task(ending.wait(), name="asked to end")]
    try:
        await session.start(origin_ns)
        waits.append(asyncio.create_task(session.finished(), name="media"))
        done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in waits:
            task.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
        await session.stop(DRAIN_S)


def rehearsal_graph(rehearsal: Rehearsal, watch: Watch) -> Graph:
    """Return the graph of these devices."""
    nodes: list[SourceNode | StageNode] = []
    shown: list[type] = [Gap, Notice]
    if rehearsal.camera is not None:
        seen = (CameraFrame, Gap, Notice)
        nodes += [SourceNode(name="camera", source=rehearsal.camera, gives=seen)]
        nodes += [preview_node(Preview), _advice_node()]
        shown += [Picture, Advice]
    if rehearsal.camera is not None and rehearsal.hands is not None:
        nodes += [node for node in hand_nodes(_parts(rehearsal.hands)) if node.name != "control"]
        shown += [HandsResult, GestureMade, ActionAsked]
    if rehearsal.microphone is not None:
        heard = (AudioBlock, Gap, Notice)
        nodes += [SourceNode(name="microphone", source=rehearsal.microphone, gives=heard)]
        nodes += [_level_node()]
        shown += [Level]
    nodes.append(
        StageNode(
            name="watch",
            build=lambda: watch,
            takes=tuple(shown),
            gives=(ActionAsked,),
            runs=Runs.LOOP,
        )
    )
    names = {node.name for node in nodes}
    edges = tuple(edge for edge in _edges() if {edge.source, edge.target} <= names)
    return Graph(name="rehearsal", nodes=tuple(nodes), edges=edges)


def _parts(hands: HandsSetup) -> HandParts:
    return HandParts(
        follower=functools.partial(follower, hands),
        actions=lambda: hands.actions({Action.TOGGLE_RECORDING}),
        control=lambda: hands.actions(()),
    )


def _advice_node() -> StageNode:
    return StageNode(
        name="advice", build=Adviser, takes=(CameraFrame,), gives=(Advice,), runs=Runs.THREAD
    )


def _level_node() -> StageNode:
    return StageNode(
        name="level", build=LevelMeter, takes=(AudioBlock,), gives=(Level,), runs=Runs.LOOP
    )


def _edges() -> Sequence[Edge]:
    """Return all edges a rehearsal may have: the present is shown, the past is dropped."""

    def edge(source: str, target: str, *carries: type, capacity: int = 1) -> Edge:
        overflow = Overflow.LATEST if capacity == 1 else Overflow.DROP_OLDEST
        why = "a screen shows the present"
        return Edge(
            source=source,
            target=target,
            carries=carries,
            capacity=capacity,
            overflow=overflow,
            why=why,
        )

    return (
        edge("camera", "preview", CameraFrame),
        edge("camera", "hands", CameraFrame),
        edge("camera", "watch", Gap, Notice, capacity=16),
        edge("camera", "advice", CameraFrame),
        edge("advice", "watch", Advice),
        edge("preview", "watch", Picture),
        edge("hands", "actions", GestureMade, capacity=16),
        edge("hands", "watch", HandsResult),
        edge("hands", "watch", GestureMade, capacity=16),
        edge("actions", "watch", ActionAsked, capacity=16),
        edge("microphone", "level", AudioBlock, capacity=100),
        edge("microphone", "watch", Gap, Notice, capacity=16),
        edge("level", "watch", Level, capacity=40),
    )
