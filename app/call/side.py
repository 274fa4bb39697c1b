"""One side of a call at work: its graph, running, and its recording where one is kept."""

import asyncio
import functools
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from app.actions import Action, ActionAsked
from app.call import messages
from app.call.loudspeaker import Loudspeaker
from app.call.messages import Caption, Gesture, Message, Notice, Side
from app.engine import events
from app.engine.clock import Clock
from app.engine.session import Session
from app.engine.sources.source import Source
from app.errors import StorageError
from app.hearing import Hearing, draft_hearing
from app.pipelines.call import CallParts, Keeping, Sending, call_graph
from app.pipelines.drawing import Drawing
from app.pipelines.hand_stages import HandParts, follower
from app.pipelines.hands import HandsSetup
from app.pipelines.loop_stages import Heading
from app.pipelines.raised_hand import HandRaised, RaisedHand
from app.storage.audio_track import AudioTrack
from app.storage.ending import ended
from app.storage.event_log import EventLog
from app.storage.library import Library
from app.storage.recording import Recording
from app.storage.run_report import summarised
from app.storage.video_track import VideoTrack
from audio.speech.speaking import SpeechMonitor
from audio.speech.titles import english_titler
from audio.speech.transcript import Final, Partial
from vision.hands.deliberate import GestureMade

DRAIN_S = 10.0  # for what is still being heard when a call ends

