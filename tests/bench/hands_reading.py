"""How well hands are read: like MediaPipe where asked to, found, steady, prompt, under one name."""

from collections.abc import Callable, Sequence
from itertools import islice

import numpy as np

from tests.bench.hands_child import MEDIAPIPE_LOOP, tracker
from tests.bench.hands_material import (
    CLIP_PX,
    FRAME_NS,
    HandsMaterial,
    beside_its_mirror,
    golden_px,
)
from tests.bench.hands_quality import (
    bone_cv_percent,
    jitter_percent,
    label_changes,
    lag_frames,
    path_of,
    resting,
    shift_percent,
)
from tests.bench.report import Figure, bootstrap
from vision.frame import Frame
from vision.hands.hand import Hand, HandsResult
from vision.hands.profile import PROFILES
from vision.hands.smoothing import SteadyHands

Statistic = Callable[[np.ndarray], float]


def p95(values: np.ndarray) -> float:
    """Return the 95th percentile."""
    return float(np.percentile(values, 95))


def p99(values: np.ndarray) -> float:
    """Return the 99th percentile."""
    return float(np.percentile(values, 99))


def spread(
    key: str,
    values: Sequence[float],
    unit: str,
    statistic: Statistic,
    at_most: float | None = None,
    peer: str | None = None,
) -> Figure:
    """Return a figure with its bootstrap interval."""
    low, high = bootstrap(values, statistic)
    value = float(statistic(np.asarray(values)))
    n = len(values)
    return Figure(
        key=key, value=value, unit=unit, n=n, low=low, high=high, at_most=at_most, peer=peer
    )


def still_figures(material: HandsMaterial, peer_name: str, every: int) -> list[Figure]:
    """Read the digits one by one: parity, hands found, and what each profile gives up."""
    like_mediapipe = tracker("accurate", max_hands=1, static=True, **MEDIAPIPE_LOOP)
    profiles = {name: tracker(name, max_hands=1, static=True) for name in PROFILES}
    parity: list[float] = []
    shifts: dict[str, list[float]] = {name: [] for name in profiles}
    found: dict[str, list[bool]] = {name: [] for name in (*profiles, peer_name)}
    for picture, golden in material.digits(every):
        frame = Frame(0, picture)
        hands = like_mediapipe.push(frame)[0].hands
        if hands and golden:
            truth = golden_px(golden[0], picture.shape[1], picture.shape[0])
            parity.append(shift_percent(hands[0].landmarks_px, truth))
        found[peer_name].append(bool(golden))
        read = {name: profile.push(frame)[0].hands for name, profile in profiles.items()}
        for name, hands in read.items():
            found[name].append(bool(hands))
            if hands and read["accurate"]:
                best = read["accurate"][0].landmarks_px
                shifts[name].append(shift_percent(hands[0].landmarks_px, best))
    return [
        spread("parity_p95_pct", parity, "%", p95, at_most=0.05),
        Figure(
            key="found_pct",
            value=100 * float(np.mean(found["balanced"])),
            unit="%",
            n=len(found["balanced"]),
            at_least=84,
        ),
        Figure(
            key="found_pct",
            value=100 * float(np.mean(found[peer_name])),
            unit="%",
            n=len(found[peer_name]),
            peer=peer_name,
        ),
        *(
            figure
            for name in profiles
            for figure in (
                spread(f"{name}_found_pct", [100.0 * hit for hit in found[name]], "%", np.mean),
                spread(f"{name}_shift_pct", shifts[name], "%", np.median),
                spread(f"{name}_shift_p95_pct", shifts[name], "%", p95),
            )
            if not (name == "accurate" and "shift" in figure.key)  # the measure of the others
        ),
    ]


