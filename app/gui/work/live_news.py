"""What the engine found since the window last looked: the newest of what has a newest, all words.

Filled on the engine's thread, emptied on the window's, so that painting never pushes back.
"""

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.actions import BUTTON, Action, ActionAsked
from app.engine.clock import Clock
from app.engine.events import Gap, Notice
from app.pipelines.preview import Picture
from audio.level import Level
from audio.speech.transcript import Final, Partial
from audio.tagging.sounds import Bar, SoundEvent
from vision.hands.deliberate import GestureMade
from vision.hands.hand import HandsResult
from vision.quality import Advice

MOST_WAITING = 4096  # for a window that hangs: 200 s of levels, then the oldest go
IN_TIME_MS = 33  # a result this young still belongs to the picture on the screen
NS_PER_MS = 1_000_000


@dataclass(slots=True)
class News:
    """What happened; times in ns from the recording's origin.

    Attributes:
        picture: the newest.
        hands: the newest.
        advice: the newest on the picture, before a recording.
        levels: all, oldest first.
        bars: what sounds, of each 50 ms; a later one of the same time replaces it.
        sounds: sounds that ended.
        finals: utterances that were finished.
        draft: the newest draft, None when it did not change.
        gestures: those that were made.
        asked: what gestures and buttons asked for.
        gaps: stretches without media.
        notices: what is to be said.
    """

    picture: Picture | None = None
    hands: HandsResult | None = None
    advice: Advice | None = None
    levels: deque[Level] = field(default_factory=lambda: deque(maxlen=MOST_WAITING))
    bars: deque[Bar] = field(default_factory=lambda: deque(maxlen=MOST_WAITING))
    sounds: list[SoundEvent] = field(default_factory=list)
    finals: list[Final] = field(default_factory=list)
    draft: Partial | None = None
    gestures: deque[GestureMade] = field(default_factory=lambda: deque(maxlen=MOST_WAITING))
    asked: list[ActionAsked] = field(default_factory=list)
    gaps: deque[Gap] = field(default_factory=lambda: deque(maxlen=MOST_WAITING))
    notices: list[Notice] = field(default_factory=list)


# fields of News by what they hold: of some only the newest counts, of others all
NEWEST: Mapping[type, str] = {
    Picture: "picture",
    HandsResult: "hands",
    Advice: "advice",
    Partial: "draft",
}
ALL: Mapping[type, str] = {
    Level: "levels",
    Bar: "bars",
    Final: "finals",
    GestureMade: "gestures",
    ActionAsked: "asked",
    Gap: "gaps",
    Notice: "notices",
}


class LiveNews:
    """The watch of a recording that is shown in a window."""

    def __init__(self, clock: Clock, ring: Callable[[], None]) -> None:
        """Call `ring`, from the engine's thread, when there is something new."""
        self._clock = clock
        self._ring = ring
        self._lock = threading.Lock()
        self._news = News()
        self.hands_seen = (0, 0)  # results so far, and how many of them came in time
        self._wishes: list[ActionAsked] = []
        self.origin_ns: int | None = None

    def begin(self, origin_ns: int) -> None:
        """Count times from `origin_ns`."""
        self.origin_ns = origin_ns
        self._ring()

    def push(self, item: object) -> Sequence[ActionAsked]:
        """Keep one event; return what a person asked for since the last one."""
        with self._lock:
            self._keep(item)
            wishes, self._wishes = self._wishes, []
        self._ring()
        return wishes

    def flush(self) -> Sequence[ActionAsked]:
        """Return what is left to be done."""
        with self._lock:
            wishes, self._wishes = self._wishes, []
        return wishes

    def reset(self) -> None:
        """Nothing is remembered that a gap would end."""

    def ask(self, action: Action) -> None:
        """Have something done by a button; called from the window's thread."""
        asked = ActionAsked(self._clock.now_ns(), action, BUTTON, None)
        with self._lock:
            self._wishes.append(asked)
            self._news.asked.append(asked)
        self._ring()

    def take(self) -> News:
        """Return what happened since the last call."""
        with self._lock:
            news, self._news = self._news, News()
        return news

    def _keep(self, item: object) -> None:
        news, kind = self._news, type(item)
        if kind in NEWEST:
            setattr(news, NEWEST[kind], item)
        elif kind in ALL:
            getattr(news, ALL[kind]).append(item)
        elif isinstance(item, SoundEvent) and item.ended:
            news.sounds.append(item)
        if isinstance(item, HandsResult):
            self._count_hands(item)

    def _count_hands(self, item: HandsResult) -> None:
        seen, in_time = self.hands_seen
        late_ns = self._clock.now_ns() - item.pts_ns
        self.hands_seen = seen + 1, in_time + (late_ns <= IN_TIME_MS * NS_PER_MS)
