"""Sounds to learn from: speech and everything else, as 16 kHz mono, cut from their files."""

import csv
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from models.spectrum import SAMPLE_RATE_HZ

HUMAN = {"speech", "singing", "laughter", "crowd", "radio_chatter", "scream", "baby_cry", "cry"}
"""Labels that hold voices or are neither: no example of 'no voice'."""


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a tab-separated file with a header."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def read(path: Path) -> NDArray[np.float32]:
    """Decode a file to 16 kHz mono, (n,) in -1..1."""
    resampler = av.AudioResampler("flt", "mono", SAMPLE_RATE_HZ)
    parts: list[NDArray[np.float32]] = []
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            parts += [part.to_ndarray()[0] for part in resampler.resample(frame)]
    parts += [part.to_ndarray()[0] for part in resampler.resample(None)]
    return np.concatenate(parts)


def speech_clips(
    folder: Path, seconds: float, rng: np.random.Generator
) -> Iterator[NDArray[np.float32]]:
    """Yield clips of a folder of speech packs in random order of packs, up to `seconds`."""
    index = rows(folder / "index.tsv")
    packs = sorted({row["file"] for row in index if (folder / row["file"]).is_file()})
    left_s = seconds
    for pack in rng.permutation(packs):
        sound = read(folder / pack)
        for row in index:
            if row["file"] != pack or left_s <= 0:
                continue
            start, end = (int(float(row[key]) * SAMPLE_RATE_HZ) for key in ("start", "end"))
            left_s -= (end - start) / SAMPLE_RATE_HZ
            yield sound[start:end]


def other_clips(folder: Path) -> Iterator[NDArray[np.float32]]:
    """Yield the clips of a folder of labelled sounds that hold no voice."""
    for row in rows(folder / "labels.tsv"):
        if row["label"] not in HUMAN:
            yield read(folder / row["file"])
