"""One side of a call: what a camera and a microphone bring, watched, captioned, sent and kept.

A call has two sides, each a graph of its own: the person at this program, whose media is sent, and
the guest, whose media came over the network. Both may be kept, each as a recording; the stages that
keep are those of a recording, essential, and fed by the sources directly.
"""

from dataclasses import dataclass, replace

from app.actions import ActionAsked
from app.engine.events import Gap, Notice
from app.engine.graph import Edge, Graph, Runs, SourceNode, StageNode
from app.engine.media import CameraFrame
from app.engine.sources.said import Said
from app.engine.sources.source import Source
from app.pipelines.drawing import SentPicture
from app.pipelines.edges import LATEST, OLDEST, PICTURE, REFUSE, SOUND, WAIT, edge
from app.pipelines.hand_stages import Build, HandParts, hand_nodes
from app.pipelines.raised_hand import HandRaised
from app.pipelines.record import unbuilt
from app.storage.audio_track import Anchor
from audio.block import AudioBlock
from audio.speech.speaking import Speaking
from audio.speech.titles import Titles
from audio.speech.transcript import Final, Partial
from vision.hands.deliberate import GestureMade
from vision.hands.hand import HandsResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What keeps one side as a recording; each as in `app.pipelines.record.Parts`."""

    video_file: Build
    audio_file: Build
    titler: Build
    heading: Build
    log: Build


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What sends one side.

    Attributes:
        drawing: makes SentPicture of pictures, hands and gestures.
        sending: hands SentPicture and AudioBlock to the peers, on the loop.
    """

    drawing: Build
    sending: Build


@dataclass(frozen=True, slots=True, kw_only=True)
class CallParts:
    """What one side of a call is made of; a part that is None is left out.

    Attributes:
        camera: pictures.
        microphone: sound.
        hands: follows hands; `control` takes what gestures ask for, on the loop.
        speaking: tells when someone speaks.
        raised_hand: tells when a hand is raised.
        words: turns sound into words.
        keeping: keeps this side.
        sending: sends this side.
        playing: plays its sound here.
        watch: shows events to people, on the loop.
    """

    camera: Source[object] | None
    microphone: Source[object] | None
    hands: HandParts | None
    speaking: Build
    raised_hand: Build
    words: Build | None
    keeping: Keeping | None
    sending: Sending | None
    playing: Build | None
    watch: Build


def call_graph(parts: CallParts) -> Graph:
    """Return the graph of one side."""
    nodes = [*sources(parts), *seen(parts), *heard(parts), *kept(parts)]
    nodes.append(stage("watch", parts.watch, Runs.LOOP))
    names = {node.name for node in nodes}
    edges = [edge for edge in EDGES if {edge.source, edge.target} <= names]
    return Graph(
        name="call",
        nodes=tuple(node if isinstance(node, SourceNode) else fed(node, edges) for node in nodes),
        edges=tuple(edges),
    )


def outline() -> Graph:
    """Return the whole graph with nothing behind its nodes, to be looked at."""
    return call_graph(
        CallParts(
            camera=Said(()),
            microphone=Said(()),
            hands=HandParts(follower=unbuilt, actions=unbuilt, control=unbuilt),
            speaking=unbuilt,
            raised_hand=unbuilt,
            words=unbuilt,
            keeping=Keeping(
                video_file=unbuilt,
                audio_file=unbuilt,
                titler=unbuilt,
                heading=unbuilt,
                log=unbuilt,
            ),
            sending=Sending(drawing=unbuilt, sending=unbuilt),
            playing=unbuilt,
            watch=unbuilt,
        )
    )


def stage(
    name: str,
    build: Build,
    runs: Runs,
    gives: tuple[type, ...] = (),
    *,
    essential: bool = False,
    hurries: bool = False,
) -> StageNode:
    """Return a stage; what it takes is what its edges bring, see `fed`."""
    return StageNode(
        name=name,
        build=build,
        takes=(),
        gives=gives,
        runs=runs,
        essential=essential,
        hurries=hurries,
    )


def fed(node: StageNode, edges: list[Edge]) -> StageNode:
    """Return the stage, taking what its edges carry; a gap only where it is meant for it."""
    if node.takes:
        return node
    brought = {kind for edge in edges if edge.target == node.name for kind in edge.carries}
    kinds = brought if node.name in TAKES_GAPS else brought - {Gap}
    return replace(node, takes=tuple(sorted(kinds, key=lambda kind: kind.__name__)))


def sources(parts: CallParts) -> list[SourceNode | StageNode]:
    """Return where media enters."""
    nodes: list[SourceNode | StageNode] = []
    if parts.camera is not None:
        nodes.append(
            SourceNode(name="camera", source=parts.camera, gives=(CameraFrame, Gap, Notice))
        )
    if parts.microphone is not None:
        nodes.append(
            SourceNode(name="microphone", source=parts.microphone, gives=(AudioBlock, Gap, Notice))
        )
    return nodes


