"""Recording: camera and microphone into files; hands, gestures, words, sounds found on the way.

The two file stages are essential and feed on the sources directly, so no analysis can hold a
recording back or break it. Files read at full speed (`live=False`) lose nothing anywhere: every
edge waits.
"""

from dataclasses import dataclass
from typing import Any

from app.actions import ActionAsked
from app.engine.channel import Overflow
from app.engine.events import Gap, Notice
from app.engine.graph import Edge, Graph, Runs, SourceNode, StageNode
from app.engine.media import CameraFrame
from app.engine.processor import Processor
from app.engine.sources.said import Said
from app.engine.sources.source import Source
from app.pipelines.hand_stages import Build, HandParts, hand_nodes
from app.pipelines.preview import Picture
from app.pipelines.shot_stages import ShotParts, shot_nodes
from app.pipelines.topshot import Moment
from app.storage.audio_track import Anchor
from audio.block import AudioBlock
from audio.level import Level, LevelMeter
from audio.speech.titles import Titles
from audio.speech.transcript import Final, Partial
from audio.tagging.sounds import Bar, SoundEvent
from vision.hands.deliberate import GestureMade
from vision.hands.hand import HandsResult
from vision.quality import Advice
from vision.topshot.score import FrameScore


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a recording is made of; a part that is None is left out.

    Attributes:
        said: what the program has to say from the start.
        camera: pictures, written by `video_file` and, with `hands`, searched for them.
        microphone: sound, written by `audio_file` and turned into words by `transcriber`, out of
            which `titler` makes titles that `heading` keeps, on the loop.
        sounds: tells what sounds when.
        waveform: builds the picture of the sound beside its file.
        log: keeps what was found.
        watch: shows it to a person, on the loop, and passes on what that person asks for.
        preview: makes pictures to be shown.
        shots: takes photos.
    """

    said: Source[Notice]
    camera: Source[object] | None
    microphone: Source[object] | None
    video_file: Build
    audio_file: Build
    hands: HandParts | None
    transcriber: Build
    titler: Build
    heading: Build
    log: Build
    watch: Build
    sounds: Build | None = None
    waveform: Build | None = None
    preview: Build | None = None
    shots: ShotParts | None = None


def record_graph(parts: Parts, *, live: bool) -> Graph:
    """Return the graph of these parts; `live` media waits for nobody."""
    seen = () if parts.camera is None else camera_nodes(parts, parts.camera)
    heard = () if parts.microphone is None else microphone_nodes(parts, parts.microphone, live)
    ends = (
        SourceNode(name="earshot", source=parts.said, gives=(Notice,)),
        StageNode(
            name="log",
            build=parts.log,
            takes=log_takes(parts),
            runs=Runs.THREAD,
            essential=True,
        ),
        StageNode(
            name="watch",
            build=parts.watch,
            takes=watch_takes(parts),
            gives=(ActionAsked,),
            runs=Runs.LOOP,
        ),
    )
    nodes = (*seen, *heard, *ends)
    names = {node.name for node in nodes}
    edges = [edge for edge in every_edge(live) if {edge.source, edge.target} <= names]
    return Graph(name="record", nodes=nodes, edges=tuple(edges))


def outline() -> Graph:
    """Return the whole graph with nothing behind its nodes, to be looked at."""
    return record_graph(
        Parts(
            said=Said(()),
            camera=Said(()),
            microphone=Said(()),
            video_file=unbuilt,
            audio_file=unbuilt,
            hands=HandParts(follower=unbuilt, actions=unbuilt, control=unbuilt),
            transcriber=unbuilt,
            titler=unbuilt,
            heading=unbuilt,
            log=unbuilt,
            watch=unbuilt,
            sounds=unbuilt,
            waveform=unbuilt,
            preview=unbuilt,
            shots=ShotParts(scores=unbuilt, photos=unbuilt, album=unbuilt),
        ),
        live=True,
    )


def unbuilt() -> Processor[Any, object]:
    """Refuse: an outline does not run."""
    raise NotImplementedError("an outline is for looking at")


def camera_nodes(parts: Parts, camera: Source[object]) -> tuple[SourceNode | StageNode, ...]:
    """Return the nodes that pictures pass."""
    source = SourceNode(name="camera", source=camera, gives=(CameraFrame, Gap, Notice))
    file = StageNode(
        name="video file",
        build=parts.video_file,
        takes=(CameraFrame, Gap),
        gives=(Gap,),
        runs=Runs.THREAD,
        essential=True,
    )
    shown = () if parts.preview is None else (preview_node(parts.preview),)
    tracked = () if parts.hands is None else hand_nodes(parts.hands)
    shots = () if parts.shots is None else shot_nodes(parts.shots)
    return (source, file, *shown, *tracked, *shots)


def preview_node(preview: Build) -> StageNode:
    """Return the node that makes pictures to be shown."""
    return StageNode(
        name="preview", build=preview, takes=(CameraFrame,), gives=(Picture,), runs=Runs.THREAD
    )


def microphone_nodes(
    parts: Parts, microphone: Source[object], live: bool
) -> tuple[SourceNode | StageNode, ...]:
    """Return the nodes that sound passes; live, words rather come in time than all right."""
    return (
        SourceNode(name="microphone", source=microphone, gives=(AudioBlock, Gap, Notice)),
        StageNode(
            name="audio file",
            build=parts.audio_file,
            takes=(AudioBlock, Gap),
            gives=(Gap, Anchor),
            runs=Runs.THREAD,
            essential=True,
        ),
        StageNode(
            name="words",
            build=parts.transcriber,
            takes=(AudioBlock,),
            gives=(Partial, Final),
            runs=Runs.PROCESS,
            hurries=live,
        ),
        StageNode(
            name="titles",
            build=parts.titler,
            takes=(Final,),
            gives=(Titles,),
            runs=Runs.PROCESS,
        ),
        StageNode(name="heading", build=parts.heading, takes=(Titles,), runs=Runs.LOOP),
        StageNode(
            name="level",
            build=LevelMeter,
            takes=(AudioBlock,),
            gives=(Level,),
            runs=Runs.LOOP,
        ),
        *(() if parts.sounds is None else (sounds_node(parts.sounds),)),
        *(() if parts.waveform is None else (waveform_node(parts.waveform),)),
    )


def sounds_node(sounds: Build) -> StageNode:
    """Return the node that tells what sounds when."""
    return StageNode(
        name="sounds",
        build=sounds,
        takes=(AudioBlock,),
        gives=(Bar, SoundEvent),
        runs=Runs.THREAD,
    )


def waveform_node(waveform: Build) -> StageNode:
    """Return the node that builds the picture of the sound; readings tell it that time passes."""
    return StageNode(name="waveform", build=waveform, takes=(Level,), runs=Runs.THREAD)


def log_takes(parts: Parts) -> tuple[type, ...]:
    """Return what is kept, given what there is."""
    words = (Final, Anchor, *heard_of_sounds(parts)) if parts.microphone is not None else ()
    seen = tuple(kind for kind in seen_of_hands(parts) if kind is not ActionAsked)
    return (Gap, Notice, ActionAsked, *seen, *words)


def watch_takes(parts: Parts) -> tuple[type, ...]:
    """Return what is shown, given what there is."""
    words = (Partial, Final, Titles, Level) if parts.microphone is not None else ()
    pictures = (Picture,) if parts.camera is not None and parts.preview is not None else ()
    return (Gap, Notice, *pictures, *seen_of_hands(parts), *words, *heard_of_sounds(parts))


def heard_of_sounds(parts: Parts) -> tuple[type, ...]:
    """Return what there is to keep and to show of sounds."""
    return () if parts.microphone is None or parts.sounds is None else (Bar, SoundEvent)


def seen_of_hands(parts: Parts) -> tuple[type, ...]:
    """Return what there is to keep and to show of hands."""
    tracked = parts.camera is not None and parts.hands is not None
    return (HandsResult, GestureMade, ActionAsked) if tracked else ()


def every_edge(live: bool) -> list[Edge]:
    """Return all edges a recording may have; a block of sound is 20 ms, a picture 33 ms."""

    def edge(
        source: str,
        target: str,
        carries: tuple[type, ...],
        capacity: int,
        overflow: Overflow,
        why: str,
    ) -> Edge:
        return Edge(
            source=source,
            target=target,
            carries=carries,
            capacity=capacity,
            overflow=overflow if live or target == "watch" else Overflow.BLOCK,
            why=why,
        )

    sound, picture = (AudioBlock, Gap), (CameraFrame, Gap)
    refuse, oldest, wait, latest = (
        Overflow.DROP_NEWEST,
        Overflow.DROP_OLDEST,
        Overflow.BLOCK,
        Overflow.LATEST,
    )
    return [
        edge("earshot", "log", (Notice,), 64, wait, "said once, never lost"),
        edge("earshot", "watch", (Notice,), 64, oldest, "said once"),
        edge("microphone", "audio file", sound, 500, refuse, "10 s; what is lost is marked"),
        edge("microphone", "words", sound, 1500, oldest, "30 s; late text is fine, delay is not"),
        edge("microphone", "sounds", sound, 250, oldest, "5 s; a network loads, then keeps up"),
        edge("sounds", "log", (Bar, SoundEvent), 256, wait, "what was heard is kept"),
        edge("sounds", "watch", (Bar, SoundEvent), 256, oldest, "the newest colour the waveform"),
        edge("level", "waveform", (Level,), 40, oldest, "one a second would do"),
        edge("microphone", "level", (AudioBlock,), 100, oldest, "2 s; a meter shows the present"),
        edge("microphone", "log", (Notice,), 64, wait, "said rarely, never lost"),
        edge("microphone", "watch", (Gap, Notice), 64, oldest, "said rarely"),
        edge("camera", "video file", picture, 30, refuse, "1 s of pictures, 40 MB at 720p"),
        # One picture would do for an overlay. A recording wants every frame searched, if late by
        # a quarter of a second, so a short queue rides out a busy moment.
        edge("camera", "hands", picture, 8, oldest, "a busy moment; every picture is wanted"),
        edge("camera", "preview", (CameraFrame,), 1, latest, "a screen shows the present"),
        edge("preview", "watch", (Picture,), 1, latest, "a screen shows the present"),
        edge("camera", "log", (Notice,), 64, wait, "said rarely, never lost"),
        edge("camera", "watch", (Gap, Notice), 64, oldest, "said rarely"),
        edge("audio file", "log", (Gap, Anchor), 64, wait, "said rarely, never lost"),
        edge("video file", "log", (Gap,), 64, wait, "said rarely, never lost"),
        edge("words", "log", (Final,), 64, wait, "what was heard is kept"),
        edge("words", "watch", (Partial, Final), 64, oldest, "the newest words are read"),
        edge("words", "titles", (Final,), 64, wait, "every word counts"),
        edge("titles", "heading", (Titles,), 4, wait, "what it may be called is kept"),
        edge("titles", "watch", (Titles,), 4, oldest, "said at the end"),
        edge("hands", "actions", (GestureMade,), 64, wait, "each is one wish"),
        edge("actions", "control", (ActionAsked,), 64, wait, "each is one wish"),
        edge("hands", "log", (HandsResult,), 256, wait, "what was seen is kept"),
        edge("hands", "watch", (HandsResult,), 1, latest, "a screen shows the present"),
        edge("hands", "log", (GestureMade,), 64, wait, "what was meant is kept"),
        edge("hands", "watch", (GestureMade,), 64, oldest, "said once"),
        edge("actions", "log", (ActionAsked,), 64, wait, "a marked moment is kept"),
        edge("actions", "watch", (ActionAsked,), 64, oldest, "said once"),
        edge("camera", "shot scores", (CameraFrame,), 1, latest, "a busy machine scores fewer"),
        edge("camera", "shot buffer", picture, 30, oldest, "1 s; the newest are worth more"),
        edge("shot scores", "shot buffer", (FrameScore,), 64, wait, "small"),
        edge("microphone", "shot buffer", (AudioBlock,), 100, oldest, "2 s; the newest count"),
        edge("actions", "shot buffer", (ActionAsked,), 64, wait, "each is one wish"),
        edge("watch", "shot buffer", (ActionAsked,), 64, wait, "each is one wish"),
        edge("shot buffer", "photos", (Moment,), 1, refuse, "each holds 3 s of pictures"),
        edge("photos", "log", (Notice,), 64, wait, "said once, never lost"),
        edge("photos", "album", (Notice,), 64, wait, "said once"),
        edge("camera", "advice", (CameraFrame,), 1, latest, "advice is on the present"),
        edge("shot scores", "advice", (FrameScore,), 64, wait, "small"),
        edge("advice", "album", (Advice,), 64, oldest, "the newest counts"),
        edge("album", "log", (ActionAsked,), 64, wait, "a marked moment is kept"),
        edge("level", "watch", (Level,), 40, oldest, "2 s of the running waveform"),
        edge("watch", "log", (ActionAsked,), 64, wait, "a marked moment is kept"),
    ]
