"""The side of the live page: what is being said, and below it what happened."""

from PyQt6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.gui.look.theme import Theme
from app.gui.parts.labels import clock, label
from app.gui.parts.transcript import Transcript
from app.gui.parts.transcript_lines import Line
from app.gui.said import said
from app.gui.state.live import Happening, Kind, LiveModel, Phase
from app.gui.words import gesture_text, sound_text

NEWS_SHOWN = 4  # lines of what happened, the newest last


class LiveWords(QFrame):
    """Shows words and happenings of a LiveModel."""

    def __init__(self, model: LiveModel, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._model = model
        self._lines: list[Line] = []
        self._transcript = Transcript(theme)
        self._transcript.follow(True)
        self._no_words = label(
            self.tr("Words appear here while you speak. They never leave this machine."),
            "quiet",
            wraps=True,
        )
        self._news = label("", "small", wraps=True)
        self._lay_out()
        model.words_changed.connect(self._show_words)
        model.happened.connect(self._show_happening)
        model.phase_changed.connect(self._on_phase)

    def _lay_out(self) -> None:
        badge = label(self.tr("draft"), "badge")
        badge.setToolTip(
            self.tr("Words are heard on this machine; pale ones are doubtful, grey ones unfinished")
        )
        row = QHBoxLayout()
        row.addWidget(label(self.tr("What is said"), "heading"))
        row.addStretch(1)
        row.addWidget(badge)
        row.addSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 12, 16)
        layout.setSpacing(10)
        layout.addLayout(row)
        layout.addWidget(self._no_words)
        layout.addWidget(self._transcript, 1)
        layout.addWidget(self._news)

    def _on_phase(self) -> None:
        if self._model.phase is Phase.STARTING:
            self._lines = []
            self._transcript.show_lines(self._lines)
            self._news.setText("")
            self._no_words.show()

    def _show_words(self) -> None:
        model = self._model
        origin_ns = model.origin_ns or 0
        self._lines += [
            Line(
                clock(final.start_ns - origin_ns),
                [(word.text, word.confidence) for word in final.words],
            )
            for final in model.utterances[len(self._lines) :]
        ]
        self._transcript.show_more()
        self._transcript.show_draft(model.draft.text if model.draft is not None else "")
        self._no_words.setVisible(not model.utterances and model.draft is None)

    def _show_happening(self, _: Happening) -> None:
        newest = sorted(list(self._model.happenings)[-NEWS_SHOWN:], key=lambda one: one.time_ns)
        self._news.setText("\n".join(self._line(happening) for happening in newest))

    def _line(self, happening: Happening) -> str:
        what = {
            Kind.GESTURE: gesture_text(happening.detail),
            Kind.MARK: self.tr("moment marked"),
            Kind.GAP: self.tr("{0} is missing").format(said(happening.detail)),
            Kind.NOTICE: said(happening.detail),
            Kind.SOUND: sound_text(happening.detail),
        }[happening.kind]
        return f"{clock(happening.time_ns)}   {what}"
