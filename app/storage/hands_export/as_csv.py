"""Hands as a table: a row for each hand in each picture."""

import csv
from pathlib import Path

from app.storage.hands_export.as_json import METRE_DIGITS, PX_DIGITS, SHARE_DIGITS, rounded
from app.storage.hands_export.look import Look

LANDMARKS = range(21)
COLUMNS = (
    *("pts_ns", "hand", "state", "handedness", "handedness_score", "presence", "gesture"),
    *(f"{axis}{mark}_px" for mark in LANDMARKS for axis in "xyz"),
    *(f"{axis}{mark}_m" for mark in LANDMARKS for axis in "xyz"),
    *(f"confidence{mark}" for mark in LANDMARKS),
)


class CsvWriter:
    """Writes rows as pictures come. Gestures that a picture completed are joined by `+`."""

    def __init__(self, path: Path) -> None:
        """Begin the file with the names of the columns. Raises OSError."""
        self._file = path.open("w", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file)
        self._rows.writerow(COLUMNS)

    def put(self, look: Look) -> None:
        """Write a picture's hands."""
        for hand in look.result.hands:
            made = [gesture.gesture for gesture in look.made if gesture.hand_id == hand.id]
            self._rows.writerow(
                (
                    *(look.result.pts_ns, hand.id, hand.state, hand.handedness),
                    round(hand.handedness_score, SHARE_DIGITS),
                    round(hand.presence, SHARE_DIGITS),
                    "+".join(made),
                    *rounded(hand.landmarks_px.ravel(), PX_DIGITS),
                    *rounded(hand.world_m.ravel(), METRE_DIGITS),
                    *rounded(hand.confidence, SHARE_DIGITS),
                )
            )

    def close(self) -> None:
        """End the file."""
        self._file.close()
