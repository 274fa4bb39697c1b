"""What runs inside: engines that write down words, networks; got, checked, chosen, removed."""

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.config import BUILT_IN_ENGINE
from app.gui.look.theme import Theme
from app.gui.parts.buttons import push_button
from app.gui.parts.empty_state import EmptyState
from app.gui.parts.labels import bytes_text, label
from app.gui.parts.model_card import ModelCard
from app.gui.said import said
from app.gui.state.weights import WeightsModel
from models.speech import SpeechStatus
from models.store import ModelStatus
from models.store.cache import State

FEW_LANGUAGES = 8


class ModelsView(QWidget):
    """A card for each engine and each network."""

    def __init__(self, model: WeightsModel, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model, self._theme = model, theme
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._busy_card: ModelCard | None = None
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
            tip=self.tr("Install a network or an engine from a file, without a connection"),
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(36, 28, 26, 20)
        layout.setSpacing(14)
        layout.addLayout(head)
        layout.addWidget(
            label(
                self.tr(
                    "Everything runs on this machine. What is fetched comes once from its "
                    "publishers, is checked by SHA-256, and tried before it is used."
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
                said(model.error),
                self.tr("Try again"),
            )
        elif not model.loaded:
            self._empty.say("models", self.tr("Checking the models…"), "")
        absent = [status for status in model.statuses if status.state is not State.READY]
        self._fetch_all.setEnabled(bool(absent) and not model.busy)
        self._add.setEnabled(not model.busy)
        self._lay_cards()
        self._show_progress()

    def _lay_cards(self) -> None:
        """Lay all cards anew; the keyboard stays where it was."""
        focused = self._focused()
        self._put_cards()
        cards = [card for card in self._shown_cards() if card.accessibleName() == focused[0]]
        buttons = [one for card in cards for one in card.findChildren(QPushButton)]
        buttons.sort(key=lambda one: one.accessibleName() != focused[1])
        if buttons:
            buttons[0].setFocus()

    def _focused(self) -> tuple[str, str]:
        """Return the names of the card and the button that the keyboard is at, if any."""
        for card in self._shown_cards():
            for one in card.findChildren(QPushButton):
                if one.hasFocus():
                    return card.accessibleName(), one.accessibleName()
        return "", ""

    def _shown_cards(self) -> list[ModelCard]:
        items = (self._cards.itemAt(place) for place in range(self._cards.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, ModelCard)]

    def _put_cards(self) -> None:
        while (item := self._cards.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._busy_card = None
        if self._model.engines:
            self._cards.addWidget(label(self.tr("What writes down the words"), "heading"))
            self._cards.addWidget(self._draft_card())
        for engine in self._model.engines:
            self._put(engine.model.name, self._engine_card(engine))
        self._cards.addWidget(label(self.tr("Networks"), "heading"))
        for status in self._model.statuses:
            self._put(status.name, self._network_card(status))
        if self._model.busy and self._busy_card is None:  # a file that has no card of its own
            self._busy_card = ModelCard(self._model.busy, [], [], self._cancel_buttons())
            self._cards.insertWidget(0, self._busy_card)

    def _put(self, name: str, card: ModelCard) -> None:
        self._cards.addWidget(card)
        if name == self._model.busy.partition(",")[0]:
            self._busy_card = card

    # Cards

    def _draft_card(self) -> ModelCard:
        used = self._model.used in ("", BUILT_IN_ENGINE)
        badges = [(self.tr("built in"), False)]
        badges += [(self.tr("writes along"), False)] if used else []
        text = self.tr("A draft to search in: about half of the words are right. English.")
        use = [] if used else [self._use_button(BUILT_IN_ENGINE)]
        return ModelCard(self.tr("Built-in draft"), badges, [(text, "quiet")], use)

    def _engine_card(self, status: SpeechStatus) -> ModelCard:
        engine, used = status.model, status.model.name == self._model.used
        ready = status.state is State.READY
        few = len(engine.languages) <= FEW_LANGUAGES
        count = self.tr("{0} languages").format(len(engine.languages))
        facts = [
            bytes_text(engine.size_bytes) if engine.size_bytes else "",
            engine.licence,
            ", ".join(engine.languages) if few else count,
            self.tr("while recording") if engine.streams else self.tr("afterwards"),
        ]
        badges = [self._badge(status.state)]
        badges += [(self.tr("writes along"), False)] if used else []
        badges += [(self.tr("suits this machine"), True)] if engine.name == self._model.best else []
        lines = [("  ·  ".join(filter(None, facts)), "small")]
        lines += [(f"{quality.figure}; {quality.origin}", "small") for quality in engine.quality]
        buttons = self._buttons(engine.name, ready=ready, fetch=self._install_button)
        if ready and engine.streams and not used and not self._model.busy:
            buttons.insert(0, self._use_button(engine.name))
        return ModelCard(engine.title, badges, lines, buttons)

    def _network_card(self, status: ModelStatus) -> ModelCard:
        facts = [status.licence, self.tr("version {0}").format(status.version)]
        if status.size_bytes:
            facts.insert(0, bytes_text(status.size_bytes))
        lines = [(status.summary, "quiet"), ("  ·  ".join(facts), "small")]
        for quality in status.quality:
            values = ", ".join(str(getattr(quality, name)) for name in quality.__slots__)
            lines.append((values, "small"))
        ready = status.state is State.READY
        buttons = self._buttons(status.name, ready=ready, fetch=self._fetch_button)
        name = status.name.replace("_", " ")
        return ModelCard(name, [self._badge(status.state)], lines, buttons)

    def _badge(self, state: State) -> tuple[str, bool]:
        text = {
            State.READY: self.tr("ready"),
            State.ABSENT: self.tr("not here yet"),
            State.CORRUPT: self.tr("damaged"),
        }[state]
        return text, state is State.CORRUPT

    # Buttons

    def _buttons(
        self, name: str, *, ready: bool, fetch: Callable[[str], QPushButton]
    ) -> list[QPushButton]:
        model = self._model
        if name == model.busy.partition(",")[0]:
            return self._cancel_buttons()
        if not ready:
            return [fetch(name)]
        check = self._button(
            self.tr("Check"),
            self.tr("Check {0} and try it out").format(name),
            lambda: model.verify_asked.emit(name),
        )
        remove = self._button(
            self.tr("Remove"),
            self.tr("Remove {0} from the cache").format(name),
            lambda: model.remove_asked.emit(name),
        )
        return [check, remove]

    def _cancel_buttons(self) -> list[QPushButton]:
        if not self._model.can_cancel:
            return []
        cancel = push_button(
            self._theme, self.tr("Cancel"), tip=self.tr("Stop; a later try goes on from here")
        )
        cancel.clicked.connect(self._model.cancel_asked)
        return [cancel]

    def _button(self, text: str, tip: str, act: Callable[[], object]) -> QPushButton:
        made = push_button(self._theme, text, tip=tip)
        made.setEnabled(not self._model.busy)
        made.clicked.connect(act)
        return made

    def _fetch_button(self, name: str) -> QPushButton:
        tip = self.tr("Fetch {0}").format(name)
        return self._button(self.tr("Fetch"), tip, lambda: self._model.fetch_asked.emit([name]))

    def _install_button(self, name: str) -> QPushButton:
        tip = self.tr("Fetch, check and try {0}").format(name)
        return self._button(self.tr("Install"), tip, lambda: self._model.install_asked.emit(name))

    def _use_button(self, name: str) -> QPushButton:
        tip = self.tr("Have {0} write along from the next recording").format(name)
        return self._button(self.tr("Use"), tip, lambda: self._model.use_asked.emit(name))

    def _show_progress(self) -> None:
        model = self._model
        if self._busy_card is not None:
            self._busy_card.show_progress(model.done_bytes, model.total_bytes, self.tr("working…"))

    def _fetch_absent(self) -> None:
        names = [s.name for s in self._model.statuses if s.state is not State.READY]
        if names:
            self._model.fetch_asked.emit(names)

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Add a model from a file"))
        if name:
            self._model.add_asked.emit(Path(name))
