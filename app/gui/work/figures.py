"""How the engine does, once a second, from a session's own counters."""

import time
from dataclasses import dataclass, field

from app.engine.channel import Overflow
from app.engine.session import Session
from app.engine.stage import StageStatistics


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How the engine does.

    Attributes:
        stages: by name.
        dropped: items lost on each edge that lost any, but for those that show the latest.
        hands_per_s: results about hands in the last second.
        in_time: share of those ever that came within 33 ms, 0..1; None without any.
        cpu_percent: of one core, this process and those of its stages, over the last second.
    """

    stages: dict[str, StageStatistics] = field(default_factory=dict)
    dropped: dict[str, int] = field(default_factory=dict)
    hands_per_s: float = 0.0
    in_time: float | None = None
    cpu_percent: float = 0.0


class FigureReader:
    """Reads one session; rates are over the time since the last reading."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._read_s, self._cpu_s, self._pushed = time.monotonic(), time.process_time(), 0

    def read(self, hands_seen: tuple[int, int]) -> Figures:
        """Return the figures; `hands_seen` are results about hands, all and those in time."""
        report = self._session.report()
        now_s = time.monotonic()
        used_s = time.process_time() + sum(stage.cpu_s for stage in report.stages.values())
        hands = report.stages.get("hands")
        pushed = hands.pushed if hands is not None else 0
        span_s = max(1e-3, now_s - self._read_s)
        figures = Figures(
            stages=report.stages,
            dropped={
                f"{edge.source} → {edge.target}": counts.dropped
                for edge, counts in report.edges
                if counts.dropped and edge.overflow is not Overflow.LATEST
            },
            hands_per_s=(pushed - self._pushed) / span_s,
            in_time=hands_seen[1] / hands_seen[0] if hands_seen[0] else None,
            cpu_percent=100 * (used_s - self._cpu_s) / span_s,
        )
        self._read_s, self._cpu_s, self._pushed = now_s, used_s, pushed
        return figures
