"""The classes of the teacher, YAMNet."""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.sound_classes import SoundClass


def groups(class_map: Path, classes: Sequence[SoundClass]) -> list[NDArray[np.int64]]:
    """Return, for each class, which of YAMNet's scores are it, by the names of its class map."""
    with class_map.open(encoding="utf-8", newline="") as file:
        names = [row["display_name"] for row in csv.DictReader(file)]
    return [np.array([names.index(member) for member in one.members]) for one in classes]
