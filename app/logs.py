"""Notes for whoever mends Earshot: one small rotating file, never the screen."""

import logging
import logging.handlers
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

MAX_BYTES = 1_000_000  # months of warnings
OLD_FILES = 1
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


@contextmanager
def kept(folder: Path) -> Generator[None, None, None]:
    """Write what any module logs from WARNING on to `folder/earshot.log` meanwhile.

    The file is opened at the first note. Where it cannot be written the notes are lost and nothing
    is said: the command itself tells what it needs from that folder.
    """
    handler = _Quiet(
        folder / "earshot.log",
        maxBytes=MAX_BYTES,
        backupCount=OLD_FILES,
        encoding="utf-8",
        delay=True,
    )
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter(FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()


class _Quiet(logging.handlers.RotatingFileHandler):
    """Loses what cannot be written rather than printing a traceback into a status line."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Say nothing."""