def clip_figures(material: HandsMaterial, peer_name: str, frames: int) -> list[Figure]:
    """Follow the hand of the clip: steady, prompt, of constant bones; beside MediaPipe's own."""
    tracked, steady = tracker("balanced"), SteadyHands()
    raw: list[HandsResult] = []
    smooth: list[HandsResult] = []
    for number, rgb in enumerate(islice(material.clip(), frames)):
        (result,) = tracked.push(Frame(number * FRAME_NS, rgb))
        raw.append(result)
        smooth.extend(steady.push(result))
    golden = material.clip_golden("track")[:frames]
    nothing = np.full((21, 2), np.nan)
    theirs = np.array(
        [golden_px(hands[0], CLIP_PX, CLIP_PX) if hands else nothing for hands in golden]
    )
    ours = path_of([_eldest(result) for result in smooth])
    jitter, peer_jitter = jitter_percent(ours), jitter_percent(theirs)
    seen = ~np.isnan(jitter) & ~np.isnan(peer_jitter)
    rest = seen & resting(theirs)
    smoothing = [
        shift_percent(after.hands[0].landmarks_px, before.hands[0].landmarks_px)
        for before, after in zip(raw, smooth, strict=True)
        if after.hands
    ]
    world = np.array([result.hands[0].world_m for result in smooth if result.hands])
    peer_world = np.array([hands[0]["world"] for hands in golden if hands])
    unseen = sum(
        bool(hands) and not ours_.hands for hands, ours_ in zip(golden, smooth, strict=True)
    )
    return [
        _ratio("jitter_ratio", jitter[rest], peer_jitter[rest], at_most=0.5),
        _ratio("jitter_ratio_all", jitter[seen], peer_jitter[seen]),
        spread("jitter_pct", peer_jitter[rest].tolist(), "%", np.median, peer=peer_name),
        Figure(
            key="lag_frames",
            value=lag_frames(ours, path_of([_eldest(result) for result in raw])),
            unit="frames",
            n=frames,
            at_most=1,
        ),
        spread("smoothing_p99_pct", smoothing, "%", p99),
        spread("bone_cv_pct", bone_cv_percent(world).tolist(), "%", np.median, at_most=8),
        spread("bone_cv_pct", bone_cv_percent(peer_world).tolist(), "%", np.median, peer=peer_name),
        Figure(key="frames_lost", value=unseen, unit="", n=frames),
    ]


def _ratio(key: str, ours: np.ndarray, theirs: np.ndarray, at_most: float | None = None) -> Figure:
    """Return the ratio of two medians over the same frames."""
    pairs = np.stack([ours, theirs], axis=1)
    draws = np.random.default_rng(0).integers(0, len(pairs), (2000, len(pairs)))
    medians = np.median(pairs[draws], axis=1)
    low, high = np.percentile(medians[:, 0] / medians[:, 1], (2.5, 97.5))
    value = float(np.median(ours) / np.median(theirs))
    return Figure(key=key, value=value, unit="", n=len(ours), low=low, high=high, at_most=at_most)


def _eldest(result: HandsResult) -> Sequence[Hand]:
    """Return the hand that was followed the longest."""
    return result.hands[:1]


def identity_figures(material: HandsMaterial, frames: int) -> list[Figure]:
    """Follow two hands, the clip beside its mirror image: each keeps its number and its side."""
    tracked, steady = tracker("balanced"), SteadyHands()
    ids: dict[bool, list[int]] = {False: [], True: []}  # by half of the picture: left, right
    sides: dict[int, list[str]] = {}
    for number, rgb in enumerate(islice(material.clip(), frames)):
        (result,) = tracked.push(Frame(number * FRAME_NS, beside_its_mirror(rgb)))
        (result,) = steady.push(result)
        for hand in (hand for hand in result.hands if hand.state == "seen"):
            ids[bool(hand.landmarks_norm[:, 0].mean() > 0.5)].append(hand.id)
            sides.setdefault(hand.id, []).append(hand.handedness)
    seen = sum(map(len, ids.values()))
    switches = sum(label_changes(names) for names in ids.values())
    flips = sum(label_changes(labels) for labels in sides.values())
    return [
        Figure(key="id_switches", value=switches, unit="", n=seen, at_most=0),
        Figure(key="handedness_flips", value=flips, unit="", n=seen, at_most=0),
    ]
