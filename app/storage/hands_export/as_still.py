"""A picture with the hands drawn over it."""

from pathlib import Path

import cv2

from app.storage.hands_export.look import Look
from vision.hands.overlay import draw_hands


class StillWriter:
    """Draws one picture and writes it in the format that the name's ending says."""

    def __init__(self, path: Path) -> None:
        """Prepare to write to `path`."""
        self._path = path

    def put(self, look: Look) -> None:
        """Draw and write. Raises OSError."""
        drawn = draw_hands(look.frame.rgb, look.result, look.captions)
        _, encoded = cv2.imencode(self._path.suffix, cv2.cvtColor(drawn, cv2.COLOR_RGB2BGR))
        self._path.write_bytes(encoded.tobytes())

    def close(self) -> None:
        """Do nothing more."""
