"""What is learnt from: labelled recordings of sounds, and people who speak."""

import csv
import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.log_mel import SAMPLE_RATE_HZ
from models.training.clips import read
from models.training.tagger.labels import class_of

HELD_OUT_ONE_IN = 6  # originals of a class
FEWEST_TO_HOLD_OUT = 5  # a class with fewer originals is needed whole
SPEAKER_CLIPS = 2  # of one speaker, so that no reader of a long book outweighs the others
CROWD_CLIPS = 80  # of people without names
SPEECH_CLIPS = 1100
SHORTEST_S, LONGEST_S = 0.3, 10.0

# LibriSpeech's readers in the evaluation of sounds: never to be trained on.
EVALUATION_SPEAKERS = frozenset(
    (
        *("125", "150", "198", "831", "1502", "1553", "2289", "2518", "2691", "2836", "2910"),
        *("3214", "3440", "3830", "4788", "5514", "6000", "6209", "6476", "8425", "8838", "8975"),
    )
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recording:
    """One clip.

    Attributes:
        samples: (n,) int16 at 16 kHz.
        key: of its class.
        original: what it was cut from; clips of one original are never split over two sets.
        held_out: kept for calibration.
    """

    samples: NDArray[np.int16]
    key: str
    original: str
    held_out: bool


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a tab-separated file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def open_recordings(data: Path, where: Path) -> list[Recording]:
    """Return `read_recordings(data)`, decoded once and then kept in the folder `where`."""
    kept = where / "recordings.npz"
    if not kept.exists():
        recordings = read_recordings(data)
        where.mkdir(parents=True, exist_ok=True)
        unfinished = kept.with_suffix(".part.npz")
        np.savez(
            unfinished,
            samples=np.concatenate([one.samples for one in recordings]),
            ends=np.cumsum([len(one.samples) for one in recordings]),
            keys=[one.key for one in recordings],
            originals=[one.original for one in recordings],
            held_out=[one.held_out for one in recordings],
        )
        unfinished.replace(kept)
    with np.load(kept) as arrays:
        samples = np.split(arrays["samples"], arrays["ends"][:-1])
        columns = (arrays[name].tolist() for name in ("keys", "originals", "held_out"))
        return [Recording(*row) for row in zip(samples, *columns, strict=True)]


def read_recordings(data: Path) -> list[Recording]:
    """Read DATA/sound/train, train2 and DATA/speech/train, train2.

    Raises:
        OSError: a table or a file of them cannot be read.
    """
    rows = [
        (key, row["original"], data / "sound" / part / row["file"])
        for part in ("train", "train2")
        for row in read_rows(data / "sound" / part / "labels.tsv")
        if (key := class_of(row["label"])) is not None
    ]
    spare = originals_to_hold_out([(key, original) for key, original, _ in rows])
    recordings = [
        Recording(_int16(read(path)), key, original, (key, original) in spare)
        for key, original, path in rows
    ]
    log.info("%d clips of sounds", len(recordings))
    for part in ("train", "train2"):
        recordings += speech(data / "speech" / part, SPEECH_CLIPS // 2)
    log.info("%d clips with speech", len(recordings))
    return recordings


def originals_to_hold_out(pairs: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the (class, original) kept for calibration: every HELD_OUT_ONE_IN-th of a class.

    The order is that of a digest, so that it does not depend on the order of the files.
    """
    of_class: dict[str, set[str]] = defaultdict(set)
    for key, original in pairs:
        of_class[key].add(original)
    return {
        (key, original)
        for key, originals in of_class.items()
        if len(originals) >= FEWEST_TO_HOLD_OUT
        for original in sorted(originals, key=_digest)[::HELD_OUT_ONE_IN]
    }


def speech(folder: Path, most: int) -> Iterator[Recording]:
    """Yield clips of a folder of packs with an index, few of each speaker, `most` at most."""
    by_speaker: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in sorted(read_rows(folder / "index.tsv"), key=lambda row: _digest(str(row))):
        speaker = row["speaker"]
        limit = CROWD_CLIPS if "unknown" in speaker else SPEAKER_CLIPS
        long_enough = float(row["end"]) - float(row["start"]) >= SHORTEST_S
        is_ours = speaker.removeprefix("ls") not in EVALUATION_SPEAKERS
        if is_ours and long_enough and len(by_speaker[speaker]) < limit:
            by_speaker[speaker].append(row)
    chosen = [row for rows in by_speaker.values() for row in rows][:most]
    chosen.sort(key=lambda row: row["file"])
    pack, sound = "", np.zeros(0, np.float32)
    for row in chosen:
        if row["file"] != pack:
            pack, sound = row["file"], read(folder / row["file"])
        start = int(float(row["start"]) * SAMPLE_RATE_HZ)
        end = min(int(float(row["end"]) * SAMPLE_RATE_HZ), start + int(LONGEST_S * SAMPLE_RATE_HZ))
        held_out = int(_digest(row["speaker"])[:8], 16) % HELD_OUT_ONE_IN == 0
        yield Recording(_int16(sound[start:end]), "speech", row["speaker"], held_out)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _int16(samples: NDArray[np.float32]) -> NDArray[np.int16]:
    return (samples * 32767.0).clip(-32768, 32767).astype(np.int16)