def seen(parts: CallParts) -> list[SourceNode | StageNode]:
    """Return what looks at pictures and passes them on."""
    nodes: list[SourceNode | StageNode] = []
    if parts.camera is not None and parts.hands is not None:
        nodes += hand_nodes(parts.hands)
        nodes.append(stage("raised hand", parts.raised_hand, Runs.LOOP, (HandRaised,)))
        if parts.microphone is not None:
            nodes.append(stage("speaking", parts.speaking, Runs.THREAD, (Speaking,)))
    if parts.sending is not None:
        if parts.camera is not None:
            drawing = stage("drawing", parts.sending.drawing, Runs.THREAD, (SentPicture,))
            nodes.append(drawing)
        nodes.append(stage("sending", parts.sending.sending, Runs.LOOP))
    return nodes


def heard(parts: CallParts) -> list[SourceNode | StageNode]:
    """Return what plays sound and turns it into words."""
    nodes: list[SourceNode | StageNode] = []
    if parts.microphone is not None and parts.playing is not None:
        nodes.append(stage("playing", parts.playing, Runs.THREAD))
    if parts.microphone is None or parts.words is None:
        return nodes
    nodes.append(stage("words", parts.words, Runs.PROCESS, (Partial, Final), hurries=True))
    if parts.keeping is not None:
        nodes.append(stage("titles", parts.keeping.titler, Runs.PROCESS, (Titles,)))
        nodes.append(stage("heading", parts.keeping.heading, Runs.LOOP))
    return nodes


def kept(parts: CallParts) -> list[SourceNode | StageNode]:
    """Return what writes files."""
    keeping = parts.keeping
    if keeping is None:
        return []
    nodes: list[SourceNode | StageNode] = [stage("log", keeping.log, Runs.THREAD, essential=True)]
    if parts.camera is not None:
        nodes.append(stage("video file", keeping.video_file, Runs.THREAD, (Gap,), essential=True))
    if parts.microphone is not None:
        nodes.append(
            stage("audio file", keeping.audio_file, Runs.THREAD, (Gap, Anchor), essential=True)
        )
    return nodes


TAKES_GAPS = frozenset({"video file", "audio file", "log", "watch"})
# All edges a side may have; a block of sound is 20 ms, a picture 33 ms.
EDGES = (
    edge("microphone", "audio file", SOUND, 500, REFUSE, "10 s; what is lost is marked"),
    edge("microphone", "words", SOUND, 1500, OLDEST, "30 s; late text is fine, delay is not"),
    edge("microphone", "speaking", SOUND, 100, OLDEST, "2 s; it tells of the present"),
    edge("microphone", "sending", (AudioBlock,), 10, OLDEST, "200 ms; a call is now"),
    edge("microphone", "playing", (AudioBlock,), 10, OLDEST, "200 ms; a call is now"),
    edge("microphone", "log", (Notice,), 64, WAIT, "said rarely, never lost"),
    edge("microphone", "watch", (Notice,), 64, OLDEST, "said rarely"),
    edge("camera", "video file", PICTURE, 30, REFUSE, "1 s of pictures, 40 MB at 720p"),
    edge("camera", "hands", PICTURE, 2, OLDEST, "an overlay belongs to the present"),
    edge("camera", "drawing", (CameraFrame,), 4, OLDEST, "a call is now"),
    edge("camera", "log", (Notice,), 64, WAIT, "said rarely, never lost"),
    edge("camera", "watch", (Notice,), 64, OLDEST, "said rarely"),
    edge("hands", "drawing", (HandsResult,), 2, OLDEST, "a call is now"),
    edge("hands", "log", (HandsResult,), 256, WAIT, "what was seen is kept"),
    edge("hands", "drawing", (GestureMade,), 16, OLDEST, "written beside the hand"),
    edge("hands", "actions", (GestureMade,), 64, WAIT, "each is one wish"),
    edge("hands", "log", (GestureMade,), 64, WAIT, "what was meant is kept"),
    edge("hands", "watch", (GestureMade,), 64, OLDEST, "said once"),
    edge("actions", "control", (ActionAsked,), 64, WAIT, "each is one wish"),
    edge("actions", "raised hand", (ActionAsked,), 64, WAIT, "each is one wish"),
    edge("actions", "log", (ActionAsked,), 64, WAIT, "a marked moment is kept"),
    edge("speaking", "raised hand", (Speaking,), 64, WAIT, "who speaks raises no hand"),
    edge("raised hand", "watch", (HandRaised,), 64, OLDEST, "said once"),
    edge("drawing", "sending", (SentPicture,), 1, LATEST, "a call is now"),
    edge("words", "log", (Final,), 64, WAIT, "what was heard is kept"),
    edge("words", "watch", (Partial, Final), 64, OLDEST, "the newest words are read"),
    edge("words", "titles", (Final,), 64, WAIT, "every word counts"),
    edge("titles", "heading", (Titles,), 4, WAIT, "what it may be called is kept"),
    edge("audio file", "log", (Gap, Anchor), 64, WAIT, "said rarely, never lost"),
    edge("video file", "log", (Gap,), 64, WAIT, "said rarely, never lost"),
)
