"""The stage that keeps what a recording's other stages find."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.actions import Action, ActionAsked
from app.engine.events import Gap, Notice
from app.storage.audio_track import Anchor
from app.storage.event_store import COMMIT_PERIOD_MS, EventStore
from audio.speech.transcript import Final
from audio.tagging.sounds import Bar, SoundEvent
from vision.hands.deliberate import GestureMade
from vision.hands.hand import HandsResult

Kept = Final | Bar | SoundEvent | HandsResult | GestureMade | ActionAsked | Gap | Notice | Anchor


class EventLog:
    """Puts each item in its table and commits a few times a second."""

    def __init__(
        self,
        path: Path,
        origin_ns: int,
        sound: str,
        engine: str,
        *,
        draft: bool,
        speaker: str | None = None,
    ) -> None:
        """Make the database at `path`.

        `sound` names the source of clock anchors; `engine` and `draft` tell who heard the words,
        `speaker` who says them all, where that is known. Raises StorageError.
        """
        self._store = EventStore(path, origin_ns)
        self._sound = sound
        self._engine = engine
        self._draft = draft
        self._speaker = speaker
        self._committed_s = time.monotonic()

    def push(self, item: Kept) -> Sequence[object]:
        """Keep `item`; raises StorageError when the disk is full or gone."""
        self._put(item)
        if (time.monotonic() - self._committed_s) * 1000 >= COMMIT_PERIOD_MS:
            self._store.commit()
            self._committed_s = time.monotonic()
        return ()

    def flush(self) -> Sequence[object]:
        """Commit."""
        self._store.commit()
        return ()

    def reset(self) -> None:
        """Nothing is remembered."""

    def close(self) -> None:
        """Commit and leave one plain file."""
        self._store.close()

    def _put(self, item: Kept) -> None:
        match item:
            case Final():
                said = replace(item, speaker=item.speaker or self._speaker)
                self._store.put_final(said, self._engine, draft=self._draft)
            case Bar(final=True):
                self._store.put_bar(item)
            case SoundEvent():
                self._store.put_sound(item)
            case HandsResult():
                self._store.put_hands(item)
            case GestureMade():
                self._store.put_gesture(item)
            case ActionAsked(action=Action.MARK):
                self._store.put_mark(item.pts_ns, item.gesture)
            case Gap():
                self._store.put_gap(item)
            case Notice():
                self._store.put_notice(item)
            case Anchor():
                self._store.put_anchor(item, self._sound)
