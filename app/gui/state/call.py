"""A call: whether one is held, who is seen and heard in it, how well its sound arrives."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from app.call.attendance import Attendance
from app.call.messages import Caption, Hello, Microphone, Notice, Quality, RaisedHand, Side
from app.gui.work.call_run import CallNews, CallWish
from app.pipelines.preview import Picture

CAPTIONS_KEPT = 400
SHOWN_NS = 60_000_000_000  # of the network panel
GUEST: Side = "guest"
OURS: Side = "earshot"
NOBODY: dict[Side, bool] = {GUEST: False, OURS: False}


class CallPhase(StrEnum):
    """How far a call is."""

    CLOSED = "closed"
    OPENING = "opening"
    OPEN = "open"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Mark:
    """A gap in the guest's sound that was filled."""

    start_ns: int
    duration_ns: int


class CallModel(QObject):
    """The call that is held."""

    phase_changed = pyqtSignal()
    pictures_changed = pyqtSignal()
    captions_changed = pyqtSignal()
    hands_changed = pyqtSignal()
    microphones_changed = pyqtSignal()
    network_changed = pyqtSignal()
    attendance_changed = pyqtSignal()  # with all that goes when somebody leaves, or comes first
    recorded_changed = pyqtSignal()
    both_ready = pyqtSignal()

    open_asked = pyqtSignal(object)  # CallWish
    close_asked = pyqtSignal()
    mute_asked = pyqtSignal(bool)
    raise_asked = pyqtSignal(bool)
    listen_asked = pyqtSignal()
    noticed = pyqtSignal(str)

    def __init__(self, now_ns: Callable[[], int]) -> None:
        """Tell the time by `now_ns`, the clock of calls."""
        super().__init__()
        self.now_ns = now_ns
        self.phase = CallPhase.CLOSED
        self.joined = False  # somebody else holds the call
        self._forget()

    def _forget(self) -> None:
        self.link = self.error = ""
        self.guests = 0
        self.recorded = False  # by the other side
        self.muted: dict[Side, bool] = dict(NOBODY)
        self.pictures: dict[str, Picture] = {}
        self.captions: dict[tuple[str, int], Caption] = {}
        self.raised: dict[Side, bool] = dict(NOBODY)
        self.quality: Quality | None = None
        self.marks: deque[Mark] = deque(maxlen=1000)
        self.both: tuple[Path, Path, int] | None = None

    def open(self, wish: CallWish) -> None:
        """Ask to hold a call."""
        if self.phase is CallPhase.CLOSED:
            self._forget()
            self.joined = bool(wish.link)
            self._enter(CallPhase.OPENING)
            self.open_asked.emit(wish)

    def close(self) -> None:
        """Ask to end it."""
        if self.phase in (CallPhase.OPENING, CallPhase.OPEN):
            self._enter(CallPhase.CLOSING)
            self.close_asked.emit()

    def mute(self, muted: bool) -> None:
        """Ask that the guest hears us no more, or again."""
        self.mute_asked.emit(muted)

    def raise_hand(self, raised: bool) -> None:
        """Ask to raise our hand, or to lower it."""
        self.raise_asked.emit(raised)

    def put_link(self, link: str) -> None:
        """Take the link that joins the call, unless its end was asked for meanwhile."""
        if self.phase is CallPhase.OPENING:
            self.link = link
            self._enter(CallPhase.OPEN)

    def put_end(self, error: str) -> None:
        """Take that it is over; `error` says why, if not by wish."""
        self.error = error
        self.raised, self.muted = dict(NOBODY), dict(NOBODY)
        self._put_attendance(0)
        self._enter(CallPhase.CLOSED)

    def put_news(self, news: CallNews) -> None:
        """Take what happened since the last time."""
        for message in news.messages:
            self._put_message(message)
        if not self.guests:  # the last pictures and gaps come when their guest has left
            return
        if news.pictures:
            self.pictures |= news.pictures
            self.pictures_changed.emit()
        if news.gaps:
            self.marks.extend(Mark(gap.start_ns, gap.duration_ns) for gap in news.gaps)
            self.network_changed.emit()

    def put_both(self, both: tuple[Path, Path, int]) -> None:
        """Take the last minute as it was played, and as it would have been."""
        self.both = both
        self.both_ready.emit()

    def _put_message(self, message: object) -> None:
        match message:
            case Attendance():
                self._put_attendance(message.guests)
            case Hello():
                self.recorded |= message.recording
                self.recorded_changed.emit()
            case Caption():
                self._put_caption(message)
            case RaisedHand():
                self.raised[message.side] = message.raised
                self.hands_changed.emit()
            case Microphone():
                self.muted[message.side] = not message.on
                self.microphones_changed.emit()
            case Quality():
                self.quality = message
                self.network_changed.emit()
            case Notice():
                self.noticed.emit(message.text)

    def _put_attendance(self, guests: int) -> None:
        if guests and not self.guests:
            self.captions.clear()  # utterances are counted anew in each call
        if guests < self.guests:
            self.pictures.pop(GUEST, None)
            self.quality = None
        if not guests:
            self.pictures.clear()
            self.marks.clear()
            self.recorded = False
        self.guests = guests
        self.attendance_changed.emit()

    def _put_caption(self, caption: Caption) -> None:
        key = (caption.side, caption.utterance)
        if caption.text:
            self.captions[key] = caption
        else:
            self.captions.pop(key, None)
        while len(self.captions) > CAPTIONS_KEPT:
            del self.captions[next(iter(self.captions))]
        self.captions_changed.emit()

    def _enter(self, phase: CallPhase) -> None:
        self.phase = phase
        self.phase_changed.emit()
