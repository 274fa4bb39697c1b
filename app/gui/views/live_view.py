"""The live page: see, hear, record."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.engine.sources.devices import Device, DeviceKind
from app.gui.look.theme import Theme
from app.gui.parts.buttons import IconLabel, describe, icon_button, push_button
from app.gui.parts.figures_panel import FiguresPanel
from app.gui.parts.hands_painter import LabelledHand
from app.gui.parts.labels import clock, label
from app.gui.parts.picker import Picker
from app.gui.parts.record_button import RecordButton
from app.gui.parts.running_wave import RunningWave
from app.gui.parts.stage import Stage
from app.gui.parts.transcript import Line, Transcript
from app.gui.state.live import Choice, Happening, Kind, LiveModel, Phase
from app.gui.words import gesture_text, side_text
from vision.hands.hand import Hand

SIDE_PX = 360
CLOCK_MS = 200
NEWS_SHOWN = 4  # lines of what happened, the newest last


class LiveView(QWidget):
    """Stage, waveform and the big button at the left; words at the right."""

    def __init__(self, model: LiveModel, theme: Theme, demo: str) -> None:
        """Show `model`; `demo` is the address of a clip that can stand in for devices."""
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._model, self._theme, self._demo = model, theme, demo
        self._stage = Stage(theme)
        self._stage.setAccessibleName(self.tr("Camera"))
        self._wave = RunningWave(theme)
        self._wave.setAccessibleName(self.tr("Sound"))
        self._transcript = Transcript(theme)
        self._transcript.follow(True)
        self._news = label("", "small", wraps=True)
        self._figures = FiguresPanel(theme)
        self._figures.hide()
        self._clock_timer = QTimer(self)
        self._clock_timer.setInterval(CLOCK_MS)
        self._clock_timer.timeout.connect(self._show_clock)
        self._shown_utterances = 0
        self._make_controls()
        self._lay_out()
        self._connect()
        self._show_devices()
        self._show_phase()

    def choice(self) -> Choice:
        """Return the devices that are chosen."""
        return Choice(self._camera.value(), self._microphone.value())

    def choose(self, camera: str, microphone: str) -> None:
        """Choose devices by address."""
        self._camera.choose(camera)
        self._microphone.choose(microphone)
        self._show_phase()

    def show_figures(self, shown: bool) -> None:
        """Show or hide the panel of figures."""
        self._figures_button.setChecked(shown)

    def showEvent(self, event: QShowEvent | None) -> None:
        """Look for devices while the page is seen."""
        self._model.devices_asked.emit()
        self.setFocus()
        super().showEvent(event)

    def _make_controls(self) -> None:
        self._camera = Picker(self._theme, self.tr("Camera to record"))
        self._microphone = Picker(self._theme, self.tr("Microphone to record"))
        self._record = RecordButton(self._theme)
        self._mark = push_button(
            self._theme,
            self.tr("Mark"),
            "mark",
            tip=self.tr("Mark this moment, to find it again"),
            key="M",
        )
        self._figures_button = icon_button(
            self._theme, "figures", self.tr("Show how the engine does"), "Ctrl+P"
        )
        self._figures_button.setCheckable(True)
        self._clock = label("0:00", "clock")
        self._clock.setAccessibleName(self.tr("Length so far"))
        self._state = label("", "small")

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addWidget(self._stage, 1)
        left.addWidget(self._figures)
        left.addWidget(self._wave)
        left.addLayout(self._controls())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(28, 26, 28, 24)
        layout.setSpacing(22)
        layout.addLayout(left, 1)
        layout.addWidget(self._side())

    def _controls(self) -> QGridLayout:
        """Return the row below: devices, the button in the very middle, clock and mark."""
        devices = QVBoxLayout()
        devices.setSpacing(8)
        for icon, picker in (("camera", self._camera), ("microphone", self._microphone)):
            row = QHBoxLayout()
            row.setSpacing(9)
            row.addWidget(IconLabel(self._theme, icon))
            row.addWidget(picker, 1)
            devices.addLayout(row)
        times = QVBoxLayout()
        times.setSpacing(0)
        times.addStretch(1)
        times.addWidget(self._clock)
        times.addWidget(self._state)
        times.addStretch(1)
        right = QHBoxLayout()
        right.setSpacing(10)
        right.addSpacing(18)
        right.addLayout(times)
        right.addStretch(1)
        right.addWidget(self._mark)
        right.addWidget(self._figures_button)
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        grid.addLayout(devices, 0, 0)
        grid.addWidget(self._record, 0, 1, Qt.AlignmentFlag.AlignCenter)
        grid.addLayout(right, 0, 2)
        grid.setHorizontalSpacing(24)
        return grid

    def _side(self) -> QFrame:
        side = QFrame()
        side.setObjectName("card")
        side.setFixedWidth(SIDE_PX)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(20, 18, 12, 16)
        layout.setSpacing(10)
        heading = label(self.tr("What is said"), "heading")
        badge = label(self.tr("draft"), "badge")
        badge.setToolTip(
            self.tr("Words are heard on this machine; pale ones are doubtful, grey ones unfinished")
        )
        row = QHBoxLayout()
        row.addWidget(heading)
        row.addStretch(1)
        row.addWidget(badge)
        row.addSpacing(8)
        layout.addLayout(row)
        self._no_words = label(
            self.tr("Words appear here while you speak. They never leave this machine."),
            "quiet",
            wraps=True,
        )
        layout.addWidget(self._no_words)
        layout.addWidget(self._transcript, 1)
        layout.addWidget(self._news)
        return side

    def _connect(self) -> None:
        model = self._model
        model.phase_changed.connect(self._show_phase)
        model.picture_changed.connect(self._show_picture)
        model.sound_changed.connect(self._show_sound)
        model.words_changed.connect(self._show_words)
        model.happened.connect(self._show_happening)
        model.devices_changed.connect(self._show_devices)
        model.figures_changed.connect(lambda: self._figures.show_figures(model.figures))
        self._stage.pressed.connect(self._record_demo)
        self._record.clicked.connect(lambda: model.toggle(self.choice()))
        self._mark.clicked.connect(model.mark)
        self._figures_button.toggled.connect(self._figures.setVisible)
        self._camera.currentIndexChanged.connect(self._on_camera)
        self._microphone.currentIndexChanged.connect(self._show_phase)

    # What is shown

    def _show_devices(self) -> None:
        def of(kind: DeviceKind) -> Sequence[Device]:
            return [device for device in self._model.devices if device.kind is kind]

        cameras = [(device.name, device.address) for device in of(DeviceKind.CAMERA)]
        sounds = [(device.name, device.address) for device in of(DeviceKind.MICROPHONE)]
        self._camera.put_choices(
            [*cameras, (self.tr("No camera"), ""), (self.tr("Demo clip"), self._demo)]
        )
        if sounds:
            sounds = [(self.tr("Default microphone"), "default"), *sounds]
        self._microphone.put_choices(
            [*sounds, (self.tr("No microphone"), ""), (self.tr("Sound of the demo"), self._demo)]
        )
        self._show_phase()

    def _record_demo(self) -> None:
        self.choose(self._demo, self._demo)
        self._model.toggle(self.choice())

    def _on_camera(self) -> None:
        """Take picture and sound of the demo clip together."""
        demo = self._camera.value() == self._demo
        if demo or self._microphone.value() == self._demo:
            self._microphone.setCurrentIndex(self._microphone.findData(self._demo) if demo else 0)
        self._show_phase()

    def _show_phase(self) -> None:
        phase, choice = self._model.phase, self.choice()
        idle, recording = phase is Phase.IDLE, phase is Phase.RECORDING
        self._record.setEnabled((idle and (choice.camera or choice.microphone) != "") or recording)
        self._record.show_recording(not idle)
        describe(
            self._record,
            self.tr("End the recording") if not idle else self.tr("Begin a recording"),
            "Ctrl+R",
        )
        self._mark.setEnabled(recording)
        self._camera.setEnabled(idle)
        self._microphone.setEnabled(idle)
        self._state.setText(self._state_text(phase))
        if idle:
            self._clock_timer.stop()
            self._show_idle(choice)
        else:
            self._clock_timer.start()
        if phase is Phase.STARTING:
            self._shown_utterances = 0
            self._transcript.show_lines(())
            self._news.setText("")
            self._stage.show_words(self.tr("Starting…"), "")
            self._no_words.show()
        elif recording and not choice.camera:
            self._stage.show_words(self.tr("Listening"), self.tr("No camera is recorded."))

    def _state_text(self, phase: Phase) -> str:
        return {
            Phase.IDLE: "",
            Phase.STARTING: self.tr("starting…"),
            Phase.RECORDING: self.tr("recording"),
            Phase.STOPPING: self.tr("finishing the words…"),
        }[phase]

    def _show_idle(self, choice: Choice) -> None:
        self._stage.show_picture(None)
        if not (choice.camera or choice.microphone):
            self._stage.show_words(
                self.tr("No camera and no microphone"),
                self.tr("Plug one in, and it will be found by itself."),
                self.tr("Record the demo clip"),
            )
        else:
            self._stage.show_words(
                self.tr("Ready when you are"),
                self.tr("Press the round button, or Ctrl+R. Nothing leaves this machine."),
            )
        self._wave.show_bars(self._model.bars, active=False)

    def _show_clock(self) -> None:
        self._clock.setText(clock(self._model.elapsed_ns))

    def _show_picture(self) -> None:
        model = self._model
        if model.picture is None or model.phase is Phase.IDLE:
            return
        hands = [self._labelled(hand) for hand in model.hands_in_picture]
        self._stage.show_picture(model.picture.bgra, hands)

    def _labelled(self, hand: Hand) -> LabelledHand:
        text = f"{side_text(hand.handedness)} {hand.id + 1}"
        gesture = self._model.gesture_of(hand.id)
        if hand.state == "bridged":
            text += " · " + self.tr("hidden")
        elif gesture is not None:
            text += " · " + gesture_text(gesture)
        return LabelledHand(hand, text)

    def _show_sound(self) -> None:
        self._wave.show_bars(self._model.bars, active=self._model.phase is not Phase.IDLE)

    def _show_words(self) -> None:
        model = self._model
        fresh = model.utterances[self._shown_utterances :]
        self._shown_utterances = len(model.utterances)
        origin_ns = model.origin_ns or 0
        self._transcript.add_lines(
            Line(
                clock(final.start_ns - origin_ns),
                [(word.text, word.confidence) for word in final.words],
            )
            for final in fresh
        )
        self._transcript.show_draft(model.draft.text if model.draft is not None else "")
        self._no_words.setVisible(not model.utterances and model.draft is None)

    def _show_happening(self, _: Happening) -> None:
        newest = list(self._model.happenings)[-NEWS_SHOWN:]
        self._news.setText("\n".join(self._line(happening) for happening in newest))

    def _line(self, happening: Happening) -> str:
        what = {
            Kind.GESTURE: gesture_text(happening.detail),
            Kind.MARK: self.tr("moment marked"),
            Kind.GAP: self.tr("{0} is missing").format(happening.detail),
            Kind.NOTICE: happening.detail,
        }[happening.kind]
        return f"{clock(happening.time_ns)}   {what}"
