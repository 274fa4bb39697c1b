"""Clips of speech, what is said in them where that is known, and who is kept for judging."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.spectrum import SAMPLE_RATE_HZ
from models.training.clips import read, rows

PARTS = ("train", "train2")
FURTHER_TEXTS = "train_transcripts_extra.tsv"
SHORTEST_S = 1.5
ACCENTED = "speechocean762"
ACCENTED_EVERY = 3  # clip is taken: they would be two thirds of all
CHILD = "_c"
HELD_OUT_SPEAKERS = {"ls26"}
HELD_OUT_GROUPS = {"ljspeech", "misc"}
HELD_OUT_ACCENTED_EVERY = 6
GROUPS = {"librispeech19_26_27", "picovoice_commands", "librispeech", ACCENTED} | HELD_OUT_GROUPS


@dataclass(frozen=True, slots=True)
class Clip:
    """Somebody speaking.

    Attributes:
        speaker: who, as far as the material says.
        group: where it is from.
        text: what is said, empty where nobody wrote it down.
        sound: (n,) at 16 kHz in -1..1.
        held_out: whether it is kept for judging.
    """

    speaker: str
    group: str
    text: str
    sound: NDArray[np.float32]
    held_out: bool


def clips(folder: Path) -> Iterator[Clip]:
    """Yield the clips of the training folders, pack by pack.

    Held out are one of the long readers, every clip of LibriSpeech of which somebody wrote down
    the text (two of their readers read on in the other folder), two small groups, and every sixth
    speaker with an accent.
    """
    further = {_place(row): row["text"] for row in rows(folder / FURTHER_TEXTS)}
    for part in PARTS:
        index = [row for row in rows(folder / part / "index.tsv") if row["set"] in GROUPS]
        for row in index:
            row["text"] = row.get("text") or further.get(_place(row), "")
        away = _held_out_speakers(index)
        taken = [row for row in index if _is_taken(row, row["speaker"] in away)]
        for pack in sorted({row["file"] for row in taken}):
            sound = read(folder / part / pack)
            for row in taken:
                if row["file"] == pack:
                    start, end = (int(seconds * SAMPLE_RATE_HZ) for seconds in _span_s(row))
                    yield Clip(
                        row["speaker"],
                        row["set"],
                        row["text"],
                        sound[start:end],
                        row["speaker"] in away or row["set"] in HELD_OUT_GROUPS,
                    )


def _place(row: dict[str, str]) -> tuple[str, float]:
    return Path(row["file"]).stem, float(row["start"])


def _span_s(row: dict[str, str]) -> tuple[float, float]:
    return float(row["start"]), float(row["end"])


def _held_out_speakers(index: list[dict[str, str]]) -> set[str]:
    accented = sorted({row["speaker"] for row in index if row["set"] == ACCENTED})
    written = {row["speaker"] for row in index if row["set"] == "librispeech" and row["text"]}
    return HELD_OUT_SPEAKERS | written | set(accented[::HELD_OUT_ACCENTED_EVERY])


def _is_taken(row: dict[str, str], held_out: bool) -> bool:
    start, end = _span_s(row)
    if end - start < SHORTEST_S or (CHILD in row["speaker"] and row["set"] == ACCENTED):
        return False
    if row["text"] == "" and (row["set"] != "librispeech" or held_out):
        return False
    accented_out = row["set"] == ACCENTED and int(start * 1000) % ACCENTED_EVERY != 0
    return not accented_out
