"""Settings: how it looks, where things go, how hands are followed, what is kept."""

from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.config import (
    APPEARANCES,
    CULTURES,
    LARGEST_TEXT_PERCENT,
    MOST_HANDS,
    SMALLEST_TEXT_PERCENT,
)
from app.gui.look.theme import Theme
from app.gui.parts.buttons import describe, push_button
from app.gui.parts.labels import bytes_text, label
from app.gui.parts.picker import Picker
from app.gui.state.settings import SettingsModel
from app.gui.words import action_text, gesture_text
from vision.hands.profile import PROFILES

PAGE_PX = 860
TEXT_STEP = 10
FIELD_PX = 330


class SettingsView(QScrollArea):
    """Cards of settings; every change holds at once."""

    def __init__(self, model: SettingsModel, theme: Theme) -> None:
        super().__init__()
        self._model, self._theme = model, theme
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        page = QWidget()
        page.setObjectName("page")
        self._layout = QVBoxLayout(page)
        self._layout.setContentsMargins(36, 28, 36, 28)
        self._layout.setSpacing(16)
        self._layout.addWidget(label(self.tr("Settings"), "title"))
        for card in (self._look(), self._hands(), self._gestures(), self._privacy()):
            card.setMaximumWidth(PAGE_PX)
            self._layout.addWidget(card)
        self._layout.addStretch(1)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.places_changed.connect(self._show_places)
        model.changed.connect(self._show_places)
        self._show_places()

    def _card(self, title: str) -> tuple[QFrame, QGridLayout]:
        frame = QFrame()
        frame.setObjectName("card")
        grid = QGridLayout(frame)
        grid.setContentsMargins(22, 18, 22, 20)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(14)
        grid.setColumnStretch(0, 1)
        grid.addWidget(label(title, "heading"), 0, 0, 1, 2)
        return frame, grid

    def _row(self, grid: QGridLayout, name: str, text: str, field: QWidget) -> None:
        row = grid.rowCount()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(name))
        if text:
            words.addWidget(label(text, "small", wraps=True))
        grid.addLayout(words, row, 0)
        field.setFixedWidth(FIELD_PX)
        grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignVCenter)
        if not field.accessibleName():
            field.setAccessibleName(name)
        if not field.toolTip():
            field.setToolTip(name)

    def _look(self) -> QFrame:
        frame, grid = self._card(self.tr("Look"))
        self._row(grid, self.tr("Colours"), "", self._appearances())
        size = QSlider(Qt.Orientation.Horizontal)
        size.setRange(SMALLEST_TEXT_PERCENT // TEXT_STEP, LARGEST_TEXT_PERCENT // TEXT_STEP)
        size.setValue(self._model.config.text_percent // TEXT_STEP)
        size.setPageStep(1)
        size.valueChanged.connect(lambda value: self._change_look(percent=value * TEXT_STEP))
        self._row(grid, self.tr("Text size"), self.tr("The whole window follows"), size)
        return frame

    def _appearances(self) -> QWidget:
        names = {
            "system": self.tr("Like the system"),
            "light": self.tr("Light"),
            "dark": self.tr("Dark"),
        }
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._segments = QButtonGroup(holder)
        for appearance in APPEARANCES:
            button = QPushButton(names[appearance])
            button.setObjectName("segment")
            button.setCheckable(True)
            button.setChecked(appearance == self._model.config.appearance)
            describe(button, names[appearance])
            button.clicked.connect(lambda _, chosen=appearance: self._change_look(chosen))
            self._segments.addButton(button)
            row.addWidget(button, 1)
        return holder

    def _hands(self) -> QFrame:
        frame, grid = self._card(self.tr("Hands"))
        config = self._model.config
        profile = Picker(self._theme, self.tr("Care"))
        texts = {
            "fast": self.tr("Fast: least work"),
            "balanced": self.tr("Balanced"),
            "accurate": self.tr("Accurate: most work"),
        }
        profile.put_choices([(texts[name], name) for name in PROFILES])
        profile.choose(config.hand_profile)
        profile.currentIndexChanged.connect(
            lambda _: self._model.change(hand_profile=profile.value())
        )
        self._row(
            grid,
            self.tr("Care"),
            self.tr("How much work goes into each picture; holds from the next recording"),
            profile,
        )
        most = QSpinBox()
        most.setRange(1, MOST_HANDS)
        most.setValue(config.max_hands)
        most.valueChanged.connect(lambda value: self._model.change(max_hands=value))
        self._row(grid, self.tr("Hands followed at once"), "", most)
        culture = Picker(self._theme, self.tr("Counting on fingers"))
        names = {
            "american": self.tr("American"),
            "european": self.tr("European"),
            "chinese": self.tr("Chinese"),
            "asl": self.tr("American Sign Language"),
        }
        culture.put_choices([(names[name], name) for name in CULTURES])
        culture.choose(config.culture)
        culture.currentIndexChanged.connect(lambda _: self._model.change(culture=culture.value()))
        self._row(grid, self.tr("Counting on fingers"), "", culture)
        mirrored = QCheckBox(self.tr("My camera mirrors its pictures"))
        mirrored.setChecked(config.mirrored)
        mirrored.toggled.connect(lambda on: self._model.change(mirrored=on))
        self._row(
            grid, self.tr("Mirror"), self.tr("Left and right hands are told apart by it"), mirrored
        )
        return frame

    def _gestures(self) -> QFrame:
        frame, grid = self._card(self.tr("What gestures ask for"))
        for gesture, action in self._model.actions.items():
            row = grid.rowCount()
            grid.addWidget(label(gesture_text(gesture).capitalize()), row, 0)
            does = label(action_text(action), "quiet", wraps=True)
            does.setFixedWidth(FIELD_PX)
            grid.addWidget(does, row, 1)
        grid.setVerticalSpacing(8)
        return frame

    def _privacy(self) -> QFrame:
        frame, grid = self._card(self.tr("Privacy"))
        says = label(
            self.tr(
                "Camera, microphone, words and recordings stay on this machine. The one thing "
                "Earshot ever fetches are its models, and only when they are absent."
            ),
            "quiet",
            wraps=True,
        )
        grid.addWidget(says, 1, 0, 1, 2)
        self._recordings = label("", "small", wraps=True)
        self._home = label("", "small", wraps=True)
        self._models = label("", "small", wraps=True)
        move = push_button(
            self._theme,
            self.tr("Choose folder…"),
            "folder",
            tip=self.tr("Choose where new recordings go"),
        )
        move.clicked.connect(self._choose_folder)
        for name, place, button in (
            (self.tr("Recordings"), self._recordings, move),
            (self.tr("Library and settings"), self._home, None),
            (self.tr("Models"), self._models, None),
        ):
            row = grid.rowCount()
            words = QVBoxLayout()
            words.setSpacing(1)
            words.addWidget(label(name))
            words.addWidget(place)
            grid.addLayout(words, row, 0, 1, 1 if button else 2)
            if button is not None:
                grid.addWidget(button, row, 1, Qt.AlignmentFlag.AlignRight)
        return frame

    def _show_places(self) -> None:
        places = self._model.places
        size = places.recordings_bytes
        counted = "" if size is None else f"  ·  {bytes_text(size)}"
        self._recordings.setText(f"{self._model.config.recordings}{counted}")
        self._home.setText(str(places.home))
        self._models.setText(str(places.models))

    def _change_look(self, appearance: str = "", percent: int = 0) -> None:
        config = self._model.config
        self._model.change(
            appearance=appearance or config.appearance,
            text_percent=percent or config.text_percent,
        )

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Where new recordings go"), str(self._model.config.recordings)
        )
        if chosen:
            self._model.change(recordings=Path(chosen))
