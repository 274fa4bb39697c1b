"""Opens files to export hands to, each written by the ending of its name."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import av

from app.errors import StorageError, UsageError
from app.storage.hands_export.as_csv import CsvWriter
from app.storage.hands_export.as_json import JsonWriter
from app.storage.hands_export.as_still import StillWriter
from app.storage.hands_export.as_video import VideoWriter
from app.storage.hands_export.look import Look, Writer
from app.storage.whole_file import check_is_not_read, unwritten, whole_file

TABLES = (".json", ".csv")
OF_VIDEO = (*TABLES, ".mp4")
OF_STILL = (*TABLES, ".png", ".jpg", ".jpeg")


class Export:
    """Some files, written together."""

    def __init__(self, writers: list[tuple[Path, Writer]]) -> None:
        self._writers = writers

    def put(self, look: Look) -> None:
        """Write what was found in the next picture; raises StorageError."""
        for path, writer in self._writers:
            try:
                writer.put(look)
            except (OSError, av.FFmpegError) as error:
                raise unwritten(path, error) from error


def check_targets(paths: list[Path], source: Path, *, still: bool) -> None:
    """Check files to be written of the hands in `source`.

    Raises:
        UsageError: a name says no format, is given twice, or is that of `source`.
        StorageError: a folder is absent.
    """
    known = OF_STILL if still else OF_VIDEO
    for number, path in enumerate(paths):
        check_is_not_read(path, source)
        if path.resolve() in [other.resolve() for other in paths[:number]]:
            raise UsageError(f"{path} is named twice; name each file once")
        if path.suffix.lower() not in known:
            kind = "a picture" if still else "a video"
            raise UsageError(f"{path}: hands of {kind} can be written as {', '.join(known)}")
        if not path.parent.is_dir():
            raise StorageError(f"cannot write {path}: its folder does not exist")


@contextmanager
def export(paths: list[Path], source: str) -> Iterator[Export]:
    """Yield what writes all of `paths`; each is there whole at the end, or not at all.

    Args:
        paths: that have passed `check_targets`.
        source: the name of what the hands are of.

    Raises:
        StorageError: a file cannot be written.
    """
    with ExitStack() as stack:
        writers: list[tuple[Path, Writer]] = []
        for path in paths:
            part = stack.enter_context(whole_file(path))
            writer = stack.enter_context(closing(_writer(part, source)))
            writers.append((path, writer))
        yield Export(writers)


def _writer(part: Path, source: str) -> Writer:
    ending = part.suffix.lower()
    if ending == ".json":
        return JsonWriter(part, source)
    if ending == ".csv":
        return CsvWriter(part)
    return VideoWriter(part) if ending == ".mp4" else StillWriter(part)
