"""A call: two pictures, what is said, hands that are raised, and how well the sound arrives."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.engine.sources.devices import DeviceKind
from app.gui.look.theme import Theme
from app.gui.parts.buttons import IconLabel, describe, icon_button, push_button, wear
from app.gui.parts.labels import label
from app.gui.parts.network_panel import NetworkPanel
from app.gui.parts.picker import Picker
from app.gui.parts.stage import Stage
from app.gui.said import said
from app.gui.state.call import GUEST, OURS, CallModel, CallPhase
from app.gui.state.live import LiveModel
from app.gui.work.call_run import CallWish

SIDE_PX, OURS_PX = 318, (208, 117)
LINES_SHOWN = 12
NETWORK_MS = 500
NS_PER_S = 1_000_000_000


class CallView(QWidget):
    """Shows a CallModel; devices are those of a LiveModel."""

    copied = pyqtSignal(str)  # the link

    def __init__(self, model: CallModel, live: LiveModel, theme: Theme, demo: str) -> None:
        """Offer `demo`, the address of a clip, beside the devices."""
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._model, self._live, self._theme, self._demo = model, live, theme, demo
        self._guest, self._ours = Stage(theme), Stage(theme)
        self._guest.setAccessibleName(self.tr("The other side"))
        self._ours.setAccessibleName(self.tr("You"))
        self._ours.setMinimumSize(*OURS_PX)
        self._ours.setFixedSize(*OURS_PX)
        self._network = NetworkPanel(theme)
        self._network_timer = QTimer(self)
        self._network_timer.setInterval(NETWORK_MS)
        self._make_controls()
        self._lay_out()
        self._connect()
        self._show_devices()
        self._show_phase()

    def _make_controls(self) -> None:
        theme = self._theme
        self._camera = Picker(theme, self.tr("Camera of the call"))
        self._microphone = Picker(theme, self.tr("Microphone of the call"))
        self._kept = QCheckBox(self.tr("Record both sides"))
        self._near = QCheckBox(self.tr("Invite from this network"))
        self._near.setToolTip(
            self.tr("Encrypted; a browser warns once, as nobody vouches for this machine")
        )
        self._begin = push_button(theme, self.tr("Begin a call"), "call", primary=True)
        self._mute = icon_button(theme, "microphone", self.tr("Mute"), "Ctrl+M")
        self._mute.setCheckable(True)
        self._hand = icon_button(theme, "hand", self.tr("Raise your hand"), "H")
        self._hand.setCheckable(True)
        self._link = QLineEdit()
        self._link.setPlaceholderText(self.tr("Paste a link here to join somebody's call"))
        self._link.setAccessibleName(self.tr("Link that joins the call"))
        self._link.setToolTip(self.tr("Whoever opens it in a browser joins"))
        self._copy = push_button(theme, self.tr("Copy"), tip=self.tr("Copy the link"))
        self._said = label("", wraps=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._recorded = label(self.tr("This call is being recorded"), "heading", wraps=True)
        self._hands = label("", "quiet", wraps=True)
        self._silent = label("", "quiet", wraps=True)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addWidget(self._guest, 1)
        link = QHBoxLayout()
        link.addWidget(self._link, 1)
        link.addWidget(self._copy)
        left.addLayout(link)
        left.addWidget(self._network)
        left.addLayout(self._controls())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(28, 26, 28, 24)
        layout.setSpacing(22)
        layout.addLayout(left, 1)
        layout.addWidget(self._side())

    def _controls(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addStretch(1)
        for widget in (self._mute, self._begin, self._hand):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _side(self) -> QFrame:
        side = QFrame()
        side.setObjectName("card")
        side.setFixedWidth(SIDE_PX)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(20, 18, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(self._ours, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._recorded)
        layout.addWidget(self._hands)
        layout.addWidget(self._silent)
        layout.addWidget(label(self.tr("What is said"), "heading"))
        layout.addWidget(self._said, 1)
        for icon, picker in (("camera", self._camera), ("microphone", self._microphone)):
            row = QHBoxLayout()
            row.setSpacing(9)
            row.addWidget(IconLabel(self._theme, icon))
            row.addWidget(picker, 1)
            layout.addLayout(row)
        layout.addWidget(self._near)
        layout.addWidget(self._kept)
        return side

    def _connect(self) -> None:
        model = self._model
        model.phase_changed.connect(self._show_phase)
        model.pictures_changed.connect(self._show_pictures)
        model.captions_changed.connect(self._show_captions)
        model.hands_changed.connect(self._show_hands)
        model.microphones_changed.connect(self._show_microphones)
        model.network_changed.connect(self._show_network)
        model.attendance_changed.connect(self._show_attendance)
        model.recorded_changed.connect(self._show_recorded)
        self._network_timer.timeout.connect(self._show_network)
        self._network.listen_pressed.connect(model.listen_asked)
        self._live.devices_changed.connect(self._show_devices)
        self._begin.clicked.connect(self._toggle)
        self._link.textEdited.connect(lambda _: self._name_button())
        self._link.returnPressed.connect(self._toggle)
        self._mute.clicked.connect(model.mute)
        self._hand.clicked.connect(model.raise_hand)
        self._copy.clicked.connect(lambda: self.copied.emit(model.link))

    def _toggle(self) -> None:
        if self._model.phase is CallPhase.CLOSED:
            self._model.open(
                CallWish(
                    camera=self._camera.value(),
                    microphone=self._microphone.value(),
                    recorded=self._kept.isChecked(),
                    near=self._near.isChecked(),
                    link=self._link.text().strip(),
                )
            )
        else:
            self._model.close()

    # What is shown

    def _show_devices(self) -> None:
        def of(kind: DeviceKind) -> Sequence[tuple[str, str]]:
            return [(one.name, one.address) for one in self._live.devices if one.kind is kind]

        sounds = of(DeviceKind.MICROPHONE)
        default = [(self.tr("Default microphone"), "default")] if sounds else []
        self._camera.put_choices(
            [
                *of(DeviceKind.CAMERA),
                (self.tr("No camera"), ""),
                (self.tr("Demo clip"), self._demo),
            ]
        )
        self._microphone.put_choices(
            [
                *default,
                *sounds,
                (self.tr("No microphone"), ""),
                (self.tr("Sound of the demo"), self._demo),
            ]
        )

    def _show_phase(self) -> None:
        model = self._model
        closed, running = model.phase is CallPhase.CLOSED, model.phase is CallPhase.OPEN
        for widget in (self._camera, self._microphone, self._near, self._kept):
            widget.setEnabled(closed)
        for button in (self._mute, self._hand):
            button.setEnabled(running)
        self._begin.setEnabled(model.phase is not CallPhase.CLOSING)
        self._link.setReadOnly(not closed)
        over = closed and not (model.joined and model.error)  # else it can be tried again
        self._link.setText(model.link if running else "" if over else self._link.text())
        self._name_button()
        self._copy.setVisible(running)
        self._network.setVisible(running)
        if closed:
            self._network_timer.stop()
        else:
            self._network_timer.start()
        self._ours.show_words("", "" if self._camera.value() else self.tr("No camera"))
        self._show_attendance()
        self._show_hands()
        self._show_microphones()

    def _show_attendance(self) -> None:
        for side, stage in ((GUEST, self._guest), (OURS, self._ours)):
            if side not in self._model.pictures:
                stage.show_picture(None)
        self._guest.show_words(*self._words())
        self._show_captions()
        self._show_network()
        self._show_recorded()

    def _show_recorded(self) -> None:
        self._recorded.setVisible(self._model.recorded)

    def _name_button(self) -> None:
        closed, link = self._model.phase is CallPhase.CLOSED, bool(self._link.text().strip())
        begin = self.tr("Join the call") if link else self.tr("Begin a call")
        text = begin if closed else self.tr("End the call")
        self._begin.setText(text)
        describe(self._begin, text)

    def _words(self) -> tuple[str, str]:
        model = self._model
        match model.phase:
            case CallPhase.OPENING:
                opening = self.tr("Opening the call…")
                return self.tr("Joining the call…") if model.joined else opening, ""
            case CallPhase.OPEN if model.joined or model.guests:
                here = self.tr("Your guest is here")
                title = self.tr("You have joined the call") if model.joined else here
                return title, self.tr("There is no picture of the other side.")
            case CallPhase.OPEN:
                text = (
                    self.tr(
                        "Send the link below to somebody in this network. A browser warns once, "
                        "as nobody vouches for this machine; go on there."
                    )
                    if self._near.isChecked()
                    else self.tr("Send the link below; it opens in any browser on this machine.")
                )
                return self.tr("Waiting for a guest"), text
            case CallPhase.CLOSING:
                return self.tr("Saying goodbye…"), ""
        if model.error:
            held = self.tr("The call could not be held")
            failed = self.tr("The call could not be joined") if model.joined else held
            return failed, said(model.error)
        return self.tr("Calls that survive bad networks"), self.tr(
            "Lost sound is filled in, both sides are captioned, and nothing passes anyone else."
        )

    def _show_pictures(self) -> None:
        for side, stage in ((GUEST, self._guest), (OURS, self._ours)):
            picture = self._model.pictures.get(side)
            if picture is not None and self._model.phase is CallPhase.OPEN:
                stage.show_picture(picture.bgra)

    def _show_captions(self) -> None:
        guest = self.tr("Host") if self._model.joined else self.tr("Guest")
        names = {GUEST: guest, OURS: self.tr("You")}
        newest = list(self._model.captions.values())[-LINES_SHOWN:]
        self._said.setText("\n".join(f"{names[one.side]}: {one.text}" for one in newest))

    def _show_hands(self) -> None:
        raised = self._model.raised
        lines = [self.tr("The other side raises a hand")] if raised[GUEST] else []
        lines += [self.tr("Your hand is raised")] if raised[OURS] else []
        self._hand.setChecked(raised[OURS])
        self._hands.setText("\n".join(lines))
        self._hands.setVisible(bool(lines))

    def _show_microphones(self) -> None:
        muted = self._model.muted
        self._mute.setChecked(muted[OURS])
        wear(self._mute, self._theme, "mute" if muted[OURS] else "microphone")
        lines = [self.tr("You are muted")] if muted[OURS] else []
        lines += [self.tr("The other side is muted")] if muted[GUEST] else []
        self._silent.setText("\n".join(lines))
        self._silent.setVisible(bool(lines))

    def _show_network(self) -> None:
        model, now_ns = self._model, self._model.now_ns()
        self._network.show_quality(model.quality)
        self._network.show_gaps(
            [
                ((now_ns - mark.start_ns) / NS_PER_S, mark.duration_ns / NS_PER_S)
                for mark in model.marks
            ]
        )
