"""Everything about one recording that its page shows, read at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine.clock import NS_PER_S
from app.engine.events import Gap, Notice
from app.errors import StorageError
from app.gui.work.quiet import quiet_stretches
from app.gui.work.wave_levels import WaveLevels
from app.storage.corrections import Corrections, corrected, read_corrections
from app.storage.document import SpokenWord, Transcript
from app.storage.dominant import DominantSounds
from app.storage.events import Mark, StoredSound, open_events
from app.storage.meta import RecordingMeta
from app.storage.peaks import PER_S, read_peaks
from app.storage.recording import Recording
from app.storage.repair import repair
from app.storage.segments import segments
from app.storage.takes import rank, read_heard, take_names
from vision.hands.deliberate import GestureMade

NAME_FORMAT, NAME_DIGITS = "IMG_%Y%m%d_%H%M%S%f", 22  # as photo_name writes it, to the ms


@dataclass(frozen=True, eq=False, kw_only=True)
class RecordingContent:
    """One recording; times in ns from its origin.

    Attributes:
        folder: where it lies.
        meta: what it says about itself.
        take: which of its hearings this is.
        takes: the engine of each hearing there is, by name.
        heard: that hearing as the engine made it.
        corrections: what a person put right in it.
        speech_s: (n, 2) float64, when each word begins and ends, in seconds.
        quiet_s: (n, 2) float64, when each silence begins and ends, in seconds.
        levels: the waveform; flat without sound.
        sounds: what was heard besides words, in order of time.
        dominant: which sound dominates when; None where nobody listened to the sounds.
        photos: Motion Photos taken while it was recorded or afterwards, by the time in it.
        gestures: in order of time.
        marks: in order of time.
        gaps: stretches without media.
        notices: what was said while recording.
        audio: the sound file, None without one.
        video: the picture file, None without one.
        problems: what of it could not be read, a sentence each.
    """

    folder: Path
    meta: RecordingMeta
    take: str
    takes: Mapping[str, str]
    heard: Transcript
    corrections: Corrections
    speech_s: NDArray[np.float64]
    quiet_s: NDArray[np.float64]
    levels: WaveLevels
    sounds: tuple[StoredSound, ...]
    dominant: DominantSounds | None
    photos: tuple[tuple[int, Path], ...]
    gestures: tuple[GestureMade, ...]
    marks: tuple[Mark, ...]
    gaps: tuple[Gap, ...]
    notices: tuple[Notice, ...]
    audio: Path | None
    video: Path | None
    problems: tuple[str, ...] = ()

    @property
    def hearing(self) -> tuple[Path, str, str]:
        """Which hearing this is: of what folder, its name, when it was made."""
        return self.folder, self.take, self.heard.created_at

    @property
    def duration_ns(self) -> int:
        """Length, 0 where none is known."""
        return self.meta.duration_ns or 0

    @cached_property
    def transcript(self) -> Transcript:
        """The words, as a person put them right."""
        return corrected(self.heard, self.corrections)

    @cached_property
    def heard_words(self) -> Mapping[int, SpokenWord]:
        """The words as they were heard, by id."""
        return {word.id: word for said in self.heard.utterances for word in said.words}

    @cached_property
    def home_of(self) -> Mapping[int, int]:
        """The id of the utterance that a heard word is in, by the word's id."""
        return {word.id: said.id for said in self.heard.utterances for word in said.words}

    @property
    def free_id(self) -> int:
        """A number above those of all words heard."""
        return max(self.heard_words, default=-1) + 1


def read_content(folder: Path, take: str = "") -> RecordingContent:
    """Read a recording, mending it first when its writer died; raises StorageError.

    Args:
        folder: where it lies.
        take: which hearing; the preferred one when empty.
    """
    repair(folder)
    recording = Recording.open(folder)
    with open_events(recording.events_path) as events:
        gestures, marks = tuple(events.gestures()), tuple(events.marks())
        gaps, notices = tuple(events.gaps()), tuple(events.notices())
        sounds, runs = tuple(segments(events.sounds())), events.sound_runs()
    problems: list[str] = []
    heard = read_hearings(recording, problems)
    take = take if take in heard else max(heard, key=lambda name: rank(heard[name]))
    speech_s = (
        np.array([(word.start_ns, word.end_ns) for s in heard[take].utterances for word in s.words])
    ).reshape(-1, 2) / NS_PER_S
    peaks = read_peaks(recording)
    content = RecordingContent(
        folder=folder,
        meta=recording.meta,
        take=take,
        takes={name: one.engine for name, one in heard.items() if one.engine},
        heard=heard[take],
        corrections=known_corrections(folder, take, heard[take].created_at, problems),
        speech_s=speech_s,
        quiet_s=quiet_stretches(peaks, PER_S, speech_s),
        levels=WaveLevels(peaks, PER_S),
        sounds=sounds,
        dominant=DominantSounds(runs) if runs else None,
        photos=photos_of(recording),
        gestures=gestures,
        marks=marks,
        gaps=gaps,
        notices=notices,
        audio=recording.audio_path if recording.audio_path.exists() else None,
        video=recording.video_path if recording.video_path.exists() else None,
        problems=tuple(problems),
    )
    _ = (
        content.transcript,
        content.heard_words,
        content.home_of,
    )  # made here, where it keeps nobody waiting
    return content


def read_hearings(recording: Recording, problems: list[str]) -> dict[str, Transcript]:
    """Return what can be read of all hearings, by name; raises StorageError if that is nothing."""
    heard = {}
    for name in take_names(recording):
        try:
            heard[name] = read_heard(recording, name).transcript
        except StorageError as error:
            problems.append(str(error))
    if not heard:
        raise StorageError(problems[0])
    return heard


def known_corrections(folder: Path, take: str, created_at: str, problems: list[str]) -> Corrections:
    """Return what a person put right; nothing where that cannot be read."""
    try:
        return read_corrections(folder, take, created_at)
    except StorageError as error:
        problems.append(str(error))
        return Corrections()


def photos_of(recording: Recording) -> tuple[tuple[int, Path], ...]:
    """Return the photos of a recording, each with its time in it, in ns."""
    began = datetime.fromisoformat(recording.meta.started_at)
    found = []
    for path in sorted(recording.photos_path.glob("*.jpg")):
        try:
            taken = datetime.strptime(path.name[:NAME_DIGITS], NAME_FORMAT)
        except ValueError:  # a photo of someone else's
            continue
        since = taken.replace(tzinfo=began.tzinfo) - began
        found.append((round(since.total_seconds() * NS_PER_S), path))
    return tuple(found)
