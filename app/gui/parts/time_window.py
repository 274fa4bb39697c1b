"""The stretch of a recording that a timeline shows, and where a time lies on the screen."""

from dataclasses import dataclass, replace
from typing import Self

from PyQt6.QtCore import QRectF

CLOSEST_S = 1.0  # the shortest stretch that fills the view
LANE_PX, RULER_PX, OVERVIEW_PX = 30, 22, 26
WHOLE_S = 1e-6  # a view that lacks no more than this shows all


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWindow:
    """What is in view.

    Attributes:
        start_s: the time at the left edge.
        end_s: the time at the right edge.
        duration_s: of the whole recording.
        width_px: of the widget.
        height_px: of the widget.
    """

    start_s: float = 0.0
    end_s: float = CLOSEST_S
    duration_s: float = 0.0
    width_px: int = 1
    height_px: int = 1

    @property
    def span_s(self) -> float:
        """How much is shown."""
        return self.end_s - self.start_s

    @property
    def whole_s(self) -> float:
        """How much can be shown."""
        return max(self.duration_s, CLOSEST_S)

    def at(self, start_s: float, span_s: float) -> Self:
        """Return the window that shows `span_s` from `start_s`, kept inside the recording."""
        start_s = max(0.0, min(start_s, self.whole_s - span_s))
        return replace(self, start_s=start_s, end_s=start_s + span_s)

    def zoomed(self, factor: float, at_s: float) -> Self:
        """Return the window over a stretch `factor` times shorter; `at_s` keeps its place."""
        at_s = min(max(at_s, self.start_s), self.end_s)
        span_s = min(max(self.span_s / factor, CLOSEST_S), self.whole_s)
        share = (at_s - self.start_s) / self.span_s if self.span_s else 0.0
        return self.at(at_s - share * span_s, span_s)

    def sized(self, width_px: int, height_px: int) -> Self:
        """Return the same stretch in a widget of another size."""
        return replace(self, width_px=width_px, height_px=height_px)

    def x_of(self, time_s: float) -> float:
        """Return where a time is."""
        return (time_s - self.start_s) / self.span_s * self.width_px if self.span_s else 0.0

    def time_at(self, x: float) -> float:
        """Return the time at a place."""
        return self.start_s + x / max(1, self.width_px) * self.span_s

    def overview(self) -> QRectF:
        """Return where all of the recording is shown small; flat while all is in view anyway."""
        height = 0 if self.span_s >= self.duration_s - WHOLE_S else OVERVIEW_PX
        return QRectF(0, self.height_px - height, self.width_px, height)

    def wave(self) -> QRectF:
        """Return where the waveform is."""
        return QRectF(0, LANE_PX, self.width_px, self.overview().top() - RULER_PX - LANE_PX)
