"""The data room: all speech decoded once, lying ready on disk."""

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.plc.mel import SAMPLE_RATE_HZ
from models.training.plc.opus import round_trip
from models.training.plc.packs import Clip, read_index, utterances

SHORTEST_SAMPLES = SAMPLE_RATE_HZ // 2
# The packs are Opus of 24 kb/s already; some calls are worse.
_RECODED_SHARE = 0.25
_RECODED_BITS_PER_S = (12_000, 16_000)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Room:
    """Clips end to end.

    Attributes:
        samples: (n,) int16 at 16 kHz, mapped from disk.
        starts, ends: (clips,) where each lies in them.
        held_out: (clips,) whether the speaker is for validation alone.
    """

    samples: NDArray[np.int16]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    held_out: NDArray[np.bool_]

    def part(self, *, held_out: bool) -> "Room":
        """Return the clips for validation, or those for training."""
        mine = self.held_out == held_out
        return Room(self.samples, self.starts[mine], self.ends[mine], self.held_out[mine])

    @property
    def duration_s(self) -> float:
        """Length of all clips."""
        return float(np.sum(self.ends - self.starts)) / SAMPLE_RATE_HZ


def open_room(folders: Sequence[Path], where: Path, seed: int) -> Room:
    """Return the room of some folders of packs; made under `where` unless it is there already.

    Raises:
        ValueError: an evaluation speaker is among the clips, or there is none long enough.
        OSError: an index or a pack cannot be read.
    """
    clips = [clip for folder in folders for clip in read_index(folder)]
    key = hashlib.sha256(repr((seed, [(str(clip), clip.held_out) for clip in clips])).encode())
    sheet, sound = where / "room.json", where / "room.s16"
    if not sheet.exists() or json.loads(sheet.read_text())["key"] != key.hexdigest():
        where.mkdir(parents=True, exist_ok=True)
        table = _furnish(clips, sound, seed)
        sheet.write_text(json.dumps({"key": key.hexdigest(), "clips": table}))
    table = json.loads(sheet.read_text())["clips"]
    if not table:
        raise ValueError("no clip is long enough to lose something from")
    columns = np.array(table, np.int64)
    samples = np.memmap(sound, np.int16, "r")
    return Room(samples, columns[:, 0], columns[:, 1], columns[:, 2].astype(bool))


def _furnish(clips: list[Clip], sound: Path, seed: int) -> list[tuple[int, int, int]]:
    """Write all samples; return (start, end, held out) of each clip."""
    random = np.random.default_rng(seed)
    table, place = [], 0
    with sound.open("wb") as file:
        for number, (clip, samples) in enumerate(utterances(clips)):
            if len(samples) < SHORTEST_SAMPLES:
                continue
            bad_call = random.random() < _RECODED_SHARE and not clip.held_out
            rate = int(random.choice(_RECODED_BITS_PER_S)) if bad_call else 0
            file.write((round_trip(samples, rate) if bad_call else samples).tobytes())
            table.append((place, place + len(samples), int(clip.held_out)))
            place += len(samples)
            if number % 500 == 0:
                log.info("read %d of %d clips", number, len(clips))
    return table
