"""The last minute of a call heard twice: as it was played, and as it would have been."""

from pathlib import Path

from PyQt6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.gui.look.theme import Theme
from app.gui.parts.buttons import describe, push_button
from app.gui.parts.labels import clock, label
from app.gui.player import Player
from app.gui.work.call_sound import remove_both


class ListeningDialog(QDialog):
    """Plays one of two sounds of equal length; the place stays when the other is chosen."""

    def __init__(
        self, theme: Theme, both: tuple[Path, Path, int], parent: QWidget | None = None
    ) -> None:
        """Take the repaired sound, the other, and their length in ns."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("The last minute"))
        self._repaired, self._bare, self._length_ns = both
        self._player = Player(self)
        self._play = push_button(theme, self.tr("Play or pause"), "play", primary=True)
        self._time = label("0:00", "heading")
        self._choices = QButtonGroup(self)
        row = QHBoxLayout()
        for text, path in (
            (self.tr("As you heard it"), self._repaired),
            (self.tr("Without repair"), self._bare),
        ):
            button = QPushButton(text)
            button.setObjectName("segment")
            button.setCheckable(True)
            describe(button, text)
            button.setChecked(path is self._repaired)
            button.clicked.connect(lambda _, path=path: self._choose(path))
            self._choices.addButton(button)
            row.addWidget(button)
        below = QHBoxLayout()
        below.addWidget(self._play)
        below.addWidget(self._time)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(14)
        layout.addLayout(row)
        layout.addLayout(below)
        self.finished.connect(self._leave)  # by Escape too, which closes nothing
        self._play.clicked.connect(self._player.toggle)
        self._player.moved.connect(self._show_time)
        self._player.open(self._repaired, self._length_ns)

    def _leave(self) -> None:
        """Be silent, and let nothing of the guest's sound lie about."""
        self._player.close()
        remove_both(self._repaired, self._bare)

    def _choose(self, path: Path) -> None:
        """Go on with the other sound from the same place."""
        at_ns, plays = self._player.position_ns, self._player.playing
        self._player.open(path, self._length_ns)
        self._player.seek(at_ns)
        if plays:
            self._player.play()

    def _show_time(self) -> None:
        self._time.setText(f"{clock(self._player.position_ns)} / {clock(self._length_ns)}")
