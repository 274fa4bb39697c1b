"""What a recording is called: title, date, tags, titles it could have; and where else it can go."""

from datetime import datetime

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.gui.facts import day_text
from app.gui.look.theme import Theme
from app.gui.parts.buttons import describe, icon_button, literal, push_button
from app.gui.parts.flow import FlowRow
from app.gui.parts.labels import clock, label
from app.gui.parts.tag_row import TagRow
from app.gui.state.recording import RecordingModel
from app.gui.work.recording_content import RecordingContent

NS_PER_S = 1_000_000_000
BEFORE_CHIPS = 2  # the facts and the tags are in the same row


class RecordingHeader(QWidget):
    """Names the recording of a RecordingModel."""

    left = pyqtSignal()
    export_pressed = pyqtSignal()

    def __init__(self, model: RecordingModel, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._back = icon_button(theme, "back", self.tr("Back to the library"), "Alt+Left")
        self._title = QLineEdit()
        self._title.setProperty("quiet", "true")
        self._title.setAccessibleName(self.tr("Title"))
        self._title.setToolTip(self.tr("Type to give this recording a title"))
        self._facts = label("", "quiet")
        self._tags = TagRow()
        self._row = FlowRow()  # facts, tags, titles it could have
        self._row.flow.setSpacing(10)
        self._export = push_button(
            theme,
            self.tr("Export…"),
            "export",
            tip=self.tr("Write the words as text, subtitles or a table"),
            key="Ctrl+E",
        )
        self._lay_out()
        self._back.clicked.connect(self.left)
        self._export.clicked.connect(self.export_pressed)
        self._title.editingFinished.connect(self._keep_title)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._title)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        escape.activated.connect(self._give_title_back)
        self._tags.added.connect(lambda tag: self._tag([tag], []))
        self._tags.removed.connect(lambda tag: self._tag([], [tag]))
        model.heading_changed.connect(self._change_heading)

    def show_heading(self) -> None:
        """Show title, facts and tags of the open recording."""
        content = self._model.content
        if content is None:
            return
        self._show_title()
        self._title.setPlaceholderText(content.folder.name)
        when = day_text(datetime.fromisoformat(content.meta.started_at))
        facts = [when, clock(content.duration_ns)]
        missing_ns = sum(gap.end_ns - gap.start_ns for gap in content.gaps)
        if missing_ns:
            facts.append(self.tr("{0} s missing").format(f"{missing_ns / NS_PER_S:.1f}"))
        self._facts.setText("  ·  ".join(facts))
        self._show_names(content)

    def offer_tags(self, tags: tuple[str, ...]) -> None:
        """Offer tags that are used elsewhere."""
        self._tags.offer(tags)

    def _lay_out(self) -> None:
        self._row.flow.addWidget(self._facts)
        self._row.flow.addWidget(self._tags)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._row)
        header = QHBoxLayout(self)
        header.setContentsMargins(0, 0, 0, 0)
        header.setSpacing(14)
        header.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTop)
        header.addLayout(names, 1)
        header.addWidget(self._export, 0, Qt.AlignmentFlag.AlignTop)

    def _change_heading(self) -> None:
        """Show what it is called now, but for a title that is being typed."""
        if not self._title.isModified():
            self._show_title()
        if self._model.content is not None:
            self._show_names(self._model.content)

    def _show_title(self) -> None:
        self._title.setText(self._model.title)
        self._title.setCursorPosition(0)

    def _keep_title(self) -> None:
        self._title.setModified(False)
        self._call(self._title.text())

    def _give_title_back(self) -> None:
        """Leave the title as it was."""
        self._title.setModified(False)
        self._show_title()
        self.setFocus()

    def _take_up(self, suggestion: str) -> None:
        self._title.setModified(False)  # whatever was being typed
        self._call(suggestion)

    def _show_names(self, content: RecordingContent) -> None:
        self._tags.show_tags(self._model.tags)
        self._show_suggestions(() if self._model.title else content.meta.suggested_titles)

    def _show_suggestions(self, titles: tuple[str, ...]) -> None:
        while (item := self._row.flow.takeAt(BEFORE_CHIPS)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for title in titles:
            chip = QPushButton(literal(title))
            chip.setObjectName("chip")
            describe(chip, self.tr("Call this recording “{0}”").format(title))
            chip.clicked.connect(lambda _, title=title: self._take_up(title))
            self._row.flow.addWidget(chip)

    def _call(self, title: str) -> None:
        folder = self._model.folder
        if folder is not None and title != self._model.title:
            self._model.rename_asked.emit(folder, title)

    def _tag(self, add: list[str], remove: list[str]) -> None:
        folder = self._model.folder
        if folder is not None:
            self._model.tags_asked.emit([folder], add, remove)
