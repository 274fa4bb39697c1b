"""The first recording, one heard again, what is seen before it is recorded."""

import numpy as np
from PyQt6.QtWidgets import (
    QToolButton,
)
from pytestqt.qtbot import QtBot

from app.config import BUILT_IN_ENGINE
from app.engine.sources.devices import Device, DeviceKind
from app.gui.state.live import Choice, Phase
from app.gui.state.recording import State as Opened
from app.gui.window import Page
from app.gui.work.live_news import News
from app.pipelines.preview import Picture
from app.storage.recording import Recording
from app.storage.takes import take_names
from tests.app.gui.conftest import Desk, button, click, named
from vision.quality import Advice, Hint, Issue

CAMERA = Device(DeviceKind.CAMERA, "/dev/video9", "Webcam", default=True)
MICROPHONE = Device(DeviceKind.MICROPHONE, "Headset", "Headset", default=True)


# First recording


def test_a_newcomer_is_one_click_from_the_round_button(desk: Desk, qtbot: QtBot) -> None:
    desk.models.settings.kept = False
    desk.models.library.put_entries([], trashed=False)
    desk.models.live.put_devices([CAMERA, MICROPHONE])
    desk.window.welcome_newcomer()
    assert desk.window.welcome.isVisible()
    desk.models.settings.change(preview=False)  # no such camera is here
    click(desk, qtbot, "Picture and sound")
    assert desk.window.live.isVisible()
    assert desk.window.live.choice() == Choice("/dev/video9", "default")
    qtbot.waitUntil((desk.home / "config.toml").exists)  # and never greeted again


def test_what_is_not_there_is_not_offered(desk: Desk) -> None:
    desk.window.go_to(Page.WELCOME)
    desk.models.live.put_devices([MICROPHONE])
    assert not button(desk, "Picture and sound").isEnabled()
    assert button(desk, "Sound alone").isEnabled()


def test_someone_with_recordings_is_not_greeted(desk: Desk) -> None:
    desk.models.settings.kept = False
    desk.window.welcome_newcomer()
    assert not desk.window.welcome.isVisible()


# Heard again


def test_a_recording_is_heard_again_and_both_hearings_stay(desk: Desk, qtbot: QtBot) -> None:
    desk.models.library.open(desk.models.library.index(0))
    qtbot.waitUntil(lambda: desk.models.recording.state is Opened.OPEN)
    said = desk.models.recording.said
    qtbot.waitUntil(lambda: bool(said.engines))
    engine = said.engines[-1]
    said.hear_again_asked.emit(desk.folder, engine)
    assert said.heard_share == 0.0
    qtbot.waitUntil(lambda: said.heard_share is None)
    recording = Recording.open(desk.folder)
    assert len(take_names(recording)) == 2
    qtbot.waitUntil(lambda: said.content is not None and len(said.content.takes) == 2)


def test_hearing_again_is_cancelled_and_leaves_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.models.library.open(desk.models.library.index(0))
    qtbot.waitUntil(lambda: desk.models.recording.state is Opened.OPEN)
    said = desk.models.recording.said
    again = named(desk, QToolButton, "Have it heard again")
    said.hear_again_asked.emit(desk.folder, BUILT_IN_ENGINE)
    assert not again.isEnabled()
    click(desk, qtbot, "Cancel")
    qtbot.waitUntil(lambda: said.heard_share is None)
    assert take_names(Recording.open(desk.folder)) == ["live"]


# Seen before it is recorded


def test_devices_are_seen_and_heard_before_a_recording(desk: Desk, qtbot: QtBot) -> None:
    live, demo = desk.models.live, desk.window.live._demo
    desk.window.go_to(Page.LIVE)
    before = len(list((desk.home / "recordings").iterdir()))
    live.rehearse(Choice(demo, demo))
    qtbot.waitUntil(lambda: live.picture is not None and live.bar_count > 3)
    assert live.phase is Phase.IDLE
    qtbot.waitUntil(lambda: live.advice is not None)
    desk.window.go_to(Page.LIBRARY)  # the page is left: the devices are let go
    assert not live.rehearsing
    assert live.picture is None
    assert len(list((desk.home / "recordings").iterdir())) == before


def test_a_recording_takes_the_devices_over(desk: Desk, qtbot: QtBot) -> None:
    live, demo = desk.models.live, desk.window.live._demo
    desk.window.go_to(Page.LIVE)
    live.rehearse(Choice(demo, ""))
    qtbot.waitUntil(lambda: live.picture is not None)
    live.toggle(Choice(demo, ""))
    qtbot.waitUntil(lambda: live.phase is Phase.RECORDING)
    assert not live.rehearsing
    live.toggle(Choice(demo, ""))
    qtbot.waitUntil(lambda: live.phase is Phase.IDLE)


def test_a_device_that_is_not_there_is_said_in_its_place(desk: Desk, qtbot: QtBot) -> None:
    live = desk.models.live
    desk.window.go_to(Page.LIVE)
    with qtbot.waitSignal(live.rehearsal_ended) as ended:
        live.rehearse(Choice("", "/no/such/sound.wav"))
    assert ended.args is not None
    assert "sound.wav" in ended.args[0]
    assert not live.rehearsing


def test_advice_on_the_picture_is_said_in_it(desk: Desk) -> None:
    live = desk.models.live
    desk.window.go_to(Page.LIVE)
    live.rehearsed = Choice("a camera", "")
    news = News(advice=Advice(0, (Hint(Issue.TOO_DARK, 0.9), Hint(Issue.MOVING, 0.6))))
    news.picture = Picture(0, np.zeros((48, 64, 4), np.uint8))
    live.put_news(news, 0)
    assert desk.window.live._stage._hint == "Too dark: turn on a light."
    live.put_news(News(advice=Advice(1, ()), picture=news.picture), 0)
    assert desk.window.live._stage._hint == ""
    live.rehearsed = None
