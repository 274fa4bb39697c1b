"""What a person, or a program, sees while a recording is made."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from app.actions import Action, ActionAsked
from app.engine.clock import NS_PER_S
from app.engine.events import Gap, GapReason, Notice
from app.storage.run_report import RunReport
from audio.level import FLOOR_DBFS, Level
from audio.speech.titles import Titles
from audio.speech.transcript import Final, Partial
from audio.tagging.sounds import SoundEvent
from vision.hands.captions import Captions
from vision.hands.deliberate import GestureMade
from vision.hands.gesture_table import counted
from vision.hands.hand import HandsResult
from vision.quality import Advice

METER = " ▁▂▃▄▅▆▇█"
REDRAW_NS = NS_PER_S // 10
SPEECH = "speech"  # the words tell of it
DONE = {
    Action.MARK: "marked",
    Action.SHUTTER: "taking a photo",
    Action.TOGGLE_RECORDING: "ending the recording",
}
GOOD_PICTURE = "The picture is good."
UNANNOUNCED = (GapReason.OVERFLOW, GapReason.MISSING_IN_FILE)  # of the others a Notice tells


class Console:
    """Finished sentences and notices as lines; on a terminal a live status line below them."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._origin_ns: int | None = None
        self._drawn_ns = 0
        self._level: Level | None = None
        self._hands: HandsResult | None = None
        self._captions = Captions()
        self._frame_times_ns: list[int] = []
        self._draft = ""
        self._titles: tuple[str, ...] = ()

    def push(self, item: object) -> Sequence[object]:
        """Show one event."""
        self._take(item)
        for line in self._lines_of(item):
            self._line(line)
        pts_ns = getattr(item, "pts_ns", None)
        if self._live and pts_ns is not None and pts_ns - self._drawn_ns >= REDRAW_NS:
            self._drawn_ns = pts_ns
            self._draw(pts_ns)
        return ()

    def begin(self, origin_ns: int) -> None:
        """Count times from `origin_ns`."""
        self._origin_ns = origin_ns

    def flush(self) -> Sequence[object]:
        """Show nothing more."""
        return ()

    def reset(self) -> None:
        """Nothing is remembered that a gap would end."""

    def finished(self, folder: Path, report: RunReport) -> None:
        """Say where the recording lies and whether anything was dropped."""
        self._line(f"recorded into {folder}")
        if self._titles:
            self._line(f"  suggested titles: {', '.join(self._titles)}")
        for edge, dropped in report.dropped().items():
            self._line(f"  {dropped} dropped on {edge}")

    def _time(self, pts_ns: int) -> str:
        whole_s = max(0, pts_ns - (self._origin_ns or pts_ns)) // NS_PER_S
        return f"{whole_s // 60:02d}:{whole_s % 60:02d}"

    def _take(self, item: object) -> None:
        """Keep what the status line shows."""
        match item:
            case Level():
                self._level = item
            case HandsResult():
                self._hands = item
                self._frame_times_ns = [*self._frame_times_ns[-29:], item.pts_ns]
            case GestureMade():
                self._captions.push(item)
            case Titles():
                self._titles = item.texts
            case Partial():
                self._draft = item.text
            case Final():
                self._draft = ""

    def _lines_of(self, item: object) -> Sequence[str]:
        """Return what is said for good."""
        match item:
            case Final():
                return [f"{self._time(item.start_ns)}  {item.text}"]
            case GestureMade() if counted(item.gesture) is None and not self._live:
                made = f"{plain(item.gesture)}, {item.handedness} hand"
                return [f"{self._time(item.pts_ns)}  {made}"]
            case SoundEvent(ended=True) if item.sound != SPEECH:
                return [f"{self._time(item.start_ns)}  [{plain(item.sound)}]"]
            case ActionAsked():
                done = f"{DONE[item.action]} ({plain(item.gesture)})"
                return [f"{self._time(item.pts_ns)}  * {done}"]
            case Notice():
                return [f"{self._time(item.pts_ns)}  ! {item.text}"]
            case Advice():
                told = " ".join(hint.words for hint in item.hints) or GOOD_PICTURE
                return [f"{self._time(item.pts_ns)}  ~ {told}"]
            case Gap() if item.reason in UNANNOUNCED:
                length_s = (item.end_ns - item.start_ns) / NS_PER_S
                missing = f"{length_s:.1f} s of {item.source} missing: {item.reason.value}"
                return [f"{self._time(item.start_ns)}  ! {missing}"]
        return ()

    def _line(self, text: str) -> None:
        self._stream.write(f"\r\x1b[K{text}\n" if self._live else f"{text}\n")
        self._stream.flush()

    def _draw(self, pts_ns: int) -> None:
        parts = [f"● {self._time(pts_ns)}"]
        if self._level is not None:
            parts.append(f"{meter(self._level.rms_dbfs)} {self._level.rms_dbfs:4.0f} dB")
        if self._hands is not None:
            captions = self._captions.at(pts_ns)
            sides = [
                ": ".join(filter(None, (hand.handedness, captions.get(hand.id))))
                for hand in self._hands.hands
            ]
            shown = ", ".join(sides) or "no hand"
            parts.append(f"{self._frames_per_s():4.1f} fps  {shown}")
        room = shutil.get_terminal_size().columns - len("  ".join(parts)) - 3
        parts.append(self._draft[-max(room, 0) :] if room > 0 else "")
        self._stream.write("\r\x1b[K" + "  ".join(parts))
        self._stream.flush()

    def _frames_per_s(self) -> float:
        times = self._frame_times_ns
        span_ns = times[-1] - times[0]
        return (len(times) - 1) * NS_PER_S / span_ns if span_ns else 0.0


def plain(gesture: str) -> str:
    """Return a gesture's name as a person writes it."""
    return gesture.replace("_", " ")


def meter(rms_dbfs: float) -> str:
    """Return a bar of one character, taller when louder."""
    share = (rms_dbfs - FLOOR_DBFS) / -FLOOR_DBFS
    return METER[round(share * (len(METER) - 1))]
