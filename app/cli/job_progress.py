"""A line that says how far a file is, and when it will be done."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

BAR = 24  # characters
REDRAW_S = 0.1


class JobProgress:
    """Redraws one line on a terminal; elsewhere says nothing."""

    def __init__(self, stream: TextIO, now_s: Callable[[], float] = time.monotonic) -> None:
        """Begin now."""
        self._stream = stream
        self._now_s = now_s
        self._began_s = now_s()
        self._drawn_s = float("-inf")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._stream.isatty():
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def tell(self, pictures: int, share: float | None) -> None:
        """Show that so many pictures are done, a share of the whole; None where it is unknown."""
        now_s = self._now_s()
        if not self._stream.isatty() or now_s - self._drawn_s < REDRAW_S:
            return
        self._drawn_s = now_s
        spent_s = max(now_s - self._began_s, 1e-3)
        line = f"{pictures} pictures, {pictures / spent_s:.0f} a second"
        if share is not None and share > 0:
            share = min(share, 1.0)
            bar = "█" * round(share * BAR) + "░" * (BAR - round(share * BAR))
            line = f"{bar} {share:4.0%}  {line}, {clock(spent_s * (1 - share) / share)} to go"
        self._stream.write(f"\r\x1b[K{line}")
        self._stream.flush()


def clock(seconds: float) -> str:
    """Return a length as m:ss."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
