"""Minutes of sound in which nobody speaks."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.bench.live_words import RATE_HZ, read, table

LABELS = ("music", "applause", "rain", "fire", "typing", "engine", "waves", "outdoor", "room_tone")


def wordless(folder: Path, seconds: int) -> NDArray[np.int16]:
    """Return sounds without a voice: each label in turn, then silence and noise for a fifth."""
    each = seconds * RATE_HZ * 4 // 5 // len(LABELS)
    rng = np.random.default_rng(0)
    made = seconds * RATE_HZ // 10
    parts = [np.zeros(made, np.int16), (rng.standard_normal(made) * 1000).astype(np.int16)]
    for part in ("eval", "eval2"):
        if not (folder / part).is_dir():
            raise FileNotFoundError(f"no clips without words in {folder / part}")
    for label in LABELS:
        clips = [
            read(folder / part / row["file"])
            for part in ("eval", "eval2")
            for row in table(folder / part / "labels.tsv")
            if row["label"] == label
        ]
        parts.append(np.resize(np.concatenate(clips), each))
    return np.concatenate(parts)
