"""A network that something waits for is seen on its way, and can be done without."""

import threading

import pytest
from PyQt6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from app.config import Config
from app.gui.parts.arrival_card import ArrivalCard
from app.gui.state.live import Choice, Phase
from app.gui.work import jobs
from app.gui.work import top_shot as work
from app.gui.work.fetching import Arrival, Fetching
from app.pipelines.hands import HandsSetup
from app.pipelines.ready_faces import FacesSetup
from models.errors import FetchCancelledError
from models.store import SyncProgress
from models.store.download import Cancelled
from tests.app.gui.conftest import Desk, button, click

WAIT_S = 0.01
HALF = Arrival("palm", 600_000, 1_200_000)


def slow_fetch(progress: SyncProgress, cancelled: Cancelled) -> None:
    """Have half of a network, and no more, until it is given up."""
    progress(HALF.name, HALF.done_bytes, HALF.total_bytes)
    while not cancelled():
        threading.Event().wait(WAIT_S)
    raise FetchCancelledError("the fetch was stopped; the next one goes on from here")


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    def ready_hands(_: Config, progress: SyncProgress, cancelled: Cancelled) -> HandsSetup:
        slow_fetch(progress, cancelled)
        raise AssertionError

    def ready_faces(progress: SyncProgress, cancelled: Cancelled) -> FacesSetup:
        slow_fetch(progress, cancelled)
        raise AssertionError

    monkeypatch.setattr(jobs, "ready_hands", ready_hands)
    monkeypatch.setattr(work, "ready_faces", ready_faces)


def card_of(desk: Desk) -> ArrivalCard:
    (card,) = desk.window.findChildren(ArrivalCard)
    return card


@pytest.mark.usefixtures("slow")
def test_a_recording_shows_what_it_waits_for_and_goes_on_without(desk: Desk, qtbot: QtBot) -> None:
    live, demo, card = desk.models.live, desk.window.live._demo, card_of(desk)
    live.toggle(Choice(demo, ""))
    qtbot.waitUntil(card.isVisible)
    assert live.phase is Phase.STARTING
    texts = [label.text() for label in card.findChildren(QLabel)]
    assert texts == ["Fetching a network, once: palm", "600.0 kB / 1.2 MB"]
    (bar,) = card.findChildren(QProgressBar)
    assert bar.value() * 2 == bar.maximum()
    assert not desk.models.weights.busy  # its page can be used meanwhile
    click(desk, qtbot, "Go on without")
    qtbot.waitUntil(lambda: live.phase is Phase.RECORDING)
    qtbot.waitUntil(lambda: not card.isVisible())
    qtbot.waitUntil(lambda: any("not tracked" in one.detail for one in live.happenings))
    live.toggle(Choice(demo, ""))
    qtbot.waitUntil(lambda: live.phase is Phase.IDLE)


@pytest.mark.usefixtures("slow")
def test_closing_the_window_waits_for_no_network(desk: Desk, qtbot: QtBot) -> None:
    desk.models.live.toggle(Choice(desk.window.live._demo, ""))
    qtbot.waitUntil(card_of(desk).isVisible)
    desk.window.close()
    qtbot.waitUntil(lambda: not desk.window.isVisible())
    assert desk.models.live.phase is Phase.IDLE


@pytest.mark.usefixtures("slow")
def test_the_best_picture_is_not_looked_for_without_its_networks(page: Desk, qtbot: QtBot) -> None:
    page.models.top_shot.look(page.folder, 2_000_000_000)
    qtbot.waitUntil(card_of(page).isVisible)
    click(page, qtbot, "Go on without")
    qtbot.waitUntil(lambda: "was stopped" in page.models.top_shot.error)


def test_without_sizes_the_card_only_shows_that_something_goes_on(qtbot: QtBot, desk: Desk) -> None:
    card = card_of(desk)
    card.show_arrival(Arrival("palm", 0, 0))
    (bar,) = card.findChildren(QProgressBar)
    assert (bar.minimum(), bar.maximum()) == (0, 0)
    card.show_arrival(None)
    assert not card.isVisible()
    assert button(desk, "Go on without").accessibleName()


def named(fetching: Fetching) -> str:
    arrival = fetching.arrival
    return arrival.name if arrival is not None else ""


class Rung:
    """Counts."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


def test_of_several_the_newest_is_shown_and_all_are_given_up() -> None:
    rung = Rung()
    fetching = Fetching(rung)
    with fetching.awaited() as (tell, given_up), fetching.awaited() as (tell_2, given_up_2):
        assert named(fetching) == ""
        tell("palm", 1, 2)
        assert named(fetching) == "palm"
        tell_2("face", 3, 4)
        tell("palm", 2, 2)
        assert named(fetching) == "face"
        assert not given_up()
        assert not given_up_2()
        fetching.give_up()
        assert given_up()
        assert given_up_2()
    assert named(fetching) == ""
    assert rung.times == 5
    with fetching.awaited() as (_, later):
        assert not later()


def test_what_is_fetched_after_the_end_is_given_up_at_once() -> None:
    fetching = Fetching(Rung())
    fetching.close()
    with fetching.awaited() as (_, given_up):
        assert given_up()


def fails(progress: SyncProgress, _: Cancelled) -> object:
    progress("palm", 1, 2)
    raise FetchCancelledError("stopped")


def test_a_fetch_that_fails_is_no_longer_on_its_way() -> None:
    fetching = Fetching(Rung())
    with pytest.raises(FetchCancelledError), fetching.awaited() as told:
        fails(*told)
    assert fetching.arrival is None
