"""Real clips: a good frame among the first three, and real blinks.

Blur and exposure are put into known frames; blinks were labelled by hand from contact sheets
(`blink_labels.csv`: closed, half closed, and frames left out because they are unclear).
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from models.training.topshot.bursts import blur, expose
from models.training.topshot.readings import read_frames
from tests.bench.report import Figure
from tests.bench.topshot_peers import PEERS
from vision.frame import Frame
from vision.topshot.gam import shipped_gam
from vision.topshot.rating import baseline, rate_all
from vision.topshot.relative import face_inputs
from vision.topshot.scorer import FaceModels

SPOILED_SHARE = 0.7
BLUR_PX, EXPOSURE_EV = (5.0, 12.0), (0.8, 1.6)
FIRST = 3
MOST_FALSE = 0.01
# An eye less open than this share of its own best counts as shut; set before a clip was looked at.
SHUT_BELOW = 0.7
STRIDE = 2  # frames of a clip that make a burst: every second


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A clip and its labels.

    Attributes:
        name: of the file.
        frames: all pictures.
        closed: frames with shut eyes.
        half: frames with half shut eyes.
        left_out: frames that are not judged.
        labelled: whether someone looked for blinks.
    """

    name: str
    frames: tuple[Frame, ...]
    closed: frozenset[int]
    half: frozenset[int]
    left_out: frozenset[int]
    labelled: bool


def read_clips(folder: Path, quick: bool) -> list[Clip]:
    """Return the clips of a folder; when quick the labelled ones and every fourth other."""
    with (folder / "blink_labels.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        labels = {row["clip"]: row for row in rows}
    paths = sorted([*folder.glob("asl_clips/*.mkv"), *folder.glob("headpose_gif/*.gif")])
    chosen = []
    for number, path in enumerate(paths):
        row = labels.get(f"{path.parent.name}/{path.name}")
        if not quick or row is not None or number % 4 == 0:
            closed, half, left_out = (
                _numbers((row or {}).get(key)) for key in ("closed", "half", "exclude")
            )
            labelled = row is not None
            chosen.append(Clip(path.name, read_clip(path), closed, half, left_out, labelled))
    return chosen


def _numbers(text: str | None) -> frozenset[int]:
    """Return the numbers of `3 5-7`."""
    found: set[int] = set()
    for part in (text or "").split():
        first, _, last = part.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return frozenset(found)


def read_clip(path: Path) -> tuple[Frame, ...]:
    """Return the pictures of a file."""
    with av.open(path) as container:
        rate = float(container.streams.video[0].average_rate or 30)
        return tuple(
            Frame(round(number * 1e9 / rate), picture.to_ndarray(format="rgb24").astype(np.uint8))
            for number, picture in enumerate(container.decode(video=0))
        )


def top_figures(clips: Sequence[Clip], networks: FaceModels, draws: int) -> list[Figure]:
    """Tell how often a good frame is among the first, or the first, of a spoiled clip."""
    hits: dict[str, list[tuple[float, float]]] = {}
    for clip in clips:
        for seed in range(draws):
            frames, good = spoiled(clip, seed)
            if not good.any() or good.all():
                continue
            read = read_frames(frames, networks)
            pictures = [frame.rgb for frame in frames]
            rated = rate_all(read, shipped_gam(), None)
            scores = {"": np.array([one.score for one in rated])}
            scores |= {name: peer(pictures, read, seed) for name, peer in PEERS.items()}
            for name, values in scores.items():
                order = np.argsort(-values, kind="stable")
                hit = (float(good[order[:FIRST]].any()), float(good[order[0]]))
                hits.setdefault(name, []).append(hit)
    figures = []
    for name, pairs in hits.items():
        for column, key in enumerate(("real_top3", "real_top1")):
            at_least = 0.95 if not name and not column else None
            value = float(np.mean([pair[column] for pair in pairs]))
            figures.append(
                Figure(
                    key=key,
                    value=value,
                    unit="",
                    n=len(pairs),
                    peer=name or None,
                    at_least=at_least,
                )
            )
    return figures


def spoiled(clip: Clip, seed: int) -> tuple[list[Frame], NDArray[np.bool_]]:
    """Return a clip's frames, most of them blurred or wrongly exposed, and which are good."""
    rng = np.random.default_rng([seed, *clip.name.encode()])
    frames, good = [], []
    for number in range(0, len(clip.frames), STRIDE):
        if number in clip.left_out:
            continue
        frame, spoil = clip.frames[number], rng.random() < SPOILED_SHARE
        rgb = frame.rgb
        if spoil:
            kinds = rng.permutation([True, rng.random() < 1 / 2])  # blur, exposure, or both
            if kinds[0]:
                rgb = blur(rgb, float(rng.uniform(*BLUR_PX)), float(rng.uniform(0, np.pi)))
            if kinds[1]:
                rgb = expose(rgb, float(rng.uniform(*EXPOSURE_EV) * rng.choice((-1, 1))), rng)
        frames.append(Frame(frame.pts_ns, rgb))
        good.append(not spoil and number not in clip.closed | clip.half)
    return frames, np.array(good)


def blink_figures(clips: Sequence[Clip], networks: FaceModels) -> list[Figure]:
    """Tell real blinks by the opening of the eyes against the same face's own best."""
    openings: list[float] = []
    shut: list[bool] = []
    for clip in clips:
        if not clip.labelled:
            continue
        read = read_frames(clip.frames, networks)
        gam = shipped_gam()
        own = baseline(read, gam)
        for number, frame in enumerate(read):
            if number in clip.half | clip.left_out or not frame.faces:
                continue
            face = frame.faces[0]
            openings.append(face_inputs(face, own.faces[face.id], gam)["eye"])
            shut.append(number in clip.closed)
    values, truth = np.array(openings), np.array(shut)
    threshold = float(np.quantile(values[~truth], MOST_FALSE, method="lower"))
    told = values < SHUT_BELOW
    n = int(truth.sum())
    return [
        Figure(
            key="blink_tpr",
            value=float((values[truth] < threshold).mean()),
            unit="",
            n=n,
            at_least=0.90,
        ),
        Figure(key="blink_tpr_fixed", value=float(told[truth].mean()), unit="", n=n),
        Figure(
            key="blink_false_fixed_pct",
            value=100 * float(told[~truth].mean()),
            unit="%",
            n=int((~truth).sum()),
        ),
    ]
