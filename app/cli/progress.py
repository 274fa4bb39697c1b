"""A line that says how far a download or conversion is."""

from types import TracebackType
from typing import Self, TextIO

MB = 1e6
REDRAW_SHARE = 0.01


class Progress:
    """Redraws one line on a terminal; elsewhere says each name once."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._name = ""
        self._drawn = -1.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._name and self._stream.isatty():
            self._stream.write("\n")

    def tell(self, name: str, done_bytes: int, total_bytes: int) -> None:
        """Show that `done_bytes` of `total_bytes` (0: unknown) of `name` are here."""
        share = done_bytes / total_bytes if total_bytes else 0.0
        if name == self._name and abs(share - self._drawn) < REDRAW_SHARE:
            return
        is_new, self._name, self._drawn = name != self._name, name, share
        if self._stream.isatty():
            percent = f"{share:4.0%} of {total_bytes / MB:.1f} MB" if total_bytes else ""
            self._stream.write(f"\r\x1b[Kfetching {name} {percent}")
        elif is_new:
            self._stream.write(f"fetching {name}\n")
        self._stream.flush()
