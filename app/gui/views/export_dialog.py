"""What words are exported as, and where to: asked once for one recording or for many."""

from pathlib import Path

from PyQt6.QtCore import QStandardPaths
from PyQt6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.gui.look.theme import Theme
from app.gui.parts.buttons import push_button
from app.gui.parts.labels import label
from app.gui.state.library import ExportChoice

WIDTH_PX = 520
COLUMNS = 2


def first_choice() -> ExportChoice:
    """Return what is offered before anything was chosen: text, among the person's documents."""
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    return ExportChoice(("txt",), Path(QStandardPaths.writableLocation(documents)))


class ExportDialog(QDialog):
    """Formats and a folder."""

    def __init__(self, theme: Theme, count: int, last: ExportChoice, parent: QWidget) -> None:
        """Offer what was chosen last for `count` recordings."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self.setFixedWidth(WIDTH_PX)
        self._formats = {
            name: self._box(text, name in last.formats) for name, text in self._texts().items()
        }
        self._folder = QLineEdit(str(last.out))
        self._folder.setAccessibleName(self.tr("Folder"))
        self._choose = push_button(
            theme, self.tr("Choose…"), "folder", tip=self.tr("Choose the folder to write to")
        )
        self._export = push_button(theme, self.tr("Export"), primary=True)
        self._cancel = push_button(theme, self.tr("Cancel"))
        self._lay_out(count)
        self._choose.clicked.connect(self._choose_folder)
        self._folder.textChanged.connect(self._check)
        for box in self._formats.values():
            box.toggled.connect(self._check)
        self._export.clicked.connect(self.accept)
        self._cancel.clicked.connect(self.reject)
        self._export.setDefault(True)
        self._check()

    def choice(self) -> ExportChoice:
        """Return what is chosen."""
        chosen = tuple(name for name, box in self._formats.items() if box.isChecked())
        return ExportChoice(chosen, Path(self._folder.text()).expanduser())

    def _texts(self) -> dict[str, str]:
        return {
            "txt": self.tr("Text"),
            "md": self.tr("Markdown, with times"),
            "srt": self.tr("Subtitles (SRT)"),
            "vtt": self.tr("Subtitles for the web (VTT)"),
            "csv": self.tr("Table of words (CSV)"),
            "labels": self.tr("Labels for Audacity"),
            "json": self.tr("Everything, to import again (JSON)"),
        }

    def _box(self, text: str, checked: bool) -> QCheckBox:
        box = QCheckBox(text)
        box.setChecked(checked)
        return box

    def _lay_out(self, count: int) -> None:
        grid = QGridLayout()
        grid.setVerticalSpacing(10)
        *boxes, longest = self._formats.values()
        for number, box in enumerate(boxes):
            grid.addWidget(box, number // COLUMNS, number % COLUMNS)
        grid.addWidget(longest, grid.rowCount(), 0, 1, COLUMNS)
        where = QHBoxLayout()
        where.addWidget(self._folder, 1)
        where.addWidget(self._choose)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._export)
        one = self.tr("What was said in this recording")
        many = self.tr("What was said in {0} recordings").format(count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(16)
        layout.addWidget(label(one if count == 1 else many, "heading"))
        layout.addLayout(grid)
        layout.addWidget(label(self.tr("Into this folder"), "quiet"))
        layout.addLayout(where)
        layout.addLayout(buttons)

    def _check(self) -> None:
        formats = any(box.isChecked() for box in self._formats.values())
        self._export.setEnabled(formats and bool(self._folder.text().strip()))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Folder to write to"), self._folder.text()
        )
        if chosen:
            self._folder.setText(chosen)
