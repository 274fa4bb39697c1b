"""`run.json` in a recording: what every stage and edge of its session did."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.disk import cannot_write, replace_file
from app.engine.channel import Overflow
from app.engine.session import SessionReport
from app.engine.stage import StageStatistics
from app.errors import StorageError

FILE_NAME = "run.json"


@dataclass(frozen=True, slots=True)
class EdgeCounts:
    """How many items an edge carried and dropped, and its fullest moment."""

    edge: str
    overflow: str
    sent: int
    dropped: int
    peak: int
    capacity: int


@dataclass(frozen=True, slots=True)
class RunReport:
    """The figures of one finished session."""

    stages: dict[str, StageStatistics]
    edges: list[EdgeCounts]
    failures: list[str]

    def dropped(self) -> dict[str, int]:
        """Return the edges that lost anything; to show only the latest loses nothing."""
        return {
            counts.edge: counts.dropped
            for counts in self.edges
            if counts.dropped and counts.overflow != Overflow.LATEST
        }


def summarised(report: SessionReport) -> RunReport:
    """Return the session's figures in the form that is kept."""
    return RunReport(
        report.stages,
        [
            EdgeCounts(
                f"{edge.source} -> {edge.target} ({', '.join(k.__name__ for k in edge.carries)})",
                edge.overflow.value,
                counts.sent,
                counts.dropped,
                counts.peak,
                counts.capacity,
            )
            for edge, counts in report.edges
        ],
        [f"{failure.stage}: {failure.text}" for failure in report.failures],
    )


def write_run_report(folder: Path, report: RunReport) -> None:
    """Keep `report` in the recording's folder; raises StorageError."""
    path = folder / FILE_NAME
    try:
        replace_file(path, json.dumps(asdict(report), indent=2).encode() + b"\n")
    except OSError as error:
        raise cannot_write(path, error) from error


def read_run_report(folder: Path) -> RunReport | None:
    """Return the figures of the recording in `folder`, None when its session was cut off.

    Raises StorageError when the file is damaged.
    """
    path = folder / FILE_NAME
    try:
        fields: dict[str, Any] = json.loads(path.read_bytes())
        return RunReport(
            {name: StageStatistics(**values) for name, values in fields["stages"].items()},
            [EdgeCounts(**values) for values in fields["edges"]],
            [str(failure) for failure in fields["failures"]],
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StorageError(f"{path} is damaged ({error}); the recording itself is not") from error
