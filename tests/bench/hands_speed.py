"""What hand tracking costs, beside MediaPipe: both pinned to one core, in turns A B A B.

A frame's cost is its CPU time over all threads of the process, the median of all rounds; a clip's
is the mean of its frames, because a search for palms every few frames costs much and a median
would not see it. What was decoded and loaded before is not counted.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.bench.hands_quality import shift_percent
from tests.bench.peers.child import Child
from tests.bench.report import BOOTSTRAP_ROUNDS, INTERVAL_PERCENT, Figure, bootstrap
from vision.hands.profile import PROFILES

WARM_UP_FRAMES = 3
FRAME_MS = 1000 / 30
CORRECT_PERCENT = 10.0  # of the hand's size: no finger is taken for another
MUST = {1: 0.95, 2: 0.55}  # by most hands followed; one is in view
DEFAULT_PROFILE = "balanced"


def core() -> int:
    """Return the core that everything is measured on, one that this process may use."""
    return max(os.sched_getaffinity(0))


def request(clip: str, frames: int, max_hands: int, **more: object) -> dict[str, object]:
    """Return a request for a child process."""
    usual = {
        "static": False,
        "core": core(),
        "profile": DEFAULT_PROFILE,
        "paced": False,
        "plain": False,
    }
    return {"clip": clip, "frames": frames, "max_hands": max_hands, **usual, **more}


def in_turns(
    runs: Mapping[str, Callable[[], Any]], rounds: int
) -> tuple[dict[str, NDArray[np.float64]], dict[str, Any]]:
    """Run each in turn, `rounds` times; return (frames,) CPU ms by name, and the last answers."""
    costs: dict[str, list[list[float]]] = {name: [] for name in runs}
    answers = {}
    for _ in range(rounds):
        for name, run in runs.items():
            answers[name] = run()
            costs[name].append(answers[name]["cpu_ms"][WARM_UP_FRAMES:])
    return {name: np.median(cost, axis=0) for name, cost in costs.items()}, answers


def ratio_figure(
    key: str, ours_ms: NDArray[np.float64], peer_ms: NDArray[np.float64], at_most: float
) -> Figure:
    """Return ours over the peer's, with an interval over the frames, which both saw."""
    draws = np.random.default_rng(0).integers(0, len(ours_ms), (BOOTSTRAP_ROUNDS, len(ours_ms)))
    ratios = ours_ms[draws].mean(axis=1) / peer_ms[draws].mean(axis=1)
    low, high = np.percentile(ratios, INTERVAL_PERCENT)
    return Figure(
        key=key,
        value=float(ours_ms.mean() / peer_ms.mean()),
        unit="",
        n=len(ours_ms),
        low=float(low),
        high=float(high),
        at_most=at_most,
    )


def cpu_figure(key: str, cost_ms: NDArray[np.float64], peer: str | None = None) -> Figure:
    """Return the mean cost of a frame."""
    low, high = bootstrap(cost_ms.tolist(), np.mean)
    return Figure(
        key=key, value=cost_ms.mean(), unit="ms", n=len(cost_ms), low=low, high=high, peer=peer
    )


def speed_figures(
    ours: Child, peer: Child | None, peer_name: str, clip: str, frames: int, rounds: int
) -> list[Figure]:
    """Measure tracking of one hand, with at most one and at most two to be followed."""
    figures = []
    for child in [ours] if peer is None else [ours, peer]:
        child.ask(request(clip, WARM_UP_FRAMES, 2))
    for max_hands, most in MUST.items():
        asked = request(clip, frames, max_hands)
        runs = {"ours": partial(ours.ask, asked)}
        if peer is not None:
            runs["peer"] = partial(peer.ask, asked)
        costs, answers = in_turns(runs, rounds)
        if peer is not None:
            key = f"cpu_ratio_track{max_hands}"
            figures.append(ratio_figure(key, costs["ours"], costs["peer"], at_most=most))
            medians = float(np.median(costs["ours"]) / np.median(costs["peer"]))
            n = len(costs["ours"])
            figures.append(Figure(key=f"{key}_of_medians", value=medians, unit="", n=n))
            figures.append(cpu_figure(f"track{max_hands}_cpu_ms", costs["peer"], peer_name))
        figures.append(cpu_figure(f"track{max_hands}_cpu_ms", costs["ours"]))
        palms = 100 * float(np.mean(answers["ours"]["palm_ran"]))
        key = "palm_per_100_frames" if max_hands > 1 else "palm_per_100_frames_track1"
        figures.append(Figure(key=key, value=palms, unit="", n=frames))
    return figures


def profile_figures(ours: Child, clip: str, frames: int, rounds: int) -> list[Figure]:
    """Measure what each profile costs with at most two hands, one in view."""
    runs = {
        str(name): partial(ours.ask, request(clip, frames, 2, profile=name)) for name in PROFILES
    }
    for run in runs.values():
        run()  # loads its models
    costs, _ = in_turns(runs, rounds)
    return [cpu_figure(f"{name}_cpu_ms", cost) for name, cost in costs.items()]


def prompt_figure(ours: Child, clip: str, frames: int) -> Figure:
    """Measure how many frames of a live camera get a correct result before the next one comes.

    Correct is the number of hands, and the place of the first, that the accurate networks give
    when they search every frame and have all the time in the world, before any smoothing. Time and
    place of the live results include smoothing.
    """
    truth = ours.ask(request(clip, frames, 1, profile="accurate", plain=True))["read_px"]
    live = ours.ask(request(clip, frames, 1, paced=True))
    counted = range(WARM_UP_FRAMES, frames)  # a live camera has run before
    good = [
        live["late_ms"][i] <= FRAME_MS
        and same_hand([hand["landmarks_px"] for hand in live["hands"][i]], truth[i])
        for i in counted
    ]
    return Figure(
        key="within_33ms_pct",
        value=100 * float(np.mean(good)),
        unit="%",
        n=len(good),
        at_least=99,
    )


def same_hand(hands: Sequence[list[float]], truth: Sequence[list[float]]) -> bool:
    """Tell whether both found nothing, or a first hand, (21, 3), at nearly the same place."""
    if len(hands) != len(truth):
        return False
    if not hands:
        return True
    return shift_percent(np.array(hands[0]), np.array(truth[0])) <= CORRECT_PERCENT


def false_figures(
    ours: Child, peer: Child | None, peer_name: str, pictures: str, count: int
) -> list[Figure]:
    """Count the hands found per 100 pictures without any; ours may be no more than the peer's."""

    def per_100(child: Child) -> float:
        found = child.ask(request(pictures, count, 2, static=True))["hands"]
        return 100 * sum(len(hands) for hands in found) / count

    theirs = None if peer is None else per_100(peer)
    mine = Figure(key="false_per_100", value=per_100(ours), unit="", n=count, at_most=theirs)
    if theirs is None:
        return [mine]
    return [mine, Figure(key="false_per_100", value=theirs, unit="", n=count, peer=peer_name)]
