"""The picture at the place of playback: the newest place asked for wins, in a thread of its own."""

import contextlib
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from app.errors import StorageError
from app.pipelines.preview import WIDTH_PX, Picture, shrunk
from app.storage.pictures import Pictures


class PictureReader:
    """Decodes one video at a time for one window."""

    def __init__(
        self,
        answer: Callable[[Callable[[], object]], None],
        put: Callable[[Picture], object],
    ) -> None:
        """Have `put` called through `answer`, which brings it to the window's thread."""
        self._answer = answer
        self._put = put
        self._wanted = threading.Condition()
        self._video: Path | None = None
        self._time_ns: int | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)
        self._thread.start()

    def choose(self, video: Path | None) -> None:
        """Read from another file from now on."""
        with self._wanted:
            if video != self._video:
                self._video, self._time_ns = video, None
                self._wanted.notify()

    def leave(self) -> None:
        """Close the file."""
        self.choose(None)

    def ask(self, time_ns: int) -> None:
        """Want the picture at a time; an older wish is forgotten."""
        with self._wanted:
            self._time_ns = time_ns
            self._wanted.notify()

    def close(self) -> None:
        """End the thread."""
        with self._wanted:
            self._closed = True
            self._wanted.notify()
        self._thread.join()

    def _run(self) -> None:
        while not self._closed:
            video, time_ns = self._next_wish()
            if video is None:
                continue
            try:
                pictures = Pictures(video)
            except StorageError:  # the page shows none; the rest of the recording plays
                with self._wanted:
                    self._time_ns = None if self._time_ns == time_ns else self._time_ns
                continue
            with pictures, contextlib.suppress(StorageError):  # another place may be sound
                self._read(video, pictures)

    def _next_wish(self) -> tuple[Path | None, int | None]:
        with self._wanted:
            while (self._video is None or self._time_ns is None) and not self._closed:
                self._wanted.wait()
            return self._video, self._time_ns

    def _read(self, video: Path, pictures: Pictures) -> None:
        shown = None
        while True:
            with self._wanted:
                while self._time_ns is None and self._video == video and not self._closed:
                    self._wanted.wait()
                if self._video != video or self._closed or self._time_ns is None:
                    return
                time_ns, self._time_ns = self._time_ns, None
            frame = pictures.at(time_ns)
            if frame is not None and frame is not shown:
                shown = frame
                picture = Picture(time_ns, shrunk(frame, WIDTH_PX))
                self._answer(partial(self._give, video, picture))

    def _give(self, video: Path, picture: Picture) -> None:
        """Hand a picture on, unless another file was chosen while it was on its way."""
        with self._wanted:
            wanted = self._video == video
        if wanted:
            self._put(picture)
