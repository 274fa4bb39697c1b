"""How the engine does: pictures in time, delays, what was dropped, work of each stage."""

from PyQt6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.gui.look.theme import Theme
from app.gui.parts.labels import label
from app.gui.work.figures import Figures

NOTHING = "·"  # in the place of a figure that is not known
SHOWN_STAGES = ("hands", "words", "video file", "audio file", "preview")


class FiguresPanel(QFrame):
    """A row of headline figures, a line for each stage below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(self.tr("How the engine does"))
        self._heads: dict[str, QLabel] = {}
        self._cells: dict[tuple[str, int], QLabel] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 12, 18, 12)
        heads = QHBoxLayout()
        for key, text in (
            ("rate", self.tr("hand results a second")),
            ("time", self.tr("within 33 ms")),
            ("late", self.tr("delay of hands, p50 / p99")),
            ("drop", self.tr("dropped")),
            ("cpu", self.tr("CPU, of one core")),
        ):
            heads.addLayout(self._head(key, text))
            heads.addStretch(1)
        layout.addLayout(heads)
        layout.addLayout(self._table())

    def show_figures(self, figures: Figures) -> None:
        """Show these figures."""
        hands = figures.stages.get("hands")
        self._heads["rate"].setText(f"{figures.hands_per_s:.1f}")
        self._heads["time"].setText(
            NOTHING if figures.in_time is None else f"{100 * figures.in_time:.0f} %"
        )
        self._heads["late"].setText(
            NOTHING
            if hands is None
            else f"{hands.lateness_p50_ms:.0f} / {hands.lateness_p99_ms:.0f} ms"
        )
        self._heads["drop"].setText(str(sum(figures.dropped.values())))
        self._heads["drop"].setToolTip(
            "\n".join(f"{edge}: {count}" for edge, count in figures.dropped.items())
        )
        self._heads["cpu"].setText(f"{figures.cpu_percent:.0f} %")
        for name in SHOWN_STAGES:
            stage = figures.stages.get(name)
            values = (
                (NOTHING, NOTHING, NOTHING, NOTHING)
                if stage is None
                else (
                    f"{stage.pushed}",
                    f"{stage.busy_p50_ms:.1f} ms",
                    f"{stage.busy_p99_ms:.1f} ms",
                    f"{stage.lateness_p99_ms:.0f} ms",
                )
            )
            for column, value in enumerate(values):
                self._cells[name, column].setText(value)

    def _head(self, key: str, text: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        self._heads[key] = label(NOTHING, "heading")
        column.addWidget(self._heads[key])
        column.addWidget(label(text, "small"))
        return column

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(2)
        grid.setHorizontalSpacing(26)
        titles = (
            "",
            self.tr("items"),
            self.tr("work p50"),
            self.tr("work p99"),
            self.tr("age p99"),
        )
        for column, title in enumerate(titles):
            grid.addWidget(label(title, "small"), 0, column)
        for row, name in enumerate(SHOWN_STAGES, 1):
            grid.addWidget(label(name, "small"), row, 0)
            for column in range(4):
                cell = self._cells[name, column] = label(NOTHING, "small")
                grid.addWidget(cell, row, column + 1)
        grid.setColumnStretch(5, 1)
        return grid
