"""What goes where in a recording, how much of it may wait, and why that much."""

from dataclasses import replace

from app.actions import ActionAsked
from app.engine.channel import Overflow
from app.engine.events import Gap, Notice
from app.engine.graph import Edge
from app.engine.media import CameraFrame
from app.pipelines.edges import LATEST, OLDEST, PICTURE, REFUSE, SOUND, WAIT, edge
from app.pipelines.preview import Picture
from app.pipelines.shot_buffer import MOST_MOMENTS
from app.pipelines.topshot import Moment
from app.storage.audio_track import Anchor
from audio.block import AudioBlock
from audio.level import Level
from audio.speech.titles import Titles
from audio.speech.transcript import Final, Partial
from audio.tagging.sounds import Bar, SoundEvent
from vision.hands.deliberate import GestureMade
from vision.hands.hand import HandsResult
from vision.quality import Advice
from vision.topshot.score import FrameScore

# All edges a recording may have; a block of sound is 20 ms, a picture 33 ms.
EDGES = (
    edge("earshot", "log", (Notice,), 64, WAIT, "said once, never lost"),
    edge("earshot", "watch", (Notice,), 64, OLDEST, "said once"),
    edge("microphone", "audio file", SOUND, 500, REFUSE, "10 s; what is lost is marked"),
    edge("microphone", "words", SOUND, 1500, OLDEST, "30 s; late text is fine, delay is not"),
    edge("microphone", "sounds", SOUND, 250, OLDEST, "5 s; a network loads, then keeps up"),
    edge("sounds", "log", (Bar, SoundEvent), 256, WAIT, "what was heard is kept"),
    edge("sounds", "watch", (Bar, SoundEvent), 256, OLDEST, "the newest colour the waveform"),
    edge("level", "waveform", (Level,), 40, OLDEST, "one a second would do"),
    edge("microphone", "level", (AudioBlock,), 100, OLDEST, "2 s; a meter shows the present"),
    edge("microphone", "log", (Notice,), 64, WAIT, "said rarely, never lost"),
    edge("microphone", "watch", (Gap, Notice), 64, OLDEST, "said rarely"),
    edge("camera", "video file", PICTURE, 30, REFUSE, "1 s of pictures, 40 MB at 720p"),
    # One picture would do for an overlay. A recording wants every frame searched, if late by
    # a quarter of a second, so a short queue rides out a busy moment.
    edge("camera", "hands", PICTURE, 8, OLDEST, "a busy moment; every picture is wanted"),
    edge("camera", "preview", (CameraFrame,), 1, LATEST, "a screen shows the present"),
    edge("preview", "watch", (Picture,), 1, LATEST, "a screen shows the present"),
    edge("camera", "log", (Notice,), 64, WAIT, "said rarely, never lost"),
    edge("camera", "watch", (Gap, Notice), 64, OLDEST, "said rarely"),
    edge("audio file", "log", (Gap, Anchor), 64, WAIT, "said rarely, never lost"),
    edge("video file", "log", (Gap,), 64, WAIT, "said rarely, never lost"),
    edge("words", "log", (Final,), 64, WAIT, "what was heard is kept"),
    edge("words", "watch", (Partial, Final), 64, OLDEST, "the newest words are read"),
    edge("words", "titles", (Final,), 64, WAIT, "every word counts"),
    edge("titles", "heading", (Titles,), 4, WAIT, "what it may be called is kept"),
    edge("titles", "watch", (Titles,), 4, OLDEST, "said at the end"),
    edge("hands", "actions", (GestureMade,), 64, WAIT, "each is one wish"),
    edge("actions", "control", (ActionAsked,), 64, WAIT, "each is one wish"),
    edge("hands", "log", (HandsResult,), 256, WAIT, "what was seen is kept"),
    edge("hands", "watch", (HandsResult,), 1, LATEST, "a screen shows the present"),
    edge("hands", "log", (GestureMade,), 64, WAIT, "what was meant is kept"),
    edge("hands", "watch", (GestureMade,), 64, OLDEST, "said once"),
    edge("actions", "log", (ActionAsked,), 64, WAIT, "a marked moment is kept"),
    edge("actions", "watch", (ActionAsked,), 64, OLDEST, "said once"),
    edge("camera", "shot scores", (CameraFrame,), 1, LATEST, "a busy machine scores fewer"),
    edge("camera", "shot buffer", PICTURE, 30, OLDEST, "1 s; the newest are worth more"),
    edge("shot scores", "shot buffer", (FrameScore,), 64, WAIT, "small"),
    edge("microphone", "shot buffer", (AudioBlock,), 100, OLDEST, "2 s; the newest count"),
    edge("actions", "shot buffer", (ActionAsked,), 64, WAIT, "each is one wish"),
    edge("watch", "shot buffer", (ActionAsked,), 64, WAIT, "each is one wish"),
    edge("shot buffer", "photos", (Moment,), MOST_MOMENTS, REFUSE, "so many it gives at most"),
    edge("shot buffer", "log", (Notice,), 64, WAIT, "said once, never lost"),
    edge("shot buffer", "album", (Notice,), 64, WAIT, "said once"),
    edge("photos", "log", (Notice,), 64, WAIT, "said once, never lost"),
    edge("photos", "album", (Notice,), 64, WAIT, "said once"),
    edge("camera", "advice", (CameraFrame,), 1, LATEST, "advice is on the present"),
    edge("shot scores", "advice", (FrameScore,), 64, WAIT, "small"),
    edge("advice", "album", (Advice,), 64, OLDEST, "the newest counts"),
    edge("album", "log", (ActionAsked,), 64, WAIT, "a marked moment is kept"),
    edge("level", "watch", (Level,), 40, OLDEST, "2 s of the running waveform"),
    edge("watch", "log", (ActionAsked,), 64, WAIT, "a marked moment is kept"),
)


def record_edges(*, live: bool) -> tuple[Edge, ...]:
    """Return all edges; out of files at full speed every one waits, but for what is shown."""
    if live:
        return EDGES
    waiting = (
        one if one.target == "watch" else replace(one, overflow=Overflow.BLOCK) for one in EDGES
    )
    # there every moment is whole, and holds 3 s of pictures
    return tuple(replace(one, capacity=1) if Moment in one.carries else one for one in waiting)
