"""A microphone is silenced by its owner, by hand or by gesture, and everyone is told."""

import functools
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from av import VideoFrame

from app.call.attendance import Attendance
from app.call.messages import Message, Microphone, RaisedHand
from app.call.microphone import SilencedMicrophone
from app.call.peer import Peer
from app.call.room import Room, RoomPlan
from app.call.side import hand_parts
from app.engine.clock import Clock, MonotonicClock
from app.engine.events import Notice
from app.engine.media import CameraFrame
from app.engine.session import Session
from app.engine.sources.audio_file import AudioFile
from app.pipelines.call import CallParts, call_graph
from app.pipelines.hands import HandsSetup
from app.pipelines.raised_hand import HandRaised
from app.pipelines.raised_hand import RaisedHand as RaisedHandStage
from audio.block import AudioBlock
from audio.speech.speaking import SpeechMonitor
from tests.app.call.waiting import until
from vision.hands.deliberate import GestureMade

DEMO = Path(__file__).resolve().parents[3] / "assets" / "samples" / "demo.mkv"
MS = 1_000_000
LOUD = np.full((960, 1), 900, np.int16)


class Sounds:
    """A source of what it is given."""

    name = "sounds"

    def __init__(self, items: list[object]) -> None:
        self._items = items

    async def items(self, clock: Clock, origin_ns: int) -> AsyncGenerator[object, None]:
        for item in self._items:
            yield item


async def test_silence_takes_the_place_of_sound_and_all_else_passes() -> None:
    said = [AudioBlock(n * 20 * MS, LOUD, 48_000) for n in range(3)]
    off = iter((False, True, False))
    source = SilencedMicrophone(Sounds([*said, Notice(0, "it", "x")]), lambda: next(off))
    got = [item async for item in source.items(MonotonicClock(), 0)]
    blocks = [item for item in got if isinstance(item, AudioBlock)]
    assert [int(block.samples.max()) for block in blocks] == [900, 0, 900]
    assert [block.pts_ns for block in blocks] == [0, 20 * MS, 40 * MS]
    assert isinstance(got[3], Notice)


class Gives:
    """A stage that makes one thing of each item."""

    def __init__(self, made: object) -> None:
        self._made = made

    def push(self, item: object) -> list[object]:
        return [self._made]

    def flush(self) -> list[object]:
        return []

    def reset(self) -> None:
        pass


async def done_by(gesture: str, *, ours: bool) -> list[str]:
    """Return what a gesture does in the graph of our side, or of a guest's."""
    done: list[str] = []
    nothing = Path("unused")
    setup = HandsSetup(
        palm_model=nothing,
        landmark_model=nothing,
        motion_model=nothing,
        search_period_ns=0,
        max_hands=1,
        mirrored=False,
        culture="american",
    )
    hands = replace(
        hand_parts(setup, (lambda: done.append("muted")) if ours else None),
        follower=functools.partial(Gives, GestureMade(0, 0, "left", gesture)),
    )
    picture = VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
    parts = CallParts(
        camera=Sounds([CameraFrame(0, picture)]),
        microphone=None,
        hands=hands,
        speaking=SpeechMonitor,
        raised_hand=RaisedHandStage,
        words=None,
        keeping=None,
        sending=None,
        playing=None,
        watch=lambda: Watching(done),
    )
    clock = MonotonicClock()
    session = Session(call_graph(parts), clock, lambda failure: done.append(str(failure)))
    await session.start(clock.now_ns())
    await session.finished()
    await session.stop(5.0)
    return done


class Watching(Gives):
    """Notes the hands that were raised."""

    def __init__(self, done: list[str]) -> None:
        super().__init__(None)
        self._done = done

    def push(self, item: object) -> list[object]:
        if isinstance(item, HandRaised):
            self._done.append("raised")
        return []


async def test_call_me_mutes_its_maker_alone() -> None:
    assert await done_by("call_me", ours=True) == ["muted"]
    assert await done_by("call_me", ours=False) == []
    assert await done_by("open_palm", ours=True) == ["raised"]
    assert await done_by("open_palm", ours=False) == ["raised"]


def plan(told: list[Message | Attendance], heard: list[int]) -> RoomPlan:
    def look(_: object, item: object) -> None:
        if isinstance(item, AudioBlock):
            heard.append(int(np.abs(item.samples).max()))

    return RoomPlan(
        sources=lambda: (None, AudioFile(DEMO, paced=True)),
        hands=None,
        hearing=None,
        recordings=None,
        library=Path("unused"),
        watch=told.append,
        look=look,
    )


async def test_muted_once_everyone_knows_and_nothing_flows_until_unmuted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[Message | Attendance] = []
    heard: list[int] = []
    clock = MonotonicClock()
    room = Room(plan(told, heard), clock)
    peer = Peer("whip", clock, room.ours, room.hear, hears=False, speaks=False)
    sent: list[Message] = []
    monkeypatch.setattr(peer, "send", sent.append)  # no network here
    room.mute(True)
    await room.enter(peer)
    peer.opened.set()
    try:
        await until(lambda: len(heard) > 10)
        assert set(heard) == {0}
        off = Microphone("earshot", on=False)
        await until(lambda: bool(sent) and sent[-1] == off)  # said to who comes later
        room.mute(False)
        await until(lambda: heard[-1] > 0)
    finally:
        await room.leave(peer)
        await peer.close()
    assert [message for message in told if isinstance(message, Microphone)] == [
        Microphone("earshot", on=False),
        Microphone("earshot", on=True),
    ]


async def test_a_call_that_ends_lowers_hands_and_forgets_the_guests_microphone() -> None:
    told: list[Message | Attendance] = []
    room = Room(plan(told, []), MonotonicClock())
    peer = Peer("whip", MonotonicClock(), room.ours, room.hear, hears=False, speaks=False)
    room.mute(True)
    await room.enter(peer)
    for message in (RaisedHand("guest", raised=True), Microphone("guest", on=False)):
        room.hear(peer, message)
    await room.leave(peer)
    await peer.close()
    assert [message for message in told if not isinstance(message, Attendance)][3:] == [
        RaisedHand("guest", raised=False),
        Microphone("guest", on=True),
    ]
