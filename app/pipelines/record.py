"""Recording: camera and microphone into files; hands, gestures, words, sounds found on the way.

The two file stages are essential and feed on the sources directly, so no analysis can hold a
recording back or break it. Files read at full speed (`live=False`) lose nothing anywhere: every
edge waits.
"""

from dataclasses import dataclass
from typing import Any

from app.actions import ActionAsked
from app.engine.events import Gap, Notice
from app.engine.graph import Graph, Runs, SourceNode, StageNode
from app.engine.media import CameraFrame
from app.engine.processor import Processor
from app.engine.sources.said import Said
from app.engine.sources.source import Source
from app.pipelines.hand_stages import Build, HandParts, hand_nodes
from app.pipelines.preview import Picture
from app.pipelines.record_edges import record_edges
from app.pipelines.shot_stages import ShotParts, shot_nodes
from app.storage.audio_track import Anchor
from audio.block import AudioBlock
from audio.level import Level, LevelMeter
from audio.speech.titles import Titles
from audio.speech.transcript import Final, Partial
from audio.tagging.sounds import Bar, SoundEvent
from vision.hands.deliberate import GestureMade
from vision.hands.hand import HandsResult


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
    edges = [edge for edge in record_edges(live=live) if {edge.source, edge.target} <= names]
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
    heard = parts.microphone is not None
    shots = () if parts.shots is None else shot_nodes(parts.shots, heard=heard)
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
