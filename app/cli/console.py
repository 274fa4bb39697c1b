"""What a person, or a program, sees while a recording is made."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from app.engine.clock import NS_PER_S
from app.engine.events import Gap, GapReason, Notice
from app.storage.run_report import RunReport
from audio.level import FLOOR_DBFS, Level
from audio.speech.transcript import Final, Partial
from vision.hands.hand import HandsResult

METER = " ▁▂▃▄▅▆▇█"
REDRAW_NS = NS_PER_S // 10
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
        self._frame_times_ns: list[int] = []
        self._draft = ""

    def push(self, item: object) -> Sequence[object]:
        """Show one event."""
        match item:
            case Level():
                self._level = item
            case HandsResult():
                self._hands = item
                self._frame_times_ns = [*self._frame_times_ns[-29:], item.pts_ns]
            case Partial():
                self._draft = item.text
            case Final():
                self._draft = ""
                self._line(f"{self._time(item.start_ns)}  {item.text}")
            case Notice():
                self._line(f"{self._time(item.pts_ns)}  ! {item.text}")
            case Gap() if item.reason in UNANNOUNCED:
                length_s = (item.end_ns - item.start_ns) / NS_PER_S
                self._line(
                    f"{self._time(item.start_ns)}  ! {length_s:.1f} s of {item.source} "
                    f"missing: {item.reason.value}"
                )
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
        for edge, dropped in report.dropped().items():
            self._line(f"  {dropped} dropped on {edge}")

    def _time(self, pts_ns: int) -> str:
        whole_s = max(0, pts_ns - (self._origin_ns or pts_ns)) // NS_PER_S
        return f"{whole_s // 60:02d}:{whole_s % 60:02d}"

    def _line(self, text: str) -> None:
        self._stream.write(f"\r\x1b[K{text}\n" if self._live else f"{text}\n")
        self._stream.flush()

    def _draw(self, pts_ns: int) -> None:
        parts = [f"● {self._time(pts_ns)}"]
        if self._level is not None:
            parts.append(f"{meter(self._level.rms_dbfs)} {self._level.rms_dbfs:4.0f} dB")
        if self._hands is not None:
            shown = ", ".join(hand.handedness for hand in self._hands.hands) or "no hand"
            parts.append(f"{self._frames_per_s():4.1f} fps  {shown}")
        room = shutil.get_terminal_size().columns - len("  ".join(parts)) - 3
        parts.append(self._draft[-max(room, 0) :] if room > 0 else "")
        self._stream.write("\r\x1b[K" + "  ".join(parts))
        self._stream.flush()

    def _frames_per_s(self) -> float:
        times = self._frame_times_ns
        span_ns = times[-1] - times[0]
        return (len(times) - 1) * NS_PER_S / span_ns if span_ns else 0.0


def meter(rms_dbfs: float) -> str:
    """Return a bar of one character, taller when louder."""
    share = (rms_dbfs - FLOOR_DBFS) / -FLOOR_DBFS
    return METER[round(share * (len(METER) - 1))]


class JsonLines:
    """Each event as one line of JSON; times in ns from the recording's origin."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._origin_ns = 0

    def begin(self, origin_ns: int) -> None:
        """Count times from `origin_ns`."""
        self._origin_ns = origin_ns

    def push(self, item: object) -> Sequence[object]:
        """Print one event."""
        match item:
            case Final():
                words = [
                    {
                        "text": word.text,
                        "start_ns": word.start_ns - self._origin_ns,
                        "end_ns": word.end_ns - self._origin_ns,
                        "confidence": round(word.confidence, 3),
                    }
                    for word in item.words
                ]
                self._print("final", utterance=item.utterance, text=item.text, words=words)
            case Partial():
                self._print("partial", utterance=item.utterance, text=item.text)
            case Notice():
                self._print(
                    "notice",
                    pts_ns=item.pts_ns - self._origin_ns,
                    source=item.source,
                    text=item.text,
                )
            case Gap():
                self._print(
                    "gap",
                    start_ns=item.start_ns - self._origin_ns,
                    end_ns=item.end_ns - self._origin_ns,
                    source=item.source,
                    reason=item.reason.value,
                )
            case HandsResult():
                hands = [{"id": hand.id, "handedness": hand.handedness} for hand in item.hands]
                self._print("hands", pts_ns=item.pts_ns - self._origin_ns, hands=hands)
        return ()

    def flush(self) -> Sequence[object]:
        """Print nothing more."""
        return ()

    def reset(self) -> None:
        """Nothing is remembered."""

    def finished(self, folder: Path, report: RunReport) -> None:
        """Print where the recording lies and what was dropped."""
        self._print("finished", folder=str(folder), dropped=report.dropped())

    def _print(self, event: str, **fields: object) -> None:
        self._stream.write(json.dumps({"event": event, **fields}, ensure_ascii=False) + "\n")
        self._stream.flush()
