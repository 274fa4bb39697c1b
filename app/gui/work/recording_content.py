"""Everything about one recording that its page shows, read at once."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine.clock import NS_PER_S
from app.engine.events import Gap, Notice
from app.gui.work.wave_levels import WaveLevels
from app.storage.document import SpokenWord, Transcript
from app.storage.events import Mark, open_events
from app.storage.peaks import PER_S, read_peaks
from app.storage.recording import Recording, RecordingMeta
from app.storage.repair import repair
from app.storage.takes import preferred_take
from vision.hands.deliberate import GestureMade


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RecordingContent:
    """One recording; times in ns from its origin.

    Attributes:
        folder: where it lies.
        meta: what it says about itself.
        transcript: the take that is preferred.
        words: all of the transcript's, in order of time.
        speech_s: (n, 2) float64, when each word begins and ends, in seconds.
        levels: the waveform; flat without sound.
        gestures: in order of time.
        marks: in order of time.
        gaps: stretches without media.
        notices: what was said while recording.
        audio: the sound file, None without one.
        video: the picture file, None without one.
    """

    folder: Path
    meta: RecordingMeta
    transcript: Transcript
    words: tuple[SpokenWord, ...]
    speech_s: NDArray[np.float64]
    levels: WaveLevels
    gestures: tuple[GestureMade, ...]
    marks: tuple[Mark, ...]
    gaps: tuple[Gap, ...]
    notices: tuple[Notice, ...]
    audio: Path | None
    video: Path | None

    @property
    def duration_ns(self) -> int:
        """Length, 0 where none is known."""
        return self.meta.duration_ns or 0


def read_content(folder: Path) -> RecordingContent:
    """Read a recording, mending it first when its writer died; raises StorageError."""
    repair(folder)
    recording = Recording.open(folder)
    with open_events(recording.events_path) as events:
        gestures, marks = tuple(events.gestures()), tuple(events.marks())
        gaps, notices = tuple(events.gaps()), tuple(events.notices())
    transcript = preferred_take(recording).transcript
    words = tuple(word for said in transcript.utterances for word in said.words)
    return RecordingContent(
        folder=folder,
        meta=recording.meta,
        transcript=transcript,
        words=words,
        speech_s=np.array([(word.start_ns, word.end_ns) for word in words]).reshape(-1, 2)
        / NS_PER_S,
        levels=WaveLevels(read_peaks(recording), PER_S),
        gestures=gestures,
        marks=marks,
        gaps=gaps,
        notices=notices,
        audio=recording.audio_path if recording.audio_path.exists() else None,
        video=recording.video_path if recording.video_path.exists() else None,
    )
