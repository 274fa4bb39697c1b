"""The call page with a guest made of plain aiortc: seen, measured, heard again, said goodbye."""

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from av import VideoFrame
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

pytest.importorskip("aiortc", reason="calls need the extra 'call'")
pytest.importorskip("aiohttp", reason="calls need the extra 'call'")

from app.call.attendance import Attendance
from app.call.messages import Caption, Hello, Microphone, Quality, RaisedHand, written
from app.config import load
from app.engine.media import CameraFrame
from app.gui.bridge import Bridge
from app.gui.look.theme import Theme
from app.gui.start import make_models
from app.gui.state.call import GUEST, OURS, CallModel, CallPhase
from app.gui.views.call_view import CallView
from app.gui.views.listening import ListeningDialog
from app.gui.window import Page
from app.gui.work.call_run import CallNews, CallRun, CallWish
from app.gui.work.call_sound import LastMinute, remove_both, silenced, write_both
from app.gui.work.fetching import Fetching
from app.pipelines.preview import Picture
from app.storage.wav import read_info
from audio.block import AudioBlock
from audio.plc.heard import ConcealedGap
from tests.app.gui.conftest import CLOSING_LIMIT_S, Desk, named

MS = 1_000_000


class Guest:
    """Joins by a link, in a thread with a loop of its own, until `leave`."""

    def __init__(self, link: str) -> None:
        self._link = link
        self._leaving = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._stay(),))
        self._thread.start()

    def leave(self) -> None:
        self._loop.call_soon_threadsafe(self._leaving.set)
        self._thread.join()
        self._loop.close()

    async def _stay(self) -> None:
        from aiohttp import ClientSession

        from tests.app.call.caller import Caller
        from tests.app.call.waiting import until

        place, token = self._link.split("#token=")
        caller = Caller(receives=False)
        async with ClientSession() as session:
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/sdp"}
            offer = await caller.offer()
            async with session.post(f"{place}call", data=offer, headers=headers) as answer:
                await caller.accept(await answer.text())
        channel = caller.channel
        assert channel is not None
        await until(lambda: channel.readyState == "open")
        channel.send(written(RaisedHand(GUEST, True)))
        await self._leaving.wait()
        await caller.connection.close()


class Host:
    """Holds a call with the demo clip's pictures, in a thread with a loop of its own."""

    def __init__(self, desk: Desk) -> None:
        self.link = ""
        self._run = CallRun(lambda: None)
        self._loop = asyncio.new_event_loop()
        wish = CallWish(camera=desk.window.call._demo, microphone="", recorded=False)
        hold = self._run.hold(
            *(wish, desk.models.settings.config, desk.home / "host.db", Fetching(lambda: None)),
            opened=self._opened,
        )
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(hold,))
        self._thread.start()

    def leave(self) -> None:
        self._loop.call_soon_threadsafe(self._run.ending.set)
        self._thread.join()
        self._loop.close()

    def _opened(self, link: str) -> None:
        self.link = link


