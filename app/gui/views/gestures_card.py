"""What gestures ask for: a list to choose from for each; changes can be taken back."""

from collections.abc import Mapping

from PyQt6.QtWidgets import QFrame, QHBoxLayout

from app.actions import Action
from app.gui.look.theme import Theme
from app.gui.parts.buttons import push_button
from app.gui.parts.labels import label
from app.gui.parts.picker import Picker
from app.gui.parts.setting_card import add_row, card_of
from app.gui.state.settings import SettingsModel
from app.gui.words import action_text, gesture_text


class GesturesCard(QFrame):
    """A card of settings; a change holds from the next recording or call on."""

    def __init__(self, model: SettingsModel, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._before: list[Mapping[str, str]] = []  # what was changed, to be taken back
        self._now = model.config.gestures
        self._pickers = {gesture: self._picker(theme, gesture) for gesture in model.gestures}
        self._undo = push_button(
            theme,
            self.tr("Take back"),
            "undo",
            tip=self.tr("Take back the last change of a gesture"),
        )
        self._reset = push_button(
            theme,
            self.tr("As at first"),
            tip=self.tr("Let all gestures ask for what they first did"),
        )
        self._lay_out()
        self._undo.clicked.connect(self._take_back)
        self._reset.clicked.connect(lambda: model.change(gestures={}))
        model.changed.connect(self._show)
        self._show()

    def _picker(self, theme: Theme, gesture: str) -> Picker:
        picker = Picker(theme, gesture_text(gesture).capitalize())
        choices = [(action_text(action), str(action)) for action in Action]
        picker.put_choices([(self.tr("nothing"), ""), *choices])
        picker.currentIndexChanged.connect(lambda _: self._model.let_ask(gesture, picker.value()))
        return picker

    def _lay_out(self) -> None:
        _, grid = card_of(self.tr("What gestures ask for"), self)
        grid.addWidget(
            label(
                self.tr(
                    "Holds from the next recording or call. An open palm, a fist and pointing are "
                    "also made by people who just talk."
                ),
                "small",
                wraps=True,
            ),
            *(1, 0, 1, 2),
        )
        for picker in self._pickers.values():
            add_row(grid, picker.accessibleName(), "", picker)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._undo)
        buttons.addWidget(self._reset)
        grid.addLayout(buttons, grid.rowCount(), 0, 1, 2)
        grid.setVerticalSpacing(8)

    def _show(self) -> None:
        """Show what is set, whoever changed it."""
        gestures = self._model.config.gestures
        if gestures != self._now:
            self._before.append(self._now)
            self._now = gestures
        for gesture, picker in self._pickers.items():
            picker.blockSignals(True)
            picker.choose(self._model.action_of(gesture))
            picker.blockSignals(False)
        self._undo.setEnabled(bool(self._before))
        self._reset.setEnabled(bool(gestures))

    def _take_back(self) -> None:
        before = self._before.pop()
        self._now = before
        self._model.change(gestures=before)
