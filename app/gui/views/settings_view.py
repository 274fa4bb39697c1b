"""Settings: how it looks, where things go, how hands are followed, what is kept."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSlider,
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
from app.gui.parts.buttons import describe
from app.gui.parts.labels import label
from app.gui.parts.picker import Picker
from app.gui.parts.setting_card import add_row, card_of
from app.gui.state.settings import SettingsModel
from app.gui.views.gestures_card import GesturesCard
from app.gui.views.privacy_card import PrivacyCard
from vision.hands.profile import PROFILES

PAGE_PX = 860
TEXT_STEP = 10


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
        self._privacy = PrivacyCard(model, theme)
        gestures = GesturesCard(model, theme)
        cards = (self._look(), self._live(), self._hands(), gestures, self._privacy)
        for card in cards:
            card.setMaximumWidth(PAGE_PX)
            self._layout.addWidget(card)
        self._layout.addStretch(1)
        self.setWidget(page)
        self.setWidgetResizable(True)

    def show_privacy(self) -> None:
        """Scroll to what is kept."""
        self.ensureWidgetVisible(self._privacy)

    def _look(self) -> QFrame:
        frame, grid = card_of(self.tr("Look"))
        add_row(grid, self.tr("Colours"), "", self._appearances())
        size = QSlider(Qt.Orientation.Horizontal)
        size.setRange(SMALLEST_TEXT_PERCENT // TEXT_STEP, LARGEST_TEXT_PERCENT // TEXT_STEP)
        size.setValue(self._model.config.text_percent // TEXT_STEP)
        size.setPageStep(1)
        size.valueChanged.connect(lambda value: self._change_look(percent=value * TEXT_STEP))
        add_row(grid, self.tr("Text size"), self.tr("The whole window follows"), size)
        language = Picker(self._theme, self.tr("Language"))
        language.put_choices(
            [(self.tr("Like the system"), "system"), ("English", "en"), ("Deutsch", "de")]
        )
        language.choose(self._model.config.language)
        language.currentIndexChanged.connect(
            lambda _: self._model.change(language=language.value())
        )
        add_row(grid, self.tr("Language"), self.tr("Holds from the next start"), language)
        return frame

    def _live(self) -> QFrame:
        frame, grid = card_of(self.tr("Recording"))
        preview = QCheckBox(self.tr("Show camera and level"))
        preview.setChecked(self._model.config.preview)
        preview.toggled.connect(lambda on: self._model.change(preview=on))
        add_row(
            grid,
            self.tr("See and hear first"),
            self.tr("Only while the Record page is seen; nothing of it is kept"),
            preview,
        )
        photos = QCheckBox(self.tr("Take photos while recording"))
        photos.setChecked(self._model.config.photos)
        photos.toggled.connect(lambda on: self._model.change(photos=on))
        add_row(
            grid,
            self.tr("Photos at a gesture, a mark, a button"),
            self.tr("Much work; the best picture of a recording can be found afterwards, too"),
            photos,
        )
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
        frame, grid = card_of(self.tr("Hands"))
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
        add_row(
            grid,
            self.tr("Care"),
            self.tr("How much work goes into each picture; holds from the next recording"),
            profile,
        )
        most = Picker(self._theme, self.tr("Hands followed at once"))
        most.put_choices([(str(count), str(count)) for count in range(1, MOST_HANDS + 1)])
        most.choose(str(config.max_hands))
        most.currentIndexChanged.connect(lambda _: self._model.change(max_hands=int(most.value())))
        add_row(grid, self.tr("Hands followed at once"), "", most)
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
        add_row(grid, self.tr("Counting on fingers"), "", culture)
        mirrored = QCheckBox(self.tr("My camera mirrors its pictures"))
        mirrored.setChecked(config.mirrored)
        mirrored.toggled.connect(lambda on: self._model.change(mirrored=on))
        add_row(
            grid, self.tr("Mirror"), self.tr("Left and right hands are told apart by it"), mirrored
        )
        return frame

    def _change_look(self, appearance: str = "", percent: int = 0) -> None:
        config = self._model.config
        self._model.change(
            appearance=appearance or config.appearance,
            text_percent=percent or config.text_percent,
        )
