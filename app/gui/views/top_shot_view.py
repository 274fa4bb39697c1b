"""The best picture around a moment: all that were seen, why one is better, merged and kept."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.gui.look.theme import Theme
from app.gui.parts.buttons import icon_button, push_button
from app.gui.parts.empty_state import EmptyState
from app.gui.parts.filmstrip import Filmstrip
from app.gui.parts.labels import label
from app.gui.parts.pair import Pair
from app.gui.parts.stage import Stage
from app.gui.parts.term_bars import TermBars
from app.gui.said import said
from app.gui.state.top_shot import State, TopShotModel
from app.gui.words import reason_text, term_text
from app.gui.work.top_shot import Strip, bgra
from vision.topshot.reasons import IDEAS, reason

NS_PER_S = 1_000_000_000
SIDE_PX, SHOWN_PX, STEPS = 300, 720, 1000


class TopShotView(QWidget):
    """Shows a TopShotModel."""

    left = pyqtSignal()

    def __init__(self, model: TopShotModel, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model, self._theme = model, theme
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._back = icon_button(theme, "back", self.tr("Back to the recording"), "Alt+Left")
        self._shutter, self._picked = Stage(theme), Stage(theme)
        self._shutter.setAccessibleName(self.tr("Picture at the shutter"))
        self._picked.setAccessibleName(self.tr("Picked picture"))
        self._picked_title = label("", "heading")
        self._why = label("", "quiet", wraps=True)
        self._terms = TermBars(theme)
        self._terms.setAccessibleName(self.tr("What speaks for this picture"))
        self._strip = Filmstrip(theme)
        self._offers = QHBoxLayout()
        self._bar = QProgressBar()
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._cancel = push_button(theme, self.tr("Cancel"))
        self._merge = push_button(
            theme,
            self.tr("Merge and keep"),
            "check",
            primary=True,
            tip=self.tr("Merge it with its neighbours and keep it as a Motion Photo"),
        )
        self._empty = EmptyState(theme)
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(28, 22, 28, 22)
        layout.setSpacing(14)
        head = QHBoxLayout()
        head.addWidget(self._back)
        head.addWidget(label(self.tr("Best picture"), "title"))
        head.addSpacing(14)
        head.addLayout(self._offers)
        head.addStretch(1)
        layout.addLayout(head)
        both = QWidget()
        pictures = QGridLayout(both)
        pictures.setContentsMargins(0, 0, 0, 0)
        pictures.setHorizontalSpacing(16)
        pictures.addWidget(label(self.tr("At the shutter"), "heading"), 0, 0)
        pictures.addWidget(self._picked_title, 0, 1)
        pictures.addWidget(self._shutter, 1, 0)
        pictures.addWidget(self._picked, 1, 1)
        pictures.setRowStretch(1, 1)
        layout.addWidget(Pair(both, self._side(), SIDE_PX), 1)
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addWidget(self._strip)
        layout.addWidget(card)
        self._pages = QStackedWidget()
        self._pages.addWidget(page)
        self._pages.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        outer.addLayout(self._work())

    def _side(self) -> QFrame:
        side = QFrame()
        side.setObjectName("card")
        layout = QVBoxLayout(side)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.addWidget(label(self.tr("Why"), "heading"))
        layout.addWidget(self._why)
        layout.addSpacing(6)
        layout.addWidget(self._terms)
        layout.addStretch(1)
        layout.addWidget(self._merge)
        return side

    def _work(self) -> QHBoxLayout:
        work = QHBoxLayout()
        work.setContentsMargins(28, 0, 28, 18)
        work.addWidget(self._bar, 1)
        work.addWidget(self._cancel)
        return work

    def _connect(self) -> None:
        model = self._model
        model.changed.connect(self._show)
        model.picked.connect(self._show_picked)
        model.progressed.connect(lambda: self._bar.setValue(round(STEPS * model.share)))
        self._back.clicked.connect(self.left)
        self._strip.chosen.connect(model.pick)
        self._merge.clicked.connect(model.merge)
        self._cancel.clicked.connect(self._give_up)
        self._empty.pressed.connect(self.left)

    def _show(self) -> None:
        model = self._model
        working = model.state in (State.LOOKING, State.MERGING)
        self._bar.setVisible(working)
        self._cancel.setVisible(working)
        self._bar.setValue(round(STEPS * model.share))
        self._merge.setEnabled(model.state is State.READY)
        self._pages.setCurrentIndex(1 if model.strip is None else 0)
        if model.strip is not None:
            self._show_strip(model.strip)
        elif model.state is State.FAILED:
            self._empty.say(
                "notice",
                self.tr("There is nothing to choose from"),
                said(model.error),
                self.tr("Back to the recording"),
            )
        else:
            self._empty.say(
                "camera",
                self.tr("Looking at three seconds of pictures…"),
                self.tr("Eyes, smiles, sharpness, motion and light of each are measured."),
            )

    def _show_strip(self, strip: Strip) -> None:
        shutter = strip.number_of(strip.selection.shutter.pts_ns)
        offers = [strip.number_of(one.frame.pts_ns) for one in strip.selection.alternatives]
        scores = [one.score for one in strip.rated]
        self._strip.show_frames(strip.small, scores, shutter, offers)
        self._shutter.show_picture(bgra(strip.frames[shutter], SHOWN_PX))
        while (item := self._offers.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for text, number in self._choices(strip, shutter, offers):
            button = push_button(self._theme, text)
            button.setObjectName("chip")
            button.clicked.connect(lambda _, number=number: self._model.pick(number))
            self._offers.addWidget(button)
        self._show_picked()

    def _choices(self, strip: Strip, shutter: int, offers: list[int]) -> list[tuple[str, int]]:
        better = [
            (self.tr("Better, {0}").format(self._when(strip, number)), number) for number in offers
        ]
        return [(self.tr("At the shutter"), shutter), *better]

    def _show_picked(self) -> None:
        strip, number = self._model.strip, self._model.number
        if strip is None:
            return
        picked, shutter = strip.rated[number], strip.selection.shutter
        self._strip.show_picked(number)
        self._picked.show_picture(bgra(strip.frames[number], SHOWN_PX))
        self._picked_title.setText(
            self.tr("Picked, {0}: {1} of 100").format(
                self._when(strip, number), round(100 * picked.score)
            )
        )
        self._why.setText(self._words(strip, number))
        against = {} if picked.pts_ns == shutter.pts_ns else shutter.terms
        worths = {
            idea: sum(picked.terms.get(name, 0.0) - against.get(name, 0.0) for name in names)
            for idea, names in IDEAS.items()
        }
        telling = sorted(worths.items(), key=lambda item: -abs(item[1]))
        self._terms.show_terms([(term_text(idea), worth) for idea, worth in telling if worth])

    def _words(self, strip: Strip, number: int) -> str:
        picked, shutter = strip.rated[number], strip.selection.shutter
        if picked.pts_ns == shutter.pts_ns:
            offers = strip.selection.alternatives
            return (
                self.tr("This is the moment you pressed.")
                if offers
                else self.tr("No picture around it is clearly better.")
            )
        if picked.score > shutter.score:
            return self.tr("Against the shutter: {0}.").format(reason_text(reason(picked, shutter)))
        better = reason_text(reason(shutter, picked))
        return self.tr("The picture at the shutter is better: {0}.").format(better)

    def _when(self, strip: Strip, number: int) -> str:
        away_s = (strip.frames[number].pts_ns - strip.selection.shutter.pts_ns) / NS_PER_S
        if not away_s:
            return self.tr("at the shutter")
        later, earlier = self.tr("{0} s later"), self.tr("{0} s earlier")
        return (later if away_s > 0 else earlier).format(f"{abs(away_s):.1f}")

    def _give_up(self) -> None:
        looking = self._model.state is State.LOOKING
        self._model.cancel_asked.emit()
        if looking:
            self.left.emit()
