"""Settings on disk are those shown, downloads elsewhere lock nothing, a surprise ends nothing."""

import asyncio
import os
import time
from collections.abc import Iterator
from concurrent.futures import Future, wait
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.config import load
from app.gui.keeping.library import LibraryKeeping
from app.gui.keeping.settings import SettingsKeeping, bytes_in
from app.gui.keeping.weights import WeightsKeeping
from app.gui.start import make_models, outlive
from app.gui.state.live import Choice, Phase
from app.gui.state.weights import WeightsModel
from app.gui.work import live_run
from app.storage.library import Library
from tests.app.gui.conftest import CLOSING_LIMIT_S, Desk, Idle


def test_the_newest_settings_are_kept_whichever_worker_comes_last(qtbot: QtBot, home: Path) -> None:
    models, work = make_models(load(home)), Idle()
    keeping = SettingsKeeping(models, home / "library.db", work)
    for percent in (90, 100, 110):
        models.settings.change(text_percent=percent)
    for job in reversed(work.jobs):
        job()
    assert load(home).text_percent == keeping._newest.text_percent == 110


def test_a_list_read_before_a_change_is_not_shown_after_it(
    qtbot: QtBot, home: Path, shelf: Path
) -> None:
    models, work = make_models(load(home)), Idle()
    keeping = LibraryKeeping(models, home / "library.db", work, work)
    keeping.refresh()
    older = work.jobs[-2]()  # and the sounds there are
    assert len(older) == 1
    with Library(home / "library.db") as library:
        library.trash(shelf)
    keeping.refresh()
    for end, entries in ((work.ends[-2], work.jobs[-2]()), (work.ends[0], older)):
        end(entries)
    assert models.library.rowCount() == 0


def test_sounds_read_before_a_change_are_not_offered_after_it(
    qtbot: QtBot, home: Path, shelf: Path
) -> None:
    models, work = make_models(load(home)), Idle()
    keeping = LibraryKeeping(models, home / "library.db", work, work)
    keeping.refresh()
    older = work.jobs[-1]()
    assert older
    with Library(home / "library.db") as library:
        library.forget(shelf)
    keeping.refresh()
    for end, sounds in ((work.ends[-1], work.jobs[-1]()), (work.ends[1], older)):
        end(sounds)
    assert not models.library.sounds


def test_figures_counted_before_a_change_are_not_shown_after_it(
    qtbot: QtBot, home: Path, shelf: Path
) -> None:
    models, work = make_models(load(home)), Idle()
    keeping = SettingsKeeping(models, home / "library.db", work)
    keeping.measure()
    older = work.jobs[-1]()
    with Library(home / "library.db") as library:
        library.trash(shelf)
    keeping.measure()
    for end, places in ((work.ends[-1], work.jobs[-1]()), (work.ends[0], older)):
        end(places)
    assert (models.settings.places.kept, models.settings.places.trashed) == (0, 1)


def test_of_several_downloads_the_one_on_its_way_is_named(qtbot: QtBot) -> None:
    weights = WeightsModel()
    weights.put_busy("a")
    weights.put_progress("b", 1, 10)
    assert (weights.busy, weights.done_bytes) == ("b", 1)


def test_what_has_ended_is_not_told_of_the_next_download(qtbot: QtBot, home: Path) -> None:
    models, work = make_models(load(home)), Idle()
    keeping = WeightsKeeping(models, work)
    models.weights.fetch_asked.emit(["first"])
    keeping.tell_progress("first", 9, 10)
    work.ends[0](None)
    models.weights.fetch_asked.emit(["second"])
    qtbot.wait(40)  # the beat of the first comes only now
    assert (models.weights.busy, models.weights.done_bytes) == ("second", 0)


def test_a_surprise_in_a_worker_is_told_to_whoever_waits(desk: Desk, qtbot: QtBot) -> None:
    told: list[str] = []
    desk.bridge.work(lambda: 1 // 0, lambda _: None, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert "ZeroDivisionError" in told[0]


async def surprise(*_: object, **__: object) -> Path:
    raise ZeroDivisionError


def test_a_surprise_ends_a_recording_and_a_look(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    live, choice = desk.models.live, Choice("", "a microphone")
    monkeypatch.setattr(desk.bridge._run, "record", surprise)
    monkeypatch.setattr(desk.bridge._run, "rehearse", surprise)
    with qtbot.waitSignal(desk.models.notices.said) as said:
        live.toggle(choice)
        assert live.phase is Phase.STARTING
    qtbot.waitUntil(lambda: live.phase is Phase.IDLE)
    assert said.args is not None
    assert "ZeroDivisionError" in said.args[0].text
    with qtbot.waitSignal(live.rehearsal_ended):
        live.rehearse(choice)
    assert not live.rehearsing


def test_devices_are_let_go_that_were_looked_at_for_less_than_the_engine_was_busy(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look(_: object, __: object, ending: asyncio.Event) -> None:
        await ending.wait()

    monkeypatch.setattr(live_run, "rehearsal_of", lambda *_: None)
    monkeypatch.setattr(live_run, "rehearse", look)
    begun: list[Future[None]] = []
    spawn = desk.bridge._spawn
    monkeypatch.setattr(desk.bridge, "_spawn", lambda work: begun.append(spawn(work)))
    desk.bridge._engine.call(time.sleep, 0.2)
    desk.models.live.rehearse(Choice("", "a microphone"))
    desk.models.live.rest()
    assert begun
    assert not wait(begun, CLOSING_LIMIT_S).not_done


def test_a_bug_in_the_window_is_said_and_ctrl_c_closes_it(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.models.notices.said) as said:
        outlive(ZeroDivisionError(), desk.window, desk.bridge)
    assert said.args is not None
    assert "ZeroDivisionError" in said.args[0].text
    outlive(KeyboardInterrupt(), desk.window, desk.bridge)
    assert not desk.window.isVisible()


def test_a_file_that_goes_away_meanwhile_keeps_no_figure_from_being_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "audio.wav").write_bytes(bytes(10))
    drawn = tmp_path / "a" / "peaks.npy.0123abcd.new"
    drawn.write_bytes(bytes(1))
    walk = os.walk

    def changing(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
        for step in walk(folder):
            drawn.unlink(missing_ok=True)  # as it took its place
            yield step

    assert bytes_in(tmp_path) == 11
    monkeypatch.setattr(os, "walk", changing)
    assert bytes_in(tmp_path) == 10