Tell = Callable[[Message], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Where one side is kept.

    Attributes:
        folder: absent or empty.
        library: the database that will find it.
        call: what links the recordings of one call.
    """

    folder: Path
    library: Path
    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SideSetup:
    """What one side brings and what is done with it.

    Attributes:
        name: which side.
        camera: its pictures, if it has any.
        microphone: its sound, if it has any.
        hands: how hands are followed; None follows none.
        hearing: the engine that turns sound into words; None for no words.
        kept: where it is kept; None keeps nothing.
        loud: play its sound on the loudspeaker.
        send: takes SentPicture and AudioBlock for the peers; None on a side that is not sent.
        tell: takes what is to be shown to people.
        mute: switches the microphone off, or on again, when a gesture asks for it; None on a side
            whose microphone is not ours.
        look: is shown the pictures and sound as they flow; None where nobody looks.
    """

    name: Side
    camera: Source[object] | None
    microphone: Source[object] | None
    hands: HandsSetup | None
    hearing: Hearing | None
    kept: Kept | None
    loud: bool
    send: Callable[[object], None] | None
    tell: Tell
    mute: Callable[[], None] | None = None
    look: Callable[[Side, object], None] | None = None


class _Given:
    """A stage on the loop that hands each item to a function."""

    def __init__(self, give: Callable[[object], None]) -> None:
        self._give = give

    def push(self, item: object) -> Sequence[object]:
        """Hand it over."""
        self._give(item)
        return ()

    def flush(self) -> Sequence[object]:
        """Hold nothing back."""
        return ()

    def reset(self) -> None:
        """Nothing is remembered."""


class Seen:
    """A source that is looked at as it flows."""

    def __init__(self, source: Source[object], look: Callable[[object], None]) -> None:
        """Show each item of `source` to `look`, on the loop."""
        self.name = source.name
        self._source = source
        self._look = look

    async def items(self, clock: Clock, origin_ns: int) -> AsyncGenerator[object, None]:
        """Yield what the source yields."""
        async with aclosing(self._source.items(clock, origin_ns)) as items:
            async for item in items:
                self._look(item)
                yield item


class RunningSide:
    """Runs one side from `start` to `stop`."""

    def __init__(self, setup: SideSetup, clock: Clock) -> None:
        """Prepare; nothing runs yet."""
        self._setup = setup
        self._clock = clock
        self._recording: Recording | None = None
        self._heading = Heading()
        self._session: Session | None = None

    async def start(self) -> None:
        """Start the graph; raises StorageError when it is to be kept and cannot be."""
        origin_ns = self._clock.now_ns()
        if self._setup.kept is not None:
            self._recording = self._begin(self._setup.kept, origin_ns)
        self._session = Session(call_graph(self._parts(origin_ns)), self._clock, self._failed)
        await self._session.start(origin_ns)

    async def stop(self) -> None:
        """End the graph, and the recording with it."""
        if self._session is None:
            return
        session, self._session = self._session, None
        errors: list[StorageError] = []
        try:
            await session.stop(DRAIN_S)
        finally:
            if self._recording is not None and self._setup.kept is not None:
                report = summarised(session.report())
                library, titles = self._setup.kept.library, self._heading.titles
                errors = await asyncio.to_thread(ended, self._recording, titles, report, library)
        if errors:
            raise errors[0]

    def _begin(self, kept: Kept, origin_ns: int) -> Recording:
        setup = self._setup
        names = tuple(s.name for s in (setup.camera, setup.microphone) if s is not None)
        with Library(kept.library) as library:
            recording = Recording.create(
                kept.folder,
                started_at=datetime.now().astimezone(),
                origin_ns=origin_ns,
                app_version=version("earshot"),
                sources=names,
                speaker=setup.name,
                call=kept.call,
            )
            library.add(kept.folder)  # known from the start, so that a crash is found and repaired
        return recording

    def _parts(self, origin_ns: int) -> CallParts:
        setup = self._setup
        send = setup.send
        return CallParts(
            camera=self._seen(setup.camera),
            microphone=self._seen(setup.microphone),
            hands=None if setup.hands is None else hand_parts(setup.hands, setup.mute),
            speaking=SpeechMonitor,
            raised_hand=RaisedHand,
            words=None if setup.hearing is None else setup.hearing.build,
            keeping=None if self._recording is None else self._keeping(self._recording, origin_ns),
            sending=None
            if send is None
            else Sending(
                drawing=functools.partial(Drawing, tracked=setup.hands is not None),
                sending=lambda: _Given(send),
            ),
            playing=Loudspeaker if setup.loud else None,
            watch=lambda: _Given(self._watch),
        )

    def _seen(self, source: Source[object] | None) -> Source[object] | None:
        look = self._setup.look
        if source is None or look is None:
            return source
        return Seen(source, functools.partial(look, self._setup.name))

    def _keeping(self, recording: Recording, origin_ns: int) -> Keeping:
        sound = self._setup.microphone.name if self._setup.microphone is not None else ""
        hearing = self._setup.hearing or draft_hearing()
        return Keeping(
            video_file=functools.partial(VideoTrack, recording.video_path, origin_ns),
            audio_file=functools.partial(AudioTrack, recording.audio_path, origin_ns, sound),
            titler=english_titler,
            heading=lambda: self._heading,
            log=functools.partial(
                EventLog,
                recording.events_path,
                origin_ns,
                sound,
                hearing.engine,
                draft=hearing.draft,
                speaker=self._setup.name,
            ),
        )

    def _watch(self, item: object) -> None:
        message = message_of(item, self._setup.name)
        if message is not None:
            self._setup.tell(message)

    def _failed(self, failure: events.Failure) -> None:
        self._setup.tell(Notice(f"{self._setup.name}: {failure.stage} stopped: {failure.text}"))


def message_of(item: object, side: Side) -> Message | None:
    """Return what people are told of an event of a side, None where it is nothing to them."""
    match item:
        case Partial():
            return Caption(side, item.utterance, item.text, final=False)
        case Final():
            return Caption(side, item.utterance, item.text, final=True)
        case GestureMade():
            return Gesture(side, item.gesture, item.handedness)
        case HandRaised():
            return messages.RaisedHand(side, item.raised)
        case events.Notice():
            return Notice(item.text)
    return None


def hand_parts(hands: HandsSetup, mute: Callable[[], None] | None) -> HandParts:
    """Return what is done with hands in a call: raise and lower one, and `mute` if it is ours."""
    possible = {Action.RAISE_HAND, Action.LOWER_HAND}
    if mute is not None:
        possible.add(Action.MUTE)

    def control(asked: object) -> None:
        if mute is not None and isinstance(asked, ActionAsked) and asked.action is Action.MUTE:
            mute()

    return HandParts(
        follower=functools.partial(follower, hands),
        actions=lambda: hands.actions(possible),
        control=lambda: _Given(control),
    )
