"""A short film of the window: a recording, a search, a word put right; an animated WebP.

Taken by a process of its own, without a screen, of the real window over the real engine.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from app.errors import UsageError
from app.gui.studio import PATIENCE_S, Look, Studio, furnish

if TYPE_CHECKING:
    from PyQt6.QtGui import QImage

PER_S = 8
WIDTH_PX = 900
QUALITY = 70  # of WebP, 0..100: letters stay sharp, and a film of 20 s stays below 1.5 MB
RECORDED_S = 8.5
LOOK = Look("film", "light", "1")


def take(path: Path) -> None:
    """Make the film; raises UsageError when it cannot be made."""
    with tempfile.TemporaryDirectory(prefix="earshot-film-") as home:
        done = subprocess.run(
            [sys.executable, "-m", __name__, str(path)],
            env={**os.environ, "EARSHOT_HOME": home, "QT_QPA_PLATFORM": "offscreen"},
            check=False,
        )
    if done.returncode:
        raise UsageError(f"the film {path} could not be taken")


class Camera:
    """Takes a picture of the window so many times a second, while something else is done."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self.pictures: list[NDArray[np.uint8]] = []

    def run(self, seconds: float) -> None:
        """Film for a time."""
        end_s = time.monotonic() + seconds
        self.until(lambda: time.monotonic() >= end_s)

    def until(self, true: Callable[[], bool]) -> None:
        """Film until something is true."""
        next_s = time.monotonic()
        while not true():
            next_s = max(next_s + 1 / PER_S, time.monotonic())
            self.pictures.append(shrunk(self._studio.window.grab().toImage()))
            self._studio.pause(max(0.0, next_s - time.monotonic()))

    def type(self, put: Callable[[str], object], text: str) -> None:
        """Film a text as it is typed."""
        for length in range(1, len(text) + 1):
            put(text[:length])
            self.run(1.5 / PER_S)


def shrunk(image: "QImage") -> NDArray[np.uint8]:
    """Return a picture of the window as (height, width, 4) BGRA, WIDTH_PX wide."""
    image = image.convertToFormat(image.Format.Format_RGB32)
    bits = image.constBits()
    assert bits is not None
    pixels = np.array(bits.asarray(image.sizeInBytes()), np.uint8)
    pixels = pixels.reshape(image.height(), image.width(), 4)
    size = (WIDTH_PX, round(WIDTH_PX * image.height() / image.width() / 2) * 2)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def write(path: Path, pictures: list[NDArray[np.uint8]]) -> None:
    """Write an animated WebP that goes round and round; pictures that stay are held."""
    height, width, _ = pictures[0].shape
    with av.open(str(path), "w", format="webp", options={"loop": "0"}) as film:
        stream = film.add_stream("libwebp_anim", rate=PER_S)
        stream.width, stream.height, stream.pix_fmt = width, height, "bgra"
        stream.options = {"quality": str(QUALITY), "compression_level": "6", "preset": "text"}
        for number, pixels in enumerate(pictures):
            opaque = pixels.copy()
            opaque[:, :, 3] = 255
            frame = av.VideoFrame.from_ndarray(opaque, format="bgra")
            frame.pts, frame.time_base = number, Fraction(1, PER_S)
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))


def play(studio: Studio) -> list[NDArray[np.uint8]]:
    """Go through the film; return its pictures."""
    from app.gui.state.live import Phase
    from app.gui.state.recording import State
    from app.gui.window import Page

    window, models, camera = studio.window, studio.models, Camera(studio)
    window.go_to(Page.LIVE)
    window.live.choose(studio.demo, studio.demo)
    camera.run(0.5)
    models.live.toggle(window.live.choice())
    studio.until(lambda: models.live.elapsed_ns > 1e9)
    camera.until(lambda: models.live.elapsed_ns > RECORDED_S * 1e9)
    studio.until(lambda: models.live.phase is Phase.IDLE)
    furnish(studio)
    window.go_to(Page.LIBRARY)
    studio.pause(1.5)
    camera.run(0.6)
    camera.type(window.library.search_for, "meeting")
    camera.run(0.8)
    models.library.open(models.library.index(0))
    studio.until(lambda: models.recording.state is State.OPEN)
    models.recording.seek(1_000_000_000)
    camera.run(0.4)
    models.recording.toggle()
    camera.run(4.0)
    models.recording.toggle()
    correct(studio, camera)
    camera.run(1.2)
    return camera.pictures


def correct(studio: Studio, camera: Camera) -> None:
    """Put a word right that was heard wrongly: the clip counts one, two, three."""
    from app.gui.parts.word_editor import WordEditor

    said = studio.models.recording.said
    texts = [word.text for word in said.words]
    wrong = next((n for n, text in enumerate(texts) if text in ("want", "was", "won")), None)
    editor = studio.window.recording.findChild(WordEditor)
    if wrong is None or editor is None:
        return
    studio.window.recording.words.edit(wrong)
    camera.run(0.4)
    camera.type(editor.setText, "one")
    said.spell(said.heard_id(wrong), "one")
    editor.leave()
    studio.until(lambda: said.words[wrong].text == "one")
    camera.run(0.6)


def main(path: Path) -> None:
    """Open the window, film, close it."""
    studio = Studio(path.parent, LOOK)
    try:
        pictures = play(studio)
    finally:
        studio.window.close()
        studio.bridge.close(PATIENCE_S)
    write(path, pictures)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
