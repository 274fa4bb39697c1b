"""The head of the library: search as one types, order, tags, import, the trash."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.gui.look.theme import Theme
from app.gui.parts.buttons import icon_button, push_button
from app.gui.parts.labels import label
from app.gui.parts.picker import Picker
from app.gui.parts.timeline_painter import QUIET
from app.gui.words import family_text, sound_text
from audio.tagging.ontology import CLASSES, FAMILIES

TYPING_MS = 60  # a search runs in 1 ms, but not for each key of a fast typist
PICKER_PX = 170


class LibraryTools(QWidget):
    """Tells what is looked for and in which order it is wanted."""

    asked = pyqtSignal(str)
    entered = pyqtSignal()
    ordered = pyqtSignal(str)
    tag_chosen = pyqtSignal(str)  # empty for all
    sounds_chosen = pyqtSignal(object)  # keys; none for any
    import_pressed = pyqtSignal()
    trash_turned = pyqtSignal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._make()
        self._lay_out()
        self._typing.timeout.connect(lambda: self.asked.emit(self._search.text()))
        self._search.textChanged.connect(lambda _: self._typing.start())
        self._search.returnPressed.connect(self._enter)
        self._order.currentIndexChanged.connect(lambda _: self.ordered.emit(self._order.value()))
        self._tag.currentIndexChanged.connect(lambda _: self.tag_chosen.emit(self._tag.value()))
        self._sound.currentIndexChanged.connect(
            lambda _: self.sounds_chosen.emit(self._sound.value().split())
        )
        self._import.clicked.connect(self.import_pressed)
        self._trash.toggled.connect(self._turn)

    def type(self, question: str) -> None:
        """Type a question into the field."""
        self._search.setText(question)

    def focus_search(self) -> None:
        """Go to the field of the search."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def offer_tags(self, tags: Sequence[str]) -> None:
        """Offer to show those with one of these tags alone."""
        self._tag.put_choices([(self.tr("All tags"), ""), *((f"#{tag}", tag) for tag in tags)])

    def offer_sounds(self, keys: Sequence[str]) -> None:
        """Offer to show those alone that hold one of these sounds, or one of a family of them."""
        chosen = self._sound.value()
        choices = [(self.tr("Any sound"), "")]
        for family in FAMILIES:
            members = [one.key for one in CLASSES if one.family == family and one.key in keys]
            if family != QUIET and len(members) > 1:
                choices.append((family_text(family).capitalize(), " ".join(members)))
            if family != QUIET:
                choices += [(sound_text(key), key) for key in members]
        self._sound.put_choices(choices)
        self._sound.setVisible(len(choices) > 1)
        if self._sound.value() != chosen:  # the last recording that held it is gone
            self.sounds_chosen.emit(self._sound.value().split())

    def _make(self) -> None:
        self._title = label(self.tr("Library"), "title")
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search words, titles and tags"))
        self._search.setAccessibleName(self.tr("Search"))
        self._search.setToolTip(
            self.tr('Finds all words; "phrases in quotes" and beginnings work (Ctrl+F)')
        )
        self._search.setClearButtonEnabled(True)
        action = self._search.addAction(
            self._theme.icon("search", "quiet"), QLineEdit.ActionPosition.LeadingPosition
        )
        if action is not None:
            self._theme.changed.connect(lambda: action.setIcon(self._theme.icon("search", "quiet")))
        self._order = Picker(self._theme, self.tr("Order of the list"))
        self._order.put_choices(
            [
                (self.tr("Newest first"), "newest"),
                (self.tr("Oldest first"), "oldest"),
                (self.tr("Longest first"), "longest"),
                (self.tr("By title"), "title"),
            ]
        )
        self._tag = Picker(self._theme, self.tr("Only those with a tag"))
        self.offer_tags(())
        self._sound = Picker(self._theme, self.tr("Only where a sound is heard"))
        self.offer_sounds(())
        self._import = push_button(
            self._theme,
            self.tr("Import…"),
            "import",
            tip=self.tr("Bring sound and video files into the library"),
            key="Ctrl+I",
        )
        self._trash = icon_button(self._theme, "trash", self.tr("Show the trash"))
        self._trash.setCheckable(True)

    def _lay_out(self) -> None:
        heads = QHBoxLayout()
        heads.addWidget(self._title)
        heads.addStretch(1)
        heads.addWidget(self._import)
        heads.addWidget(self._trash)
        tools = QHBoxLayout()
        tools.setSpacing(12)
        tools.addWidget(self._search, 1)
        for picker in (self._sound, self._tag, self._order):
            picker.setMinimumWidth(PICKER_PX)
            tools.addWidget(picker)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addLayout(heads)
        layout.addLayout(tools)

    def _enter(self) -> None:
        """Ask for what was typed a moment ago before what it finds is wanted."""
        if self._typing.isActive():
            self._typing.stop()
            self.asked.emit(self._search.text())
        self.entered.emit()

    def _turn(self, trashed: bool) -> None:
        self._title.setText(self.tr("Trash") if trashed else self.tr("Library"))
        self._search.setEnabled(not trashed)  # nothing there is indexed
        self._sound.setEnabled(not trashed)
        self.trash_turned.emit(trashed)
