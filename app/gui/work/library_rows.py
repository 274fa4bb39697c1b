"""The library as it is listed: each recording with the outline of its sound and a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.errors import StorageError
from app.pipelines.preview import shrunk
from app.storage.entry import Entry
from app.storage.library import Library
from app.storage.peaks import read_peaks
from app.storage.pictures import Pictures
from app.storage.recording import Recording
from app.storage.search import Hit

OUTLINE_BARS = 48
MOST_WITH_WORDS = 1_000  # recordings, the newest: all 5,000 of a full library took 0.4 s a key
MOST_SOUNDS = 100_000  # recordings, of which only the first sound is shown
THUMBNAIL_PX = 160
THUMBNAIL_PLACE = 0.3  # a third into it people are in the picture


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a recording looks like in a list.

    Attributes:
        outline: (48,) float32 0..1, empty without sound.
        picture: (height, width, 4) uint8 BGRA, None without pictures.
    """

    outline: NDArray[np.float32]
    picture: NDArray[np.uint8] | None


def read_entries(library: Path, *, trashed: bool) -> list[Entry]:
    """Return the recordings, newest first; raises StorageError."""
    with Library(library) as open_library:
        return open_library.entries(trashed=trashed)


def search(library: Path, question: str, sounds: Sequence[str]) -> dict[Path, Hit]:
    """Return the first hit in each recording that has one; raises StorageError.

    With keys of `sounds`, those are looked for, near the words if there are any. The last word may
    be unfinished: a person is still typing it.
    """
    words = question.strip()
    if words and not words.endswith(('"', "*")):
        words += "*"
    with Library(library) as open_library:
        found = (
            open_library.search_sounds(sounds, words, limit=MOST_SOUNDS, first=True)
            if sounds
            else open_library.search(words, MOST_WITH_WORDS, first=True)
        )
    hits: dict[Path, Hit] = {}
    for hit in found:
        hits.setdefault(hit.folder, hit)
    return hits


def read_sounds(library: Path) -> list[str]:
    """Return the keys of the sounds there are; raises StorageError."""
    with Library(library) as open_library:
        return open_library.sounds()


def read_look(folder: Path, duration_ns: int | None) -> Look:
    """Return what a recording looks like; what cannot be read is left out."""
    nothing = np.zeros(0, np.float32)
    try:
        recording = Recording.open(folder)
        outline = bars(read_peaks(recording), OUTLINE_BARS)
        return Look(outline, _thumbnail(recording, duration_ns or 0))
    except StorageError:
        return Look(nothing, None)


def bars(peaks: NDArray[np.uint8], count: int) -> NDArray[np.float32]:
    """Return the peaks in `count` bars, (count,) 0..1; empty without peaks."""
    if not len(peaks):
        return np.zeros(0, np.float32)
    starts = np.arange(count) * len(peaks) // count
    return np.asarray(np.maximum.reduceat(peaks, starts) / np.float32(255), np.float32)


def _thumbnail(recording: Recording, duration_ns: int) -> NDArray[np.uint8] | None:
    if not recording.video_path.exists():
        return None
    with Pictures(recording.video_path) as pictures:
        picture = pictures.at(round(duration_ns * THUMBNAIL_PLACE))
    return None if picture is None else shrunk(picture, THUMBNAIL_PX)
