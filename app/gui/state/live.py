"""What the live page shows: the recording that runs, or that it could run."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PyQt6.QtCore import QObject, pyqtSignal

from app.actions import Action
from app.engine.sources.devices import Device
from app.gui.work.figures import Figures
from app.gui.work.live_news import News
from app.pipelines.preview import Picture
from app.storage.peaks import QUIETEST_DBFS
from audio.level import Level
from audio.speech.transcript import Final, Partial
from audio.tagging.windows import BAR_NS
from vision.hands.gesture_table import counted
from vision.hands.hand import Hand, HandsResult
from vision.quality import Advice

NS_PER_S = 1_000_000_000
WAVE_BARS = 1200  # a minute of 50 ms
GESTURE_SHOWN_NS = 2 * NS_PER_S  # long enough to be read
PICTURES_KEPT = 12  # hands come later than the picture they were seen in
HANDS_LATE_NS = 400 * NS_PER_S // 1000  # later than this, the present is shown without them
SPEECH = "speech"
HAPPENINGS_KEPT = 500  # older ones are in the recording


class Phase(StrEnum):
    """How far the recording is."""

    IDLE = "idle"
    STARTING = "starting"
    RECORDING = "recording"
    STOPPING = "stopping"


class Kind(StrEnum):
    """What happened."""

    GESTURE = "gesture"
    MARK = "mark"
    GAP = "gap"
    NOTICE = "notice"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class Happening:
    """Something at a time, in ns from the recording's origin; `detail` is a name or a sentence."""

    time_ns: int
    kind: Kind
    detail: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be recorded: addresses of a camera and a microphone; empty for none."""

    camera: str
    microphone: str


class LiveModel(QObject):
    """The recording that runs; changed on the window's thread alone."""

    phase_changed = pyqtSignal()
    picture_changed = pyqtSignal()
    sound_changed = pyqtSignal()
    words_changed = pyqtSignal()
    happened = pyqtSignal(object)
    devices_changed = pyqtSignal()
    figures_changed = pyqtSignal()

    rehearsal_ended = pyqtSignal(str)  # why, where it failed
    rehearsal_possible = pyqtSignal()

    record_asked = pyqtSignal(object)
    rehearse_asked = pyqtSignal(int, object)  # number of the look, choice
    rest_asked = pyqtSignal()
    stop_asked = pyqtSignal()
    action_asked = pyqtSignal(object)  # a mark, a photo
    devices_asked = pyqtSignal()

    def __init__(self, now_ns: Callable[[], int]) -> None:
        """Tell the time by `now_ns`, the clock of the engine's sessions."""
        super().__init__()
        self._now_ns = now_ns
        self.phase = Phase.IDLE
        self.rehearsed: Choice | None = None  # what is looked at before a recording
        self.in_call = False  # the devices are; they are not looked at
        self._look = 0  # number of the newest look; an older one may end later
        self.devices: Sequence[Device] = ()
        self.figures = Figures()
        self.clear()

    def clear(self) -> None:
        """Forget the last recording."""
        self.origin_ns: int | None = None
        self._pictures: deque[Picture] = deque(maxlen=PICTURES_KEPT)
        self.picture: Picture | None = None
        self.hands: HandsResult | None = None
        self.advice: Advice | None = None
        self.level: Level | None = None
        self.bars: deque[float] = deque(maxlen=WAVE_BARS)
        self.bar_count = 0
        self._bar_times: deque[int] = deque(maxlen=WAVE_BARS)  # in bars, as the sounds are
        self._sounds: dict[int, str] = {}  # what dominates, by the time in bars
        self.utterances: list[Final] = []
        self.draft: Partial | None = None
        self.happenings: deque[Happening] = deque(maxlen=HAPPENINGS_KEPT)
        self.gestures: dict[int, tuple[str, int]] = {}
        self.figures = Figures()

    @property
    def elapsed_ns(self) -> int:
        """Time since the recording began."""
        return 0 if self.origin_ns is None else max(0, self._now_ns() - self.origin_ns)

    def enter(self, phase: Phase) -> None:
        """Go on to a phase; a start forgets the last recording."""
        if phase is Phase.STARTING:
            self.clear()
            for changed in (self.picture_changed, self.sound_changed, self.words_changed):
                changed.emit()
        self.phase = phase
        self.phase_changed.emit()

    @property
    def rehearsing(self) -> bool:
        """Whether the devices are looked at."""
        return self.rehearsed is not None

    def rehearse(self, choice: Choice) -> None:
        """Ask to see and hear devices before a recording; nothing is kept."""
        if self.phase is Phase.IDLE and not self.in_call and choice != self.rehearsed:
            self.clear()
            self.rehearsed = choice
            self._look += 1
            self.rehearse_asked.emit(self._look, choice)

    def rest(self) -> None:
        """Ask to let go of the devices that are looked at."""
        if self.rehearsed is not None:
            self.rehearsed = None
            self.clear()
            self.rest_asked.emit()

    def put_rehearsal_end(self, look: int, error: str) -> None:
        """Take that a look at devices has ended; `error` says why, if not by wish."""
        if self.rehearsing and look == self._look:
            self.rehearsed = None
            self.clear()
            self.rehearsal_ended.emit(error)

    def toggle(self, choice: Choice) -> None:
        """Ask for a recording, or for its end."""
        if self.phase is Phase.IDLE:
            self.rehearsed = None
            self.record_asked.emit(choice)
        elif self.phase is Phase.RECORDING:
            self.stop_asked.emit()

    def mark(self) -> None:
        """Ask to mark this moment, while there is one."""
        if self.phase is Phase.RECORDING:
            self.action_asked.emit(Action.MARK)

    def shoot(self) -> None:
        """Ask for a photo of this moment, while there is one."""
        if self.phase is Phase.RECORDING:
            self.action_asked.emit(Action.SHUTTER)

    def put_devices(self, devices: Sequence[Device]) -> None:
        """Take the list of devices."""
        if list(devices) != list(self.devices):
            self.devices = devices
            self.devices_changed.emit()

    def put_figures(self, figures: Figures) -> None:
        """Take the engine's figures."""
        self.figures = figures
        self.figures_changed.emit()

    def put_news(self, news: News, origin_ns: int | None) -> None:
        """Take what happened since the last time."""
        if self.phase is Phase.IDLE and not self.rehearsing:
            return  # told too late: nobody looks any more
        self.origin_ns = origin_ns
        self.advice = news.advice or self.advice
        if news.picture is not None or news.hands is not None:
            self._put_picture(news.picture, news.hands)
            self.picture_changed.emit()
        if news.levels:
            self.level = news.levels[-1]
            self.bars.extend(loudness(level) for level in news.levels)
            self._bar_times.extend(round(level.pts_ns / BAR_NS) for level in news.levels)
            self.bar_count += len(news.levels)
        if news.bars:
            self._sounds |= {round(bar.pts_ns / BAR_NS): bar.sound for bar in news.bars}
            while len(self._sounds) > WAVE_BARS:
                del self._sounds[next(iter(self._sounds))]
        if news.levels or news.bars:
            self.sound_changed.emit()
        if news.finals or news.draft is not None:
            self._put_words(news.finals, news.draft)
        self._put_happenings(news, origin_ns or 0)
        wishes = [asked.action for asked in news.asked]
        if self.rehearsed is not None and Action.TOGGLE_RECORDING in wishes:
            self.toggle(self.rehearsed)

    def bar_sounds(self) -> Sequence[str]:
        """Return what dominates each bar, empty where nobody has said yet."""
        return [self._sounds.get(at, "") for at in self._bar_times]

    def gesture_of(self, hand_id: int) -> str | None:
        """Return the gesture a hand made of late."""
        name, made_ns = self.gestures.get(hand_id, ("", 0))
        recent = self.hands is not None and self.hands.pts_ns - made_ns <= GESTURE_SHOWN_NS
        return name if name and recent else None

    def _put_picture(self, picture: Picture | None, hands: HandsResult | None) -> None:
        """Show hands in the picture they were seen in; the newest when they are too late."""
        if picture is not None:
            self._pictures.append(picture)
        self.hands = hands or self.hands
        if not self._pictures:
            return
        self.picture = newest = self._pictures[-1]
        if self.hands is not None and self.hands.hands:
            seen_ns = self.hands.pts_ns
            if newest.pts_ns - seen_ns <= HANDS_LATE_NS:
                self.picture = min(self._pictures, key=lambda one: abs(one.pts_ns - seen_ns))

    @property
    def hands_in_picture(self) -> tuple[Hand, ...]:
        """The hands that belong into the picture shown."""
        if self.hands is None or self.picture is None:
            return ()
        late_ns = abs(self.picture.pts_ns - self.hands.pts_ns)
        return self.hands.hands if late_ns <= HANDS_LATE_NS else ()

    def _put_words(self, finals: Sequence[Final], draft: Partial | None) -> None:
        self.utterances.extend(finals)
        newest = draft if draft is not None else self.draft
        done = {final.utterance for final in finals}
        gone = newest is None or not newest.text or newest.utterance in done
        self.draft = None if gone else newest
        self.words_changed.emit()

    def _put_happenings(self, news: News, origin_ns: int) -> None:
        found = [Happening(gap.start_ns, Kind.GAP, gap.source) for gap in news.gaps]
        found += [Happening(said.pts_ns, Kind.NOTICE, said.text) for said in news.notices]
        found += [
            Happening(heard.start_ns, Kind.SOUND, heard.sound)
            for heard in news.sounds
            if heard.sound != SPEECH  # the words tell of it
        ]
        for made in news.gestures:
            if counted(made.gesture) is None:
                self.gestures[made.hand_id] = (made.gesture, made.pts_ns)
                found.append(Happening(made.pts_ns, Kind.GESTURE, made.gesture))
        found += [
            Happening(asked.pts_ns, Kind.MARK, asked.gesture)
            for asked in news.asked
            if asked.action is Action.MARK
        ]
        for happening in sorted(found, key=lambda one: one.time_ns):
            at_ns = max(0, happening.time_ns - origin_ns)
            placed = Happening(at_ns, happening.kind, happening.detail)
            last = self.happenings[-1] if self.happenings else None
            if last is not None and (last.kind, last.detail) == (Kind.GAP, placed.detail):
                continue  # one gap, told in pieces
            self.happenings.append(placed)
            self.happened.emit(placed)


def loudness(level: Level) -> float:
    """Return how high a waveform stands, 0..1, for a peak."""
    return max(0.0, min(1.0, 1 - level.peak_dbfs / QUIETEST_DBFS))
