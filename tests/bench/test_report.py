"""Every benchmark answers in one shape."""

import json
import math

import numpy as np
import pytest

from tests.bench.report import Figure, Report, bootstrap

REPORT = Report(
    "engine",
    [
        Figure(key="hop_us", value=7.5, unit="us", n=1000, low=7.1, high=8.0, at_most=50.0),
        Figure(key="found_pct", value=77.0, unit="%", n=200, peer="MediaPipe 0.10.21"),
    ],
)


def test_the_object_has_the_agreed_keys() -> None:
    told = json.loads(json.dumps(REPORT.as_json()))
    assert list(told) == ["bench", "machine", "figures"]
    assert told["bench"] == "engine"
    assert {"cpu", "cores", "load"} <= set(told["machine"])
    assert [list(figure) for figure in told["figures"]] == [
        ["key", "value", "unit", "n", "low", "high", "peer"]
    ] * 2
    assert [figure["peer"] for figure in told["figures"]] == [None, "MediaPipe 0.10.21"]


@pytest.mark.parametrize(
    ("figure", "kept"),
    [
        (Figure(key="a", value=3.0, unit="", n=1), True),
        (Figure(key="a", value=3.0, unit="", n=1, at_most=3.0), True),
        (Figure(key="a", value=3.1, unit="", n=1, at_most=3.0), False),
        (Figure(key="a", value=3.0, unit="", n=1, at_least=3.1), False),
        (Figure(key="a", value=math.nan, unit="", n=1, at_most=3.0), False),
        (Figure(key="a", value=math.nan, unit="", n=1, at_least=3.0), False),
    ],
)
def test_a_budget_is_kept_or_not(figure: Figure, kept: bool) -> None:
    assert figure.within_budget() is kept
    assert ("OVER BUDGET" in Report("any", [figure]).as_table()) is not kept


def test_the_interval_holds_the_mean_and_narrows_with_more_observations() -> None:
    few = np.random.default_rng(1).normal(5.0, 1.0, 30).tolist()
    low, high = bootstrap(few, np.mean)
    assert low < float(np.mean(few)) < high
    narrow_low, narrow_high = bootstrap(few * 20, np.mean)
    assert narrow_high - narrow_low < (high - low) / 3
