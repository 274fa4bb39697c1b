"""What a recording is begun and ended with: devices, the big button, the time, marks, figures."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.gui.look.theme import Theme
from app.gui.parts.buttons import IconLabel, describe, icon_button, push_button
from app.gui.parts.labels import clock, label
from app.gui.parts.picker import Picker
from app.gui.parts.record_button import RecordButton

Names = Sequence[tuple[str, str]]  # name and address of each device


class LiveControls(QWidget):
    """The row below the picture: devices, the button in the very middle, clock and mark."""

    chosen = pyqtSignal()
    record_pressed = pyqtSignal()
    mark_pressed = pyqtSignal()
    shutter_pressed = pyqtSignal()
    figures_shown = pyqtSignal(bool)

    def __init__(self, theme: Theme, demo: str, parent: QWidget | None = None) -> None:
        """Offer `demo`, the address of a clip, beside the devices."""
        super().__init__(parent)
        self._theme, self._demo = theme, demo
        self._camera = Picker(theme, self.tr("Camera to record"))
        self._microphone = Picker(theme, self.tr("Microphone to record"))
        self._record = RecordButton(theme)
        self._mark = push_button(
            theme,
            self.tr("Mark"),
            "mark",
            tip=self.tr("Mark this moment, to find it again"),
            key="M",
        )
        self._shutter = icon_button(
            theme, "best", self.tr("Take a photo: the best of the seconds around now"), "P"
        )
        self._figures = icon_button(theme, "figures", self.tr("Show how the engine does"), "Ctrl+P")
        self._figures.setCheckable(True)
        self._clock = label("0:00", "clock")
        self._clock.setAccessibleDescription(self.tr("Length so far"))
        self._state = label("", "small")
        self._lay_out()
        self._record.clicked.connect(self.record_pressed)
        self._mark.clicked.connect(self.mark_pressed)
        self._shutter.clicked.connect(self.shutter_pressed)
        self._figures.toggled.connect(self.figures_shown)
        self._camera.currentIndexChanged.connect(self._on_camera)
        self._microphone.currentIndexChanged.connect(lambda _: self.chosen.emit())

    @property
    def camera(self) -> str:
        """The address of the camera; empty for none."""
        return self._camera.value()

    @property
    def microphone(self) -> str:
        """The address of the microphone; empty for none."""
        return self._microphone.value()

    def choose(self, camera: str, microphone: str) -> None:
        """Choose devices by address."""
        self._camera.choose(camera)
        self._microphone.choose(microphone)
        self.chosen.emit()

    def offer(self, cameras: Names, microphones: Names) -> None:
        """Offer these devices, none, and the demo clip."""
        self._camera.put_choices(
            [*cameras, (self.tr("No camera"), ""), (self.tr("Demo clip"), self._demo)]
        )
        if microphones:
            microphones = [(self.tr("Default microphone"), "default"), *microphones]
        self._microphone.put_choices(
            [
                *microphones,
                (self.tr("No microphone"), ""),
                (self.tr("Sound of the demo"), self._demo),
            ]
        )

    def offer_photos(self, offered: bool) -> None:
        """Offer the shutter, or hide it."""
        self._shutter.setVisible(offered)

    def show_figures(self, shown: bool) -> None:
        """Press or release the button of the figures."""
        self._figures.setChecked(shown)

    def show_phase(self, *, idle: bool, recording: bool, state: str) -> None:
        """Show what can be done now, and what is being done as a word."""
        something = bool(self.camera or self.microphone)
        self._record.setEnabled((idle and something) or recording)
        self._record.show_recording(not idle)
        describe(
            self._record,
            self.tr("Begin a recording") if idle else self.tr("End the recording"),
            "Ctrl+R",
        )
        self._mark.setEnabled(recording)
        self._shutter.setEnabled(recording and bool(self.camera))
        self._camera.setEnabled(idle)
        self._microphone.setEnabled(idle)
        self._state.setText(state)

    def show_time(self, elapsed_ns: int) -> None:
        """Show the length so far."""
        self._clock.setText(clock(elapsed_ns))

    def _on_camera(self) -> None:
        """Take picture and sound of the demo clip together."""
        demo = self.camera == self._demo
        if demo or self.microphone == self._demo:
            self._microphone.setCurrentIndex(self._microphone.findData(self._demo) if demo else 0)
        self.chosen.emit()

    def _lay_out(self) -> None:
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
        right.addWidget(self._shutter)
        right.addWidget(self._figures)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        grid.addLayout(devices, 0, 0)
        grid.addWidget(self._record, 0, 1, Qt.AlignmentFlag.AlignCenter)
        grid.addLayout(right, 0, 2)
        grid.setHorizontalSpacing(24)
