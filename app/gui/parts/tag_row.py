"""Tags: a chip each, which goes with a click, and a field for a new one."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QCompleter, QLineEdit, QPushButton, QWidget

from app.gui.parts.buttons import describe, literal
from app.gui.parts.flow import Flow

FIELD_PX = 132


class TagRow(QWidget):
    """Shows tags; tells which is to go and which is to come."""

    added = pyqtSignal(str)
    removed = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = QLineEdit()
        self._field.setObjectName("small_field")
        self._field.setPlaceholderText(self.tr("Add a tag"))
        self._field.setAccessibleName(self.tr("Add a tag"))
        self._field.setToolTip(self.tr("Type a tag and press Enter"))
        self._field.setFixedWidth(FIELD_PX)
        self._field.returnPressed.connect(self._add)
        self._row = Flow(self)
        self._row.setSpacing(6)
        self._row.addWidget(self._field)

    def show_tags(self, tags: Sequence[str]) -> None:
        """Show these tags."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None and widget is not self._field:
                widget.hide()
                widget.deleteLater()
        for tag in tags:
            chip = QPushButton(literal(f"#{tag}  ×"))  # noqa: RUF001 - the sign for taking away
            chip.setObjectName("chip")
            describe(chip, self.tr("Take the tag {0} away").format(tag))
            chip.clicked.connect(lambda _, tag=tag: self.removed.emit(tag))
            self._row.addWidget(chip)
        self._row.addWidget(self._field)

    def offer(self, tags: Sequence[str]) -> None:
        """Offer tags that are used elsewhere while one is typed."""
        completer = QCompleter(list(tags), self._field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._field.setCompleter(completer)

    def _add(self) -> None:
        tag = self._field.text().strip().lstrip("#")
        self._field.clear()
        if tag:
            self.added.emit(tag)
