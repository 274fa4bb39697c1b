"""Peers: asked line by line, and when they are missing, why."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from models.store import CACHE_VARIABLE
from tests.bench.hands_speed import in_turns, ratio_figure
from tests.bench.peers import environment
from tests.bench.peers.child import Child
from tests.bench.peers.environment import READY, PeerMissingError, peer_python

ECHO = "import sys\nfor line in sys.stdin: print(line, end='', flush=True)"


def test_a_child_answers_each_request_and_ends() -> None:
    with Child([sys.executable, "-c", ECHO]) as child:
        assert child.ask({"a": 1}) == {"a": 1}
        assert child.ask({"a": 2}) == {"a": 2}


def test_a_child_that_ends_early_is_an_error() -> None:
    with (
        Child([sys.executable, "-c", "input()"]) as child,
        pytest.raises(RuntimeError, match="ended without an answer"),
    ):
        child.ask({})


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("cache")
def test_an_absent_peer_is_not_made_unasked() -> None:
    with pytest.raises(PeerMissingError, match=r"peer==1\.0 is not installed yet"):
        peer_python("peer==1.0", make=False)


def test_a_finished_environment_is_used_again(cache: Path) -> None:
    folder = cache / "peers" / "peer==1.0"
    folder.mkdir(parents=True)
    (folder / READY).touch()
    assert peer_python("peer==1.0", make=True).is_relative_to(folder)


def test_what_pip_says_of_a_failure_is_told_and_half_an_environment_is_none(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", "looking\nno matching distribution\n")

    monkeypatch.setattr(environment.subprocess, "run", fail)  # type: ignore[attr-defined]
    with pytest.raises(PeerMissingError, match=r"peer==1\.0 cannot.*: no matching distribution;"):
        peer_python("peer==1.0", make=True)
    assert not (cache / "peers" / "peer==1.0" / READY).exists()


def test_rounds_alternate_and_a_frame_costs_its_median() -> None:
    order = []

    def run(name: str) -> dict[str, list[float]]:
        order.append(name)
        return {"cpu_ms": [99, 99, 99, float(len(order)), 2.0]}  # three frames of warming up

    costs, _ = in_turns({"a": lambda: run("a"), "b": lambda: run("b")}, rounds=3)
    assert order == ["a", "b"] * 3
    assert costs["a"].tolist() == [3, 2]


def test_a_ratio_weighs_rare_dear_frames() -> None:
    ours = np.array([1.0, 1, 1, 9] * 25)
    figure = ratio_figure("ratio", ours, np.full(100, 6.0), at_most=0.55)
    assert figure.value == pytest.approx(0.5)
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low < 0.5 < figure.high
    assert figure.within_budget()
