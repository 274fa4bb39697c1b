"""Folders of speech: packs of Ogg Opus with an index of who speaks where."""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from models.plc.mel import SAMPLE_RATE_HZ

INT16_SCALE = 32_768.0

# LibriSpeech's readers in the evaluation of packet loss concealment: never to be trained on.
EVALUATION_SPEAKERS = frozenset(
    ("367", "533", "1688", "1998", "2033", "2414", "2609", "3005", "3080", "3331")
)
# Names that stand for a crowd: such a "speaker" cannot be held out.
_CROWD = re.compile("unknown|multi$")
_HELD_OUT_ONE_IN = 16  # speakers


@dataclass(frozen=True, slots=True)
class Clip:
    """One utterance: `start_s` to `end_s` of the file `pack`, spoken by `speaker`."""

    pack: Path
    start_s: float
    end_s: float
    speaker: str

    @property
    def held_out(self) -> bool:
        """Tell whether the speaker's clips are for validation alone."""
        if _CROWD.search(self.speaker):
            return False
        digest = hashlib.sha256(self.speaker.encode()).digest()
        return digest[0] % _HELD_OUT_ONE_IN == 0


def read_index(folder: Path) -> list[Clip]:
    """Return the clips that `index.tsv` of a folder lists, in its order.

    Columns used: file, start, end (seconds), speaker.

    Raises:
        ValueError: an evaluation speaker is among them.
        OSError: the index cannot be read.
    """
    with (folder / "index.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    clips = [
        Clip(folder / row["file"], float(row["start"]), float(row["end"]), row["speaker"])
        for row in rows
    ]
    if banned := sorted({clip.speaker for clip in clips if _is_for_evaluation(clip.speaker)}):
        raise ValueError(f"{folder} holds speakers kept for evaluation: {', '.join(banned)}")
    return clips


def _is_for_evaluation(speaker: str) -> bool:
    number = re.fullmatch(r"(?:ls|libri\w*?)?[-_]?0*(\d+)", speaker)
    return number is not None and number[1] in EVALUATION_SPEAKERS


def decode(file: object) -> NDArray[np.int16]:
    """Return (n,) 16 kHz of an audio file, given as a path's name or an open binary file."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
    with av.open(file, "r") as container:
        parts = [
            part.to_ndarray()[0]
            for frame in container.decode(audio=0)
            for part in resampler.resample(frame)
        ]
    parts += [part.to_ndarray()[0] for part in resampler.resample(None)]
    return np.concatenate(parts)


def utterances(clips: list[Clip]) -> Iterator[tuple[Clip, NDArray[np.int16]]]:
    """Yield each clip with its samples, (n,) at 16 kHz; clips of one pack must be neighbours."""
    name, samples = None, np.zeros(0, np.int16)
    for clip in clips:
        if clip.pack != name:
            name, samples = clip.pack, decode(str(clip.pack))
        start, end = (round(at_s * SAMPLE_RATE_HZ) for at_s in (clip.start_s, clip.end_s))
        yield clip, samples[start:end]
