"""What is kept and where; all of it can be thrown away from here."""

from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.gui.look.theme import Theme
from app.gui.parts.buttons import push_button
from app.gui.parts.labels import bytes_text, label
from app.gui.state.settings import SettingsModel


class PrivacyCard(QFrame):
    """Places, their sizes, and the two ways to delete all: with a way back, and for ever."""

    def __init__(self, model: SettingsModel, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._model = model
        self.recordings = label("", "small", wraps=True)
        self._home = label("", "small", wraps=True)
        self._models = label("", "small", wraps=True)
        self._trash = label("", "small", wraps=True)
        self._make_buttons(theme)
        self._lay_out()
        self._move.clicked.connect(self._choose_folder)
        self._trash_all.clicked.connect(model.trash_all_asked)
        self._empty.clicked.connect(lambda: self._ask(True))
        self._keep.clicked.connect(lambda: self._ask(False))
        self._really.clicked.connect(self._empty_trash)
        model.places_changed.connect(self._show)
        model.changed.connect(self._show)
        self._show()
        self._ask(False)

    def _make_buttons(self, theme: Theme) -> None:
        self._move = push_button(
            theme,
            self.tr("Choose folder…"),
            "folder",
            tip=self.tr("Choose where new recordings go"),
        )
        self._trash_all = push_button(
            theme,
            self.tr("Delete all…"),
            "trash",
            tip=self.tr("Move every recording to the trash; this can be undone"),
        )
        self._empty = push_button(
            theme,
            self.tr("Empty the trash…"),
            "trash",
            tip=self.tr("Remove what is in the trash for ever, after one more question"),
        )
        self._keep = push_button(theme, self.tr("Keep them"))
        self._really = QPushButton()
        self._really.setObjectName("primary")
        self._really.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(22, 18, 22, 20)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(14)
        grid.setColumnStretch(0, 1)
        grid.addWidget(label(self.tr("Privacy"), "heading"), 0, 0, 1, 2)
        says = label(
            self.tr(
                "Camera, microphone, words and recordings stay on this machine. The one thing "
                "Earshot ever fetches are its models, and only when they are absent."
            ),
            "quiet",
            wraps=True,
        )
        grid.addWidget(says, 1, 0, 1, 2)
        question = QWidget()
        buttons = QHBoxLayout(question)
        buttons.setContentsMargins(0, 0, 0, 0)
        for button in (self._empty, self._keep, self._really):
            buttons.addWidget(button)
        for name, place, control in (
            (self.tr("Recordings"), self.recordings, self._move),
            (
                self.tr("All of them"),
                label(self.tr("Undo brings them back"), "small"),
                self._trash_all,
            ),
            (self.tr("Trash"), self._trash, question),
            (self.tr("Library and settings"), self._home, None),
            (self.tr("Models"), self._models, None),
        ):
            self._add_row(grid, name, place, control)

    def _add_row(
        self, grid: QGridLayout, name: str, place: QWidget, control: QWidget | None
    ) -> None:
        row = grid.rowCount()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(name))
        words.addWidget(place)
        grid.addLayout(words, row, 0, 1, 1 if control else 2)
        if control is not None:
            grid.addWidget(control, row, 1, Qt.AlignmentFlag.AlignRight)

    def _show(self) -> None:
        places = self._model.places
        size = places.recordings_bytes
        counted = "" if size is None else f"  ·  {bytes_text(size)}"
        self.recordings.setText(f"{self._model.config.recordings}{counted}")
        self._home.setText(str(places.home))
        self._models.setText(str(places.models))
        one, many = self.tr("One recording"), self.tr("{0} recordings")
        self._trash.setText((one if places.trashed == 1 else many).format(places.trashed))
        self._trash_all.setEnabled(places.kept > 0)
        self._empty.setEnabled(places.trashed > 0)
        text = self.tr("Remove {0} for ever").format(places.trashed)
        self._really.setText(text)
        self._really.setToolTip(text)
        self._really.setAccessibleName(text)

    def _ask(self, asking: bool) -> None:
        self._empty.setVisible(not asking)
        self._keep.setVisible(asking)
        self._really.setVisible(asking)
        if asking:
            self._keep.setFocus()

    def _empty_trash(self) -> None:
        self._ask(False)
        self._model.empty_trash_asked.emit()

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Where new recordings go"), str(self._model.config.recordings)
        )
        if chosen:
            self._model.change(recordings=Path(chosen))
