"""Photographs of people, neutral and smiling, and who of them the training may look at.

The folder is that of the Face Research Lab London Set (DeBruine and Jones 2017, CC BY 4.0):
`neutral/ID.jpg`, `smiling/ID.jpg` and `london_info.csv` with face_id, face_age, face_gender and
face_eth, as the people told them.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

UNKNOWN_AGE = "NA"


@dataclass(frozen=True, slots=True)
class Person:
    """One person.

    Attributes:
        id: as in the files' names.
        age: in years; None where it was not told.
        gender: as told.
        ethnicity: as told.
        folder: where the pictures are.
    """

    id: str
    age: int | None
    gender: str
    ethnicity: str
    folder: Path

    def picture(self, smiling: bool) -> NDArray[np.uint8]:
        """Return the (height, width, 3) RGB photograph."""
        path = self.folder / ("smiling" if smiling else "neutral") / f"{self.id}.jpg"
        pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if pixels is None:
            raise FileNotFoundError(f"{path} is absent or no picture")
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), np.uint8)


def read_people(folder: Path) -> list[Person]:
    """Return everyone of whom both pictures are there, by id."""
    with (folder / "london_info.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["face_id"])
    people = [
        Person(
            row["face_id"],
            None if row["face_age"] == UNKNOWN_AGE else int(row["face_age"]),
            row["face_gender"],
            row["face_eth"],
            folder,
        )
        for row in rows
    ]
    kinds = ("neutral", "smiling")
    return [
        one for one in people if all((folder / kind / f"{one.id}.jpg").is_file() for kind in kinds)
    ]


def training_half(people: Sequence[Person]) -> list[Person]:
    """Return every second person of each gender and ethnic group; the others are never learnt."""
    ordered = sorted(people, key=lambda one: (one.gender, one.ethnicity, one.id))
    return sorted(ordered[::2], key=lambda one: one.id)
