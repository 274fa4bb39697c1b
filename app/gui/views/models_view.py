"""The networks that run: where they come from, how good they are, fetching and checking them."""

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.gui.look.theme import Theme
from app.gui.parts.buttons import push_button
from app.gui.parts.empty_state import EmptyState
from app.gui.parts.labels import bytes_text, label
from app.gui.state.weights import WeightsModel
from models.store import ModelStatus
from models.store.cache import State


class ModelsView(QWidget):
    """A card for each network."""

    def __init__(self, model: WeightsModel, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model, self._theme = model, theme
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._bar: QProgressBar | None = None
        self._bar_text: QLabel | None = None
        self._fetch_all = push_button(
            theme,
            self.tr("Fetch what is absent"),
            "download",
            tip=self.tr("Fetch, check and convert every network that is absent"),
        )
        self._add = push_button(
            theme,
            self.tr("Add from file…"),
            "folder",
            tip=self.tr("Install a network from a file at hand, without a connection"),
        )
        self._empty = EmptyState(theme)
        self._cards = QVBoxLayout()
        self._lay_out()
        self._fetch_all.clicked.connect(self._fetch_absent)
        self._add.clicked.connect(self._choose_file)
        self._empty.pressed.connect(model.refresh_asked)
        model.changed.connect(self._show)
        model.progressed.connect(lambda _: self._show_progress())
        self._show()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Models"), "title"))
        head.addStretch(1)
        head.addWidget(self._add)
        head.addWidget(self._fetch_all)
        inside = QWidget()
        self._cards.setContentsMargins(0, 0, 10, 0)
        self._cards.setSpacing(12)
        outer_cards = QVBoxLayout(inside)
        outer_cards.setContentsMargins(0, 0, 0, 0)
        outer_cards.addLayout(self._cards)
        outer_cards.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(inside)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(36, 28, 26, 20)
        layout.setSpacing(14)
        layout.addLayout(head)
        layout.addWidget(
            label(
                self.tr(
                    "Everything runs on this machine. Networks are fetched once from their "
                    "publishers, checked by SHA-256, and tried before they are used."
                ),
                "quiet",
                wraps=True,
            )
        )
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._empty, 1)

    def _show(self) -> None:
        model = self._model
        self._scroll.setVisible(bool(model.statuses))
        self._empty.setVisible(not model.statuses)
        if model.error:
            self._empty.say(
                "notice",
                self.tr("The list of models cannot be read"),
                model.error,
                self.tr("Try again"),
            )
        elif not model.loaded:
            self._empty.say("models", self.tr("Checking the models…"), "")
        absent = [status for status in model.statuses if status.state is not State.READY]
        self._fetch_all.setEnabled(bool(absent) and not model.busy)
        self._add.setEnabled(not model.busy)
        while (item := self._cards.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._bar = self._bar_text = None
        for status in model.statuses:
            self._cards.addWidget(self._card(status))
        self._show_progress()

    def _card(self, status: ModelStatus) -> QFrame:
        frame = QFrame()
        frame.setObjectName("card")
        frame.setAccessibleName(status.name)
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(20, 15, 16, 15)
        layout.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(label(status.name.replace("_", " "), "heading"))
        head.addWidget(self._badge(status))
        head.addStretch(1)
        for button in self._buttons(status):
            head.addWidget(button)
        layout.addLayout(head)
        layout.addWidget(label(status.summary, "quiet", wraps=True))
        facts = [status.licence]
        if status.size_bytes:
            facts.insert(0, bytes_text(status.size_bytes))
        facts.append(self.tr("version {0}").format(status.version))
        layout.addWidget(label("  ·  ".join(facts), "small"))
        for quality in status.quality:
            values = ", ".join(str(getattr(quality, name)) for name in quality.__slots__)
            layout.addWidget(label(values, "small", wraps=True))
        if status.name == self._model.busy:
            layout.addLayout(self._progress())
        return frame

    def _badge(self, status: ModelStatus) -> QLabel:
        text = {
            State.READY: self.tr("ready"),
            State.ABSENT: self.tr("not here yet"),
            State.CORRUPT: self.tr("damaged"),
        }[status.state]
        badge = label(text, "badge")
        badge.setProperty("warm", "true" if status.state is State.CORRUPT else "false")
        return badge

    def _buttons(self, status: ModelStatus) -> list[QPushButton]:
        model = self._model
        if status.name == model.busy:
            cancel = push_button(
                self._theme, self.tr("Cancel"), tip=self.tr("Stop; a later try goes on from here")
            )
            cancel.clicked.connect(model.cancel_asked)
            return [cancel]

        def button(text: str, tip: str, act: Callable[[], object]) -> QPushButton:
            made = push_button(self._theme, text, tip=tip)
            made.setEnabled(not model.busy)
            made.clicked.connect(act)
            return made

        name = status.name
        if status.state is State.READY:
            return [
                button(
                    self.tr("Check"),
                    self.tr("Check {0} and try it out").format(name),
                    lambda: model.verify_asked.emit(name),
                ),
                button(
                    self.tr("Remove"),
                    self.tr("Remove {0} from the cache").format(name),
                    lambda: model.remove_asked.emit(name),
                ),
            ]
        return [
            button(
                self.tr("Fetch"),
                self.tr("Fetch {0}").format(name),
                lambda: model.fetch_asked.emit([name]),
            )
        ]

    def _progress(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar_text = label("", "small")
        self._bar_text.setMinimumWidth(150)
        row.addWidget(self._bar, 1)
        row.addWidget(self._bar_text)
        return row

    def _show_progress(self) -> None:
        model = self._model
        if self._bar is None or self._bar_text is None:
            return
        self._bar.setRange(0, 1000 if model.total_bytes else 0)
        if model.total_bytes:
            self._bar.setValue(1000 * model.done_bytes // model.total_bytes)
            self._bar_text.setText(
                f"{bytes_text(model.done_bytes)} / {bytes_text(model.total_bytes)}"
            )
        else:
            self._bar_text.setText(self.tr("working…"))

    def _fetch_absent(self) -> None:
        names = [s.name for s in self._model.statuses if s.state is not State.READY]
        if names:
            self._model.fetch_asked.emit(names)

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Add a model from a file"))
        if name:
            self._model.add_asked.emit(Path(name))
