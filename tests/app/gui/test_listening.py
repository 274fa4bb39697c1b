"""The last minute is heard twice as often as one likes, and nothing of it stays."""

from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.gui.look.theme import Theme
from app.gui.views.listening import ListeningDialog
from app.gui.work.call_sound import write_both
from audio.block import AudioBlock

RATE_HZ, SECONDS = 48_000, 0.05


@pytest.fixture
def both() -> tuple[Path, Path, int]:
    samples = np.zeros((round(RATE_HZ * SECONDS), 1), np.int16)
    return write_both([AudioBlock(0, samples, RATE_HZ)], [])


@pytest.fixture
def dialog(qtbot: QtBot, both: tuple[Path, Path, int]) -> ListeningDialog:
    made = ListeningDialog(Theme("light"), both)
    qtbot.addWidget(made)
    made.open()
    return made


def button(dialog: ListeningDialog, text: str) -> QAbstractButton:
    return next(b for b in dialog.findChildren(QAbstractButton) if b.text() == text)


def test_after_its_end_each_sound_is_heard_again(dialog: ListeningDialog, qtbot: QtBot) -> None:
    player, play = dialog._player, button(dialog, "Play or pause")
    for choice in ("As you heard it", "Without repair", "Without repair"):
        button(dialog, choice).click()
        play.click()
        assert player.playing
        qtbot.waitUntil(lambda: not player.playing)


def test_escape_ends_the_sound_and_removes_it(
    dialog: ListeningDialog, both: tuple[Path, Path, int], qtbot: QtBot
) -> None:
    dialog._player.play()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog._player.playing
    assert not both[0].parent.exists()
