"""What is being done to a model is seen, and can be stopped where it can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from app.config import load
from app.gui.keeping.weights import WeightsKeeping
from app.gui.look.theme import Theme
from app.gui.parts.model_card import ModelCard
from app.gui.start import make_models
from app.gui.state.weights import WeightsModel
from app.gui.views.models_view import ModelsView
from models.errors import FetchCancelledError
from models.speech import Shelf
from models.store import open_store
from models.store.cache import State
from tests.app.gui.conftest import Idle
from tests.fakes.tone_archive import NAME, TOP, published

SHIPPED = "voice"


@dataclass(frozen=True, slots=True)
class Page:
    """The page of models; its workers do nothing until a test has them."""

    view: ModelsView
    weights: WeightsModel
    work: Idle

    def cards_at_work(self) -> Sequence[ModelCard]:
        """Return the cards that show progress; new ones are shown by the next event."""
        QApplication.processEvents()
        cards = [card for card in self.view.findChildren(ModelCard) if card.isVisible()]
        return [card for card in cards if card.findChildren(QProgressBar)]


@pytest.fixture
def page(qtbot: QtBot, home: Path) -> Page:
    models, work = make_models(load(home)), Idle()
    view = ModelsView(models.weights, Theme("light"))
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    models.weights.put_statuses(open_store().status())
    WeightsKeeping(models, work).setParent(view)
    return Page(view, models.weights, work)


def test_an_engine_from_a_file_is_seen_on_its_way_and_can_be_stopped(
    page: Page, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, content = published(tmp_path / "made" / TOP)
    shelf = Shelf({NAME: model}, tmp_path / "speech")
    monkeypatch.setattr("app.gui.keeping.weights.open_shelf", lambda: shelf)
    archive = tmp_path / "engine.tar.bz2"
    archive.write_bytes(content)
    page.weights.add_asked.emit(archive)
    (card,) = page.cards_at_work()
    assert card.accessibleName() == "engine.tar.bz2"
    (cancel,) = card.findChildren(QPushButton)
    qtbot.waitUntil(lambda: cancel.height() > 0)
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    with pytest.raises(FetchCancelledError):
        page.work.jobs[-1]()
    assert shelf.state(NAME) is State.ABSENT


def test_a_check_is_seen_and_offers_no_cancel(page: Page) -> None:
    page.weights.verify_asked.emit(SHIPPED)
    (card,) = page.cards_at_work()
    assert card.accessibleName() == SHIPPED
    assert not card.findChildren(QPushButton)
    page.work.jobs[-1]()
    page.work.ends[-1](None)
    assert not page.cards_at_work()
