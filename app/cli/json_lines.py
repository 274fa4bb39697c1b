"""Each event of a recording as a line of JSON, for a program that listens."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from app.actions import ActionAsked
from app.engine.events import Gap, Notice
from app.storage.run_report import RunReport
from audio.speech.titles import Titles
from audio.speech.transcript import Final, Partial
from audio.tagging.sounds import SoundEvent
from vision.hands.deliberate import GestureMade
from vision.hands.hand import HandsResult
from vision.quality import Advice


class JsonLines:
    """Prints events; times in ns from the recording's origin."""

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
            case Titles():
                self._print("titles", texts=item.texts)
            case Partial():
                self._print("partial", utterance=item.utterance, text=item.text)
            case SoundEvent():
                self._print(
                    "sound",
                    number=item.number,
                    sound=item.sound,
                    start_ns=item.start_ns - self._origin_ns,
                    end_ns=item.end_ns - self._origin_ns,
                    probability=round(item.probability, 3),
                    ended=item.ended,
                )
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
            case _:
                self._push_seen(item)
        return ()

    def flush(self) -> Sequence[object]:
        """Print nothing more."""
        return ()

    def reset(self) -> None:
        """Nothing is remembered."""

    def finished(self, folder: Path, report: RunReport) -> None:
        """Print where the recording lies and what was dropped."""
        self._print("finished", folder=str(folder), dropped=report.dropped())

    def _push_seen(self, item: object) -> None:
        """Print what the camera shows."""
        match item:
            case HandsResult():
                hands = [
                    {"id": hand.id, "handedness": hand.handedness, "state": hand.state}
                    for hand in item.hands
                ]
                self._print("hands", pts_ns=item.pts_ns - self._origin_ns, hands=hands)
            case GestureMade():
                self._print(
                    "gesture",
                    pts_ns=item.pts_ns - self._origin_ns,
                    hand=item.hand_id,
                    handedness=item.handedness,
                    gesture=item.gesture,
                )
            case Advice():
                hints = [{"issue": hint.issue.value, "score": hint.score} for hint in item.hints]
                self._print("advice", pts_ns=item.pts_ns - self._origin_ns, issues=hints)
            case ActionAsked():
                self._print(
                    "action",
                    pts_ns=item.pts_ns - self._origin_ns,
                    action=item.action.value,
                    gesture=item.gesture,
                    hand=item.hand_id,
                )

    def _print(self, event: str, **fields: object) -> None:
        self._stream.write(json.dumps({"event": event, **fields}) + "\n")
        self._stream.flush()
