"""Hands as one JSON object: a list of pictures, then a list of gestures."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.storage.hands_export.look import Look
from vision.hands.deliberate import GestureMade
from vision.hands.hand import Hand

FORMAT = 1
PX_DIGITS, NORM_DIGITS, METRE_DIGITS, SHARE_DIGITS = 2, 6, 5, 3


class JsonWriter:
    """Writes pictures as they come, one a line."""

    def __init__(self, path: Path, source: str) -> None:
        """Begin the file; `source` names what the hands are of. Raises OSError."""
        self._file = path.open("w", encoding="utf-8")
        self._file.write(f'{{"format": {FORMAT}, "source": {json.dumps(source)}, "frames": [')
        self._made: list[GestureMade] = []
        self._separator = "\n"

    def put(self, look: Look) -> None:
        """Write a picture's hands."""
        height, width = look.frame.rgb.shape[:2]
        row = {
            "pts_ns": look.result.pts_ns,
            "width": width,
            "height": height,
            "hands": [as_dict(hand) for hand in look.result.hands],
        }
        self._file.write(self._separator + json.dumps(row))
        self._separator = ",\n"
        self._made.extend(look.made)

    def close(self) -> None:
        """Write the gestures."""
        gestures = [
            {
                "pts_ns": made.pts_ns,
                "hand": made.hand_id,
                "handedness": made.handedness,
                "gesture": made.gesture,
            }
            for made in self._made
        ]
        with self._file as file:
            file.write(f'\n], "gestures": {json.dumps(gestures)}}}\n')


def as_dict(hand: Hand) -> dict[str, Any]:
    """Return a hand as plain values; the frames of coordinates are those of `Hand`."""
    return {
        "id": hand.id,
        "state": hand.state,
        "handedness": hand.handedness,
        "handedness_score": round(hand.handedness_score, SHARE_DIGITS),
        "presence": round(hand.presence, SHARE_DIGITS),
        "landmarks_px": rounded(hand.landmarks_px, PX_DIGITS),
        "landmarks_norm": rounded(hand.landmarks_norm, NORM_DIGITS),
        "world_m": rounded(hand.world_m, METRE_DIGITS),
        "confidence": rounded(hand.confidence, SHARE_DIGITS),
    }


def rounded(values: NDArray[np.float32], digits: int) -> list[Any]:
    """Return an array as lists, without digits that mean nothing."""
    plain: list[Any] = values.astype(np.float64).round(digits).tolist()
    return plain
