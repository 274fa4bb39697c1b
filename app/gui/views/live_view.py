"""The live page: see, hear, record."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QHideEvent, QShowEvent
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.engine.sources.devices import DeviceKind
from app.gui.look.theme import Theme
from app.gui.parts.figures_panel import FiguresPanel
from app.gui.parts.hands_painter import LabelledHand
from app.gui.parts.live_controls import LiveControls
from app.gui.parts.pair import Pair
from app.gui.parts.running_wave import RunningWave
from app.gui.parts.sound_legend import SoundLegend
from app.gui.parts.stage import Stage
from app.gui.parts.timeline_painter import FAMILY, QUIET
from app.gui.said import said
from app.gui.state.live import Choice, LiveModel, Phase
from app.gui.state.settings import SettingsModel
from app.gui.views.live_words import LiveWords
from app.gui.words import advice_text, family_text, gesture_text, side_text
from vision.hands.hand import Hand

CLOCK_MS = 200
WORDS_PX = 360


class LiveView(QWidget):
    """Stage, waveform and the big button at the left; words at the right.

    While the page is seen and nothing is recorded, the devices are looked at: the picture, hands
    in it, the level of the sound. Nothing of that is kept.
    """

    def __init__(self, model: LiveModel, settings: SettingsModel, theme: Theme, demo: str) -> None:
        """Show `model`; `demo` is the address of a clip that can stand in for devices."""
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._model, self._settings, self._theme, self._demo = model, settings, theme, demo
        self._stage = Stage(theme)
        self._stage.setAccessibleName(self.tr("Camera"))
        self._wave = RunningWave(theme)
        self._wave.setAccessibleName(self.tr("Sound"))
        self._legend = SoundLegend(theme)
        self._legend.hide()
        self._figures = FiguresPanel(theme)
        self._figures.hide()
        self._controls = LiveControls(theme, demo)
        self._clock_timer = QTimer(self)
        self._clock_timer.setInterval(CLOCK_MS)
        self._clock_timer.timeout.connect(lambda: self._controls.show_time(model.elapsed_ns))
        self._lay_out()
        self._connect()
        self._show_devices()
        self._show_phase()

    def choice(self) -> Choice:
        """Return the devices that are chosen."""
        return Choice(self._controls.camera, self._controls.microphone)

    def choose(self, camera: str, microphone: str) -> None:
        """Choose devices by address."""
        self._controls.choose(camera, microphone)

    def show_figures(self, shown: bool) -> None:
        """Show or hide the panel of figures."""
        self._controls.show_figures(shown)

    def showEvent(self, event: QShowEvent | None) -> None:
        """Look for devices, and at those chosen, while the page is seen."""
        self._model.devices_asked.emit()
        self.setFocus()
        super().showEvent(event)
        self._rehearse()

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Let go of the devices when the page is left or the window is put away."""
        super().hideEvent(event)
        self._model.rest()

    def _lay_out(self) -> None:
        main = QWidget()
        left = QVBoxLayout(main)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(14)
        left.addWidget(self._stage, 1)
        left.addWidget(self._figures)
        left.addWidget(self._legend)
        left.addWidget(self._wave)
        left.addWidget(self._controls)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(28, 26, 28, 24)
        layout.addWidget(Pair(main, LiveWords(self._model, self._theme), WORDS_PX))

    def _connect(self) -> None:
        model, controls = self._model, self._controls
        model.phase_changed.connect(self._show_phase)
        model.picture_changed.connect(self._show_picture)
        model.sound_changed.connect(self._show_sound)
        model.devices_changed.connect(self._show_devices)
        model.figures_changed.connect(lambda: self._figures.show_figures(model.figures))
        model.rehearsal_ended.connect(self._show_rehearsal_end)
        model.rehearsal_possible.connect(self._rehearse)
        self._settings.changed.connect(self._rehearse)
        self._settings.changed.connect(lambda: controls.offer_photos(self._settings.config.photos))
        controls.offer_photos(self._settings.config.photos)
        self._legend.chosen.connect(self._wave.show_alone)
        self._stage.pressed.connect(self._record_demo)
        controls.chosen.connect(self._show_phase)
        controls.record_pressed.connect(lambda: model.toggle(self.choice()))
        controls.mark_pressed.connect(model.mark)
        controls.shutter_pressed.connect(model.shoot)
        controls.figures_shown.connect(self._figures.setVisible)

    # What is shown

    def _show_devices(self) -> None:
        def of(kind: DeviceKind) -> Sequence[tuple[str, str]]:
            return [(one.name, one.address) for one in self._model.devices if one.kind is kind]

        self._controls.offer(of(DeviceKind.CAMERA), of(DeviceKind.MICROPHONE))
        self._show_phase()

    def _record_demo(self) -> None:
        self.choose(self._demo, self._demo)
        self._model.toggle(self.choice())

    def _show_phase(self) -> None:
        phase, choice = self._model.phase, self.choice()
        idle, recording = phase is Phase.IDLE, phase is Phase.RECORDING
        self._controls.show_phase(idle=idle, recording=recording, state=self._state_text(phase))
        if idle:
            self._clock_timer.stop()
            self._show_idle(choice)
            self._rehearse()
        else:
            self._clock_timer.start()
        if phase is Phase.STARTING:
            self._stage.show_picture(None)
            self._stage.show_words(self.tr("Starting…"), "")
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

    def _rehearse(self) -> None:
        """Look at the devices, or let go of them."""
        choice = self.choice()
        wanted = self._settings.config.preview and self.isVisible() and choice.camera != self._demo
        if wanted and (choice.camera or choice.microphone):
            self._model.rehearse(choice)
        elif self._model.rehearsing:
            self._model.rest()
            self._show_idle(choice)

    def _show_rehearsal_end(self, why: str) -> None:
        self._show_idle(self.choice())
        if why:
            self._stage.show_words(self.tr("Nothing can be seen or heard"), said(why))

    def _show_picture(self) -> None:
        model = self._model
        if model.picture is None or (model.phase is Phase.IDLE and not model.rehearsing):
            return
        hints = model.advice.hints if model.rehearsing and model.advice is not None else ()
        self._stage.show_hint(advice_text(hints[0].issue) if hints else "")
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
        model = self._model
        listening = model.phase is not Phase.IDLE or model.rehearsing
        families = [FAMILY.get(key, "") for key in model.bar_sounds()]
        self._wave.show_bars(model.bars, active=listening, families=families)
        heard = dict.fromkeys(family for family in families if family not in ("", QUIET))
        self._legend.show_families([(family, family_text(family)) for family in heard])