@contextmanager
def held(desk: Desk, qtbot: QtBot) -> Iterator[CallModel]:
    """Hold a call, and end it while the window is there."""
    desk.window.go_to(Page.CALL)
    qtbot.mouseClick(button(desk, "Begin a call"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.models.call.phase is CallPhase.OPEN)
    try:
        yield desk.models.call
    finally:
        desk.models.call.close()
        qtbot.waitUntil(lambda: desk.models.call.phase is CallPhase.CLOSED)


def button(desk: Desk, text: str) -> QAbstractButton:
    found = desk.window.call.findChildren(QAbstractButton)
    return next(b for b in found if b.text() == text)


def test_a_guest_joins_is_seen_measured_and_heard_again(
    desk: Desk, qtbot: QtBot, qapp: QApplication
) -> None:
    clipboard = qapp.clipboard()
    assert clipboard is not None
    with held(desk, qtbot) as call:
        qtbot.mouseClick(button(desk, "Copy"), Qt.MouseButton.LeftButton)
        link = named(desk, QLineEdit, "Link that joins the call").text()
        assert clipboard.text() == call.link == link
        guest = Guest(call.link)
        try:
            qtbot.waitUntil(lambda: GUEST in call.pictures)
            qtbot.waitUntil(lambda: call.quality is not None)
            qtbot.waitUntil(lambda: call.raised[GUEST])
            assert "raises a hand" in desk.window.call._hands.text()
            assert desk.window.call._guest._image is not None
            qtbot.mouseClick(button(desk, "Hear the last minute"), Qt.MouseButton.LeftButton)
            qtbot.waitUntil(lambda: call.both is not None)
        finally:
            guest.leave()
        assert call.both is not None
        repaired, bare, length_ns = call.both
        assert read_info(repaired).frames == read_info(bare).frames > 0
        assert length_ns > 0
        dialog = desk.window.findChild(ListeningDialog)
        assert dialog is not None
        dialog.close()


def test_our_hand_is_raised_by_a_button(desk: Desk, qtbot: QtBot) -> None:
    with held(desk, qtbot) as call:
        hand = named(desk, QAbstractButton, "Raise your hand")
        qtbot.mouseClick(hand, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: call.raised[OURS])
        qtbot.mouseClick(hand, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not call.raised[OURS])


def test_a_microphone_is_muted_by_a_button_or_by_a_gesture(desk: Desk, qtbot: QtBot) -> None:
    with held(desk, qtbot) as call:
        mute = named(desk, QAbstractButton, "Mute")
        qtbot.mouseClick(mute, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: call.muted[OURS])
        assert "You are muted" in desk.window.call._silent.text()
        call.put_news(CallNews(messages=[Microphone(OURS, on=True)]))  # as a gesture has it said
        assert not mute.isChecked()
        call.put_news(CallNews(messages=[Microphone(GUEST, on=False)]))
        assert desk.window.call._silent.text() == "The other side is muted"
    assert call.muted == {GUEST: False, OURS: False}


def test_somebody_elses_call_is_joined_by_its_link(desk: Desk, qtbot: QtBot) -> None:
    call = desk.models.call
    desk.window.go_to(Page.CALL)
    host = Host(desk)
    try:
        qtbot.waitUntil(lambda: bool(host.link))
        field = named(desk, QLineEdit, "Link that joins the call")
        qtbot.keyClicks(field, host.link)
        qtbot.mouseClick(button(desk, "Join the call"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: GUEST in call.pictures and call.phase is CallPhase.OPEN)
    finally:
        host.leave()  # the other side ends it
    qtbot.waitUntil(lambda: call.phase is CallPhase.CLOSED)


@pytest.mark.parametrize("link", ["nonsense", "http://[::1"])
def test_a_link_that_leads_nowhere_is_said(desk: Desk, qtbot: QtBot, link: str) -> None:
    desk.window.go_to(Page.CALL)
    desk.models.call.open(CallWish(camera="", microphone="", recorded=False, link=link))
    qtbot.waitUntil(lambda: bool(desk.models.call.error))
    assert link in desk.window.call._guest._text
    assert button(desk, "Begin a call").isEnabled()


def test_after_a_bug_a_call_can_be_begun_again(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise LookupError("not foreseen")

    monkeypatch.setattr(CallRun, "hold", fail)
    said: list[str] = []
    monkeypatch.setattr(desk.models.notices, "say", said.append)
    call = desk.models.call
    call.open(CallWish(camera="", microphone="", recorded=False))
    qtbot.waitUntil(lambda: call.phase is CallPhase.CLOSED and bool(said))
    assert "not foreseen" in said[0]
    assert "not foreseen" in caplog.text
    assert button(desk, "Begin a call").isEnabled()


def test_the_end_of_the_window_waits_for_the_end_of_a_call(
    home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []

    async def hold(run: CallRun, *_: object, opened: Callable[[str], object]) -> None:
        opened("http://127.0.0.1/")
        await run.ending.wait()
        await asyncio.sleep(0.2)  # guests are told, recordings are finished
        ended.append("well")

    monkeypatch.setattr(CallRun, "hold", hold)
    models = make_models(load(home))
    bridge = Bridge(models, home / "library.db")
    bridge.start()
    models.call.open(CallWish(camera="", microphone="", recorded=False))
    qtbot.waitUntil(lambda: models.call.phase is CallPhase.OPEN)
    assert bridge.close(CLOSING_LIMIT_S)
    assert ended == ["well"]


def test_captions_are_replaced_taken_back_and_named(desk: Desk) -> None:
    model = desk.models.call
    for caption in (
        Caption(GUEST, 1, "hel", final=False),
        Caption(GUEST, 1, "hello there", final=True),
        Caption(OURS, 1, "mm", final=False),
        Caption(OURS, 1, "", final=False),
    ):
        model.put_news(CallNews(messages=[caption]))
    assert desk.window.call._said.text() == "Guest: hello there"


def test_each_filled_gap_is_a_mark(desk: Desk) -> None:
    model = desk.models.call
    now_ns = model.now_ns()
    gaps = [ConcealedGap(now_ns - 5000 * MS, 60 * MS, 0), ConcealedGap(now_ns, 20 * MS, 0)]
    messages = [Attendance(1), Quality(8.0, 7.5, 0.5, 62.0, 14.0)]
    model.put_news(CallNews(gaps=gaps, messages=messages))
    strip = desk.window.call._network._strip
    assert strip.toolTip() == "2 gaps filled, the longest 60 ms"
    assert desk.window.call._network._heads["filled"].text() == "7.5 %"


@pytest.fixture
def view(desk: Desk, qtbot: QtBot) -> CallView:
    """Return a page of calls that are not really held."""
    model = CallModel(desk.models.call.now_ns)
    made = CallView(model, desk.models.live, Theme("light"), "")
    qtbot.addWidget(made)
    return made


def shown(view: CallView) -> list[bool]:
    """Tell whether there is a picture of the guest, and of us."""
    return [stage._image is not None for stage in (view._guest, view._ours)]


def test_a_guest_that_leaves_takes_picture_and_figures_along(view: CallView) -> None:
    model = view._model
    model.open(CallWish(camera="", microphone="", recorded=False))
    model.put_link("http://here")
    assert view._guest._title == "Waiting for a guest"
    black = Picture(0, np.zeros((48, 64, 4), np.uint8))
    seen: dict[str, Picture] = {GUEST: black, OURS: black}
    figures = Quality(8.0, 7.5, 0.5, 62.0, 14.0)
    come = [Attendance(1), figures, Caption(GUEST, 0, "so long", final=True)]
    gaps = [ConcealedGap(model.now_ns(), 20 * MS, 0)]
    model.put_news(CallNews(messages=list(come), pictures=seen, gaps=gaps))
    assert view._guest._title == "Your guest is here"
    assert shown(view) == [True, True]
    model.put_news(CallNews(messages=[Attendance(0)]))
    model.put_news(CallNews(pictures=seen, gaps=gaps))  # what was still on its way
    assert shown(view) == [False, False]
    assert view._guest._title == "Waiting for a guest"
    assert view._network._heads["loss"].text() == "·"
    assert not model.marks
    assert view._said.text() == "Guest: so long"
    model.put_news(CallNews(messages=[Attendance(1)]))
    assert view._said.text() == ""  # the next call counts what is said anew


def test_of_two_guests_the_one_that_stays_is_still_measured(view: CallView) -> None:
    model = view._model
    model.put_news(CallNews(messages=[Attendance(1), Attendance(2), Caption(GUEST, 0, "a", True)]))
    model.put_news(CallNews(messages=[Attendance(1), Quality(8.0, 7.5, 0.5, 62.0, 14.0)]))
    assert model.quality is not None
    assert view._said.text() == "Guest: a"


def test_a_picture_of_a_guest_that_left_is_not_taken_for_one_of_the_next() -> None:
    rung = threading.Event()
    run, guest = CallRun(rung.set), VideoFrame(64, 48, "yuv420p")
    guest.pts = 0
    run._hear(Attendance(2))
    run._look(GUEST, CameraFrame(0, guest))
    run._converter.submit(lambda: None).result()
    held = threading.Event()
    run._converter.submit(held.wait)
    run._look(GUEST, CameraFrame(1, guest))
    run._hear(Attendance(1))
    held.set()
    run._converter.submit(lambda: None).result()
    assert not run.take().pictures
    run._look(GUEST, CameraFrame(2, guest))
    run._converter.submit(lambda: None).result()
    assert run.take().pictures[GUEST].pts_ns == 2


def test_who_joins_is_told_so_and_that_the_host_records(view: CallView) -> None:
    model = view._model
    link = "http://127.0.0.1:1/#token=x"
    model.open(CallWish(camera="", microphone="", recorded=False, link=link))
    assert view._guest._title == "Joining the call…"
    model.put_news(CallNews(messages=[Attendance(1), Hello("Earshot", recording=True)]))
    model.put_link(link)
    assert view._guest._title == "You have joined the call"
    assert "link" not in view._guest._text
    model.put_news(CallNews(messages=[Caption(GUEST, 0, "welcome", final=True)]))
    assert view._said.text() == "Host: welcome"
    assert not view._recorded.isHidden()
    model.put_end("nobody answers")
    assert view._recorded.isHidden()
    assert view._guest._title == "The call could not be joined"


def test_the_last_minute_is_of_one_guest() -> None:
    run = CallRun(lambda: None)

    def kept_after(guests: int) -> bool:
        run._hear(Attendance(guests))
        kept = bool(run.minute.snapshot()[0])
        run._look(GUEST, AudioBlock(0, np.zeros((960, 1), np.int16), 48_000))
        return kept

    assert not kept_after(1)
    assert kept_after(2)
    assert not kept_after(1)  # who left may be the one who was heard
    assert kept_after(0)
    assert not kept_after(1)


def test_without_repair_there_is_silence_in_the_gaps_alone() -> None:
    minute = LastMinute()
    for number in range(10):
        block = np.full((960, 1), 1000, np.int16)
        minute.push(AudioBlock(number * 20 * MS, block, 48_000))
    minute.push(ConcealedGap(40 * MS, 60 * MS, 0))
    blocks, gaps = minute.snapshot()
    samples = np.concatenate([block.samples for block in blocks])
    bare = silenced(samples, gaps, 48_000, 0)
    assert not bare[1920:4800].any()
    assert (bare[:1920] == 1000).all()
    assert (bare[4800:] == 1000).all()
    repaired, silent, length_ns = write_both(blocks, gaps)
    assert length_ns == 200 * MS
    assert repaired.read_bytes() != silent.read_bytes()
    remove_both(repaired, silent)


def test_others_in_the_network_may_join_if_that_is_wanted(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.call.certificate.own_address", lambda: "127.0.0.1")
    near = button(desk, "Invite from this network")
    near.setChecked(True)
    with held(desk, qtbot) as call:
        assert re.fullmatch(r"https://127.0.0.1:\d+/#token=[^&]+&cert=[0-9a-f]{64}", call.link)
        assert not near.isEnabled()
