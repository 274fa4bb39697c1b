"""The first page a person ever sees: one click chooses what to record, the next one records."""

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.engine.sources.devices import DeviceKind
from app.gui.look.theme import Theme
from app.gui.parts.buttons import describe, wear
from app.gui.parts.flow import FlowRow
from app.gui.parts.labels import label
from app.gui.state.live import Choice, LiveModel

CARD_PX, PAGE_PX, ICON_PX = (250, 140), 820, 34


class WelcomeView(QWidget):
    """Three ways to a first recording."""

    chosen = pyqtSignal(object)  # Choice
    left = pyqtSignal()

    def __init__(self, model: LiveModel, theme: Theme, demo: str) -> None:
        """Offer the devices of `model`, and `demo`, the address of a clip."""
        super().__init__()
        self.setObjectName("page")
        self._model, self._theme, self._demo = model, theme, demo
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._both = self._card("camera", self.tr("Picture and sound"))
        self._sound = self._card("microphone", self.tr("Sound alone"))
        self._clip = self._card("play", self.tr("Try the demo clip"))
        self._look = label("", "quiet", wraps=True)
        self._later = QPushButton(self.tr("Look around first"))
        self._later.setObjectName("link")
        describe(self._later, self.tr("Go to the library without recording"))
        self._lay_out()
        self._both.clicked.connect(lambda: self.chosen.emit(Choice(self._camera(), "default")))
        self._sound.clicked.connect(lambda: self.chosen.emit(Choice("", "default")))
        self._clip.clicked.connect(lambda: self.chosen.emit(Choice(demo, demo)))
        self._later.clicked.connect(self.left)
        model.devices_changed.connect(self._show_devices)
        self._show_devices()

    def _card(self, icon: str, text: str) -> QToolButton:
        card = QToolButton()
        card.setText(text)
        card.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        card.setObjectName("choice")
        card.setFixedSize(*CARD_PX)
        describe(card, text)
        wear(card, self._theme, icon, "accent_ink")
        card.setIconSize(QSize(ICON_PX, ICON_PX))
        return card

    def _lay_out(self) -> None:
        cards = FlowRow()
        cards.flow.setSpacing(18)
        for card in (self._both, self._sound, self._clip):
            cards.flow.addWidget(card)
        says = label(
            self.tr(
                "Earshot records, follows hands, writes down what is said and finds it again. "
                "Everything happens on this machine: there is no account and nothing is sent."
            ),
            "quiet",
            wraps=True,
        )
        says.setMaximumWidth(PAGE_PX)
        inside = QVBoxLayout()
        inside.setSpacing(16)
        inside.addStretch(2)
        inside.addWidget(label(self.tr("Your first recording"), "title"))
        inside.addWidget(says)
        inside.addSpacing(8)
        inside.addWidget(cards)
        inside.addWidget(self._look)
        inside.addWidget(self._later, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(3)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(48, 28, 48, 28)
        layout.addStretch(1)
        layout.addLayout(inside)
        layout.addStretch(2)

    def _camera(self) -> str:
        cameras = [one for one in self._model.devices if one.kind is DeviceKind.CAMERA]
        return cameras[0].address if cameras else ""

    def _show_devices(self) -> None:
        hears = any(one.kind is DeviceKind.MICROPHONE for one in self._model.devices)
        self._both.setEnabled(bool(self._camera()))
        self._sound.setEnabled(hears)
        if self._camera() and hears:
            text = self.tr("Then press the round button. That is all.")
        elif hears:
            text = self.tr("There is no camera here yet; plug one in and it will be found.")
        else:
            text = self.tr(
                "There is no microphone here yet; the demo clip shows everything without one."
            )
        self._look.setText(text)
