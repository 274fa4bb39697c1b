"""Several guests in one call: each is told of itself alone, one of them is shown here."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from av import VideoFrame

from app.call.attendance import Attendance
from app.call.messages import Caption, Gesture, Hello, Message, Microphone, RaisedHand
from app.call.peer import Peer
from app.call.room import Room
from app.call.side import RunningSide
from app.cli.serve import show
from app.engine.clock import Clock, MonotonicClock
from app.engine.media import CameraFrame
from app.storage import ending
from tests.app.call.waiting import until
from tests.app.slow_ending import SlowEnding
from tests.bench.call_abuse import silent_plan


class Camera:
    """A camera whose pictures are all of one grey."""

    name = "camera"

    def __init__(self, grey: int) -> None:
        self.picture = VideoFrame.from_ndarray(np.full((48, 64, 3), grey, np.uint8), format="rgb24")

    async def items(self, clock: Clock, origin_ns: int) -> AsyncGenerator[object, None]:
        while True:
            yield CameraFrame(clock.now_ns() - origin_ns, self.picture)
            await asyncio.sleep(0.01)

    async def close(self) -> None:
        """Nothing is held."""


class Guest(Peer):
    """A guest without a network."""

    def __init__(self, room: Room, grey: int | None = None) -> None:
        super().__init__("call", MonotonicClock(), room.ours, room.hear, hears=False, speaks=False)
        self.told: list[Message] = []
        if grey is not None:
            camera: Any = Camera(grey)
            self.camera = camera
        self.opened.set()

    def send(self, message: Message) -> None:
        self.told.append(message)


@asynccontextmanager
async def here(room: Room, *guests: Guest) -> AsyncIterator[None]:
    """Have guests in the room; those that did not leave do so in the end."""
    for guest in guests:
        await room.enter(guest)
    try:
        yield
    finally:
        for guest in guests:
            await room.leave(guest)
            await guest.close()


def heard_by(told: list[Message | Attendance]) -> Room:
    return Room(replace(silent_plan(), watch=told.append), MonotonicClock())


async def test_what_a_guest_says_and_shows_no_other_guest_is_told() -> None:
    told: list[Message | Attendance] = []
    room = heard_by(told)
    one, other = Guest(room), Guest(room)
    said = Caption("guest", 0, "my number is 1234", final=True)
    made = Gesture("guest", "victory", "left")
    async with here(room, one, other):
        for message in (said, made):
            room._guest(one).tell(message)
        room.hear(one, RaisedHand("guest", raised=True))
        room.tell(Caption("earshot", 0, "hello", final=True))
        for guest in (one, other):
            assert Caption("earshot", 0, "hello", final=True) in guest.told
        assert one.told[-4:-1] == [said, made, RaisedHand("guest", raised=True)]
        assert not [message for message in other.told if getattr(message, "side", "") == "guest"]
        assert {said, made, RaisedHand("guest", raised=True)} <= set(told)


async def test_words_of_two_guests_do_not_replace_each_other_here() -> None:
    told: list[Message | Attendance] = []
    room = heard_by(told)
    one, other = Guest(room), Guest(room)
    async with here(room, one, other):
        for guest, text in ((one, "yes"), (other, "no"), (one, "yes indeed")):
            room._guest(guest).tell(Caption("guest", 0, text, final=False))
        captions = [message for message in told if isinstance(message, Caption)]
        assert captions[0].utterance == captions[2].utterance != captions[1].utterance
        assert one.told[-1] == Caption("guest", 0, "yes indeed", final=False)


async def test_a_hand_goes_down_with_its_guest_and_not_with_another() -> None:
    told: list[Message | Attendance] = []
    room = heard_by(told)
    one, other, newcomer = Guest(room), Guest(room), Guest(room)
    up, down = RaisedHand("guest", raised=True), RaisedHand("guest", raised=False)
    async with here(room, one, other):
        room.hear(one, up)
        room.hear(other, up)
        room.hear(other, Microphone("guest", on=False))
        room.hear(other, down)
        assert told[2:] == [up, Microphone("guest", on=False)]  # one hand is still up
        await room.leave(one)
        assert told[-2:] == [Attendance(1), down]
        async with here(room, newcomer):
            await until(lambda: newcomer.told)
            assert [message.type for message in newcomer.told] == ["hello"]
    assert told[-2:] == [Attendance(0), Microphone("guest", on=True)]


async def test_one_guest_is_shown_at_a_time() -> None:
    seen: list[int] = []

    def look(_: object, item: object) -> None:
        assert isinstance(item, CameraFrame)
        seen.append(int(item.picture.to_ndarray(format="rgb24").mean()))

    room = Room(replace(silent_plan(), look=look), MonotonicClock())
    without, dark, light = Guest(room), Guest(room, 50), Guest(room, 200)
    async with here(room, without, dark, light):
        await until(lambda: len(seen) > 5)
        assert set(seen) == {50}
        await room.leave(dark)
        seen.clear()
        await until(lambda: len(seen) > 5)
        assert set(seen) == {200}


async def test_who_comes_and_leaves_is_told_and_whether_the_other_side_records() -> None:
    told: list[Message | Attendance] = []
    room = heard_by(told)
    one, other = Guest(room), Guest(room)
    async with here(room, one, other):
        room.hear(one, Hello("Earshot", recording=True))
        await room.leave(one)
    assert told[:4] == [
        Attendance(1),
        Attendance(2),
        Hello("Earshot", recording=True),
        Attendance(1),
    ]
    assert told[-1] == Attendance(0)
    assert not [message for message in other.told if message != Hello("Earshot", recording=False)]


async def test_others_go_on_while_what_a_guest_sent_is_put_away(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slowly = SlowEnding()
    monkeypatch.setattr(ending, "write_run_report", slowly)
    plan = replace(silent_plan(), recordings=tmp_path, library=tmp_path / "library.db")
    room = Room(plan, MonotonicClock())
    async with here(room, Guest(room), guest := Guest(room, 50)):
        await room.leave(guest)
        assert slowly.gone_on == [True]


async def test_our_camera_is_off_once_all_were_let_out_however_long_their_words_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put_away = asyncio.Event()
    stop, stopped = RunningSide.stop, list[str]()

    async def slowly(side: RunningSide) -> None:
        await stop(side)
        stopped.append(side._setup.name)
        if side._setup.name == "guest":
            await put_away.wait()

    monkeypatch.setattr(RunningSide, "stop", slowly)
    seen: list[str] = []
    plan = replace(
        silent_plan(), sources=lambda: (Camera(90), None), look=lambda side, _: seen.append(side)
    )
    room = Room(plan, MonotonicClock())
    one, other = Guest(room, 50), Guest(room, 60)
    for guest in (one, other):
        await room.enter(guest)
    await until(lambda: "earshot" in seen)
    leaving = [asyncio.create_task(room.leave(guest)) for guest in (one, other)]
    await until(lambda: sorted(stopped) == ["earshot", "guest", "guest"])
    seen.clear()
    newcomer = Guest(room)
    entering = asyncio.create_task(room.enter(newcomer))
    await asyncio.sleep(0.1)
    assert not seen  # the next call begins when the last one is put away
    put_away.set()
    await asyncio.gather(*leaving, entering)
    await until(lambda: "earshot" in seen)
    await room.leave(newcomer)
    for guest in (one, other, newcomer):
        await guest.close()


def test_a_recording_by_the_other_side_is_said_in_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show(Attendance(1))
    show(Hello("Earshot", recording=False))
    assert capsys.readouterr().out == ""
    show(Hello("Earshot", recording=True))
    assert "records this call" in capsys.readouterr().out
