"""What can be done with several recordings at once; appears when more than one is chosen."""

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from app.gui.look.theme import Theme
from app.gui.parts.buttons import push_button
from app.gui.parts.labels import label

FIELD_PX = 140


class ChosenBar(QFrame):
    """How many are chosen, and what to do with them."""

    export_pressed = pyqtSignal()
    trash_pressed = pyqtSignal()
    tag_typed = pyqtSignal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._count = label("", "heading")
        self._tag = QLineEdit()
        self._tag.setPlaceholderText(self.tr("Add a tag"))
        self._tag.setAccessibleName(self.tr("Add a tag to those chosen"))
        self._tag.setToolTip(self.tr("Type a tag and press Enter"))
        self._tag.setFixedWidth(FIELD_PX)
        self._export = push_button(
            theme, self.tr("Export…"), "export", tip=self.tr("Write the words of those chosen")
        )
        self._trash = push_button(
            theme, self.tr("Move to trash"), "trash", tip=self.tr("Move those chosen to the trash")
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 8, 10, 8)
        row.addWidget(self._count)
        row.addStretch(1)
        for widget in (self._tag, self._export, self._trash):
            row.addWidget(widget)
        self._export.clicked.connect(self.export_pressed)
        self._trash.clicked.connect(self.trash_pressed)
        self._tag.returnPressed.connect(self._add)
        self.hide()

    def show_count(self, count: int) -> None:
        """Show how many are chosen; hide for one, which needs no bar."""
        self._count.setText(self.tr("{0} chosen").format(count))
        self.setVisible(count > 1)

    def _add(self) -> None:
        tag = self._tag.text().strip().lstrip("#")
        self._tag.clear()
        if tag:
            self.tag_typed.emit(tag)
