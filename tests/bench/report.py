"""The one shape in which every benchmark answers."""

import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

BOOTSTRAP_ROUNDS = 2000
INTERVAL_PERCENT = (2.5, 97.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number.

    Attributes:
        key: name, stable from run to run.
        value: the measurement.
        unit: its unit; "" for a count or ratio.
        n: how many observations stand behind it.
        low: lower end of a 95 % bootstrap interval, where one means something.
        high: upper end.
        peer: whose figure it is; None for ours.
        at_most: budget; None when the figure is only reported.
        at_least: budget from below.
    """

    key: str
    value: float
    unit: str
    n: int
    low: float | None = None
    high: float | None = None
    peer: str | None = None
    at_most: float | None = None
    at_least: float | None = None

    def within_budget(self) -> bool:
        """Tell whether the value keeps what was promised of it."""
        above = self.at_most is None or self.value <= self.at_most
        return above and (self.at_least is None or self.value >= self.at_least)

    def budget(self) -> str:
        """Name the budget for a table."""
        if self.at_most is not None:
            return f"<= {self.at_most:g}"
        return f">= {self.at_least:g}" if self.at_least is not None else ""


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of one benchmark, and the machine they were measured on."""

    bench: str
    figures: Sequence[Figure]

    def within_budget(self) -> bool:
        """Tell whether every figure keeps its budget."""
        return all(figure.within_budget() for figure in self.figures)

    def as_json(self) -> dict[str, object]:
        """Return the object that `--json` prints."""
        keys = ("key", "value", "unit", "n", "low", "high", "peer")
        return {
            "bench": self.bench,
            "machine": machine(),
            "figures": [{key: getattr(figure, key) for key in keys} for figure in self.figures],
        }

    def as_table(self) -> str:
        """Return lines for a person."""
        width = max(len(figure.key) for figure in self.figures)
        lines = [f"{self.bench} on {machine()['cpu']}, {machine()['cores']} cores"]
        for figure in self.figures:
            spread = (
                f" ({figure.low:.3g} to {figure.high:.3g})"
                if figure.low is not None and figure.high is not None
                else ""
            )
            mark = "" if figure.within_budget() else "  OVER BUDGET"
            lines.append(
                f"  {figure.key:<{width}}  {figure.value:10.3f} {figure.unit}{spread}"
                f"  n={figure.n}  {figure.budget()}{mark}"
                + (f"  [{figure.peer}]" if figure.peer else "")
            )
        return "\n".join(lines)


def machine() -> dict[str, object]:
    """Describe where this runs and how busy it is."""
    return {
        "cpu": cpu_name(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def cpu_name() -> str:
    """Return the processor's own name, where the system tells it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as cpuinfo:  # noqa: PTH123 - a kernel file
            for line in cpuinfo:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def bootstrap(
    observations: Sequence[float], statistic: Callable[[np.ndarray], float], seed: int = 0
) -> tuple[float, float]:
    """Return the 95 % percentile interval of `statistic` over resampled observations."""
    values = np.asarray(observations)
    draws = np.random.default_rng(seed).integers(0, len(values), (BOOTSTRAP_ROUNDS, len(values)))
    estimates = [statistic(values[draw]) for draw in draws]
    low, high = np.percentile(estimates, INTERVAL_PERCENT)
    return float(low), float(high)


def mean_figure(
    key: str,
    values: Sequence[float],
    unit: str = "",
    *,
    peer: str | None = None,
    at_least: float | None = None,
) -> Figure:
    """Return the mean of values, with its interval."""
    low, high = bootstrap(values, lambda drawn: float(drawn.mean()))
    return Figure(
        key=key,
        value=float(np.mean(values)),
        unit=unit,
        n=len(values),
        low=low,
        high=high,
        peer=peer,
        at_least=at_least,
    )
