"""Bursts with known truth: how well the best frames are found, offered, and for whom.

The people are those of the data's `london480` that the shipped model was not trained on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.errors import UsageError
from models.training.topshot.bursts import FRAME_NS, Burst, make_burst
from models.training.topshot.people import Person, read_people
from models.training.topshot.ranking import Ranking, rank
from models.training.topshot.readings import mesh_by, read_frames
from tests.bench.report import Figure, bootstrap
from tests.bench.topshot_peers import PEERS
from vision.frame import Frame
from vision.topshot.gam import shipped_gam
from vision.topshot.rating import rate_all
from vision.topshot.score import FrameScore
from vision.topshot.scorer import FaceModels
from vision.topshot.select import select

SEEDS = (101, 102)  # none of the training's
ROUNDS = 2000
INTERVAL_PERCENT = (2.5, 97.5)
LEAST_PEOPLE = 5  # of a group whose gap is told
AGE_BANDS = ((0, 24), (25, 34), (35, 200))
OURS = "Earshot"


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A burst, what was measured of it, and how each system ordered it.

    Attributes:
        burst: the pictures and what is true of them.
        frames: measured, unscored.
        rankings: by system.
    """

    burst: Burst
    frames: tuple[FrameScore, ...]
    rankings: dict[str, Ranking]


def unseen_people(folder: Path) -> list[Person]:
    """Return the people whom the shipped model was not trained on; UsageError without any."""
    if not (folder / "london_info.csv").is_file():
        raise UsageError(f"{folder} does not hold the London Set: give its parent with --data")
    trained = shipped_gam().trained_on
    return [one for one in read_people(folder) if one.id not in trained]


def judge(people: Sequence[Person], networks: FaceModels, seeds: Sequence[int]) -> list[Judged]:
    """Make the bursts of each person and order them by every system."""
    mesh = mesh_by(networks)
    return [
        _judged(make_burst(person, mesh, seed), networks, seed)
        for seed in seeds
        for person in people
    ]


def _judged(burst: Burst, networks: FaceModels, seed: int) -> Judged:
    frames = read_frames(burst.frames, networks)
    pictures = [frame.rgb for frame in burst.frames]
    peers = {name: peer(pictures, frames, seed) for name, peer in PEERS.items()}
    scores = {OURS: our_scores(frames), **peers}
    worths = burst.worths()
    slim = Burst(burst.person, (), burst.truths)  # the pictures are no longer needed
    return Judged(slim, frames, {name: rank(worths, one) for name, one in scores.items()})


def our_scores(frames: Sequence[FrameScore]) -> NDArray[np.float64]:
    """Return (frames,) log odds by the shipped model, without a shutter."""
    rated = rate_all(frames, shipped_gam(), None)
    return np.array([one.log_odds for one in rated])


def ranking_figures(judged: Sequence[Judged]) -> list[Figure]:
    """Tell how well each system finds the best frame."""
    goals = {"hit1": 0.80, "mrr": 0.87, "pair_acc": 0.92}
    fields = {"hit1": "hit1", "mrr": "reciprocal_rank", "pair_acc": "pair_accuracy"}
    figures = []
    for system in judged[0].rankings:
        for key, field in fields.items():
            by_person = _by_person(judged, [getattr(one.rankings[system], field) for one in judged])
            peer = None if system == OURS else system
            figures.append(_figure(key, by_person, peer, goals[key] if peer is None else None))
    regrets = _by_person(judged, [one.rankings[OURS].regret for one in judged])
    return [*figures, _figure("regret", regrets, None, None)]


def offer_figures(judged: Sequence[Judged]) -> list[Figure]:
    """Tell what is offered with each frame of each burst as the shutter frame in turn."""
    false: list[float] = []
    helped: list[float] = []
    better: list[float] = []
    for one in judged:
        worths, good = one.burst.worths(), one.burst.good()
        for index, frame in enumerate(one.frames):
            offers = select(one.frames, frame.pts_ns).alternatives
            gains = [worths[offer.frame.pts_ns // FRAME_NS] - worths[index] for offer in offers]
            if good[index]:
                false.append(float(bool(offers)))
            else:
                helped.append(float(bool(offers)))
            better += [float(gain > 0) for gain in gains]
    percents = (
        ("false_offer_pct", false, 10.0),
        ("offer_pct", helped, None),
        ("offer_better_pct", better, None),
    )
    return [
        Figure(key=key, value=100 * float(np.mean(ones)), unit="%", n=len(ones), at_most=most)
        for key, ones, most in percents
    ]


def subgroup_figures(judged: Sequence[Judged]) -> list[Figure]:
    """Tell the hit@1 of each group of people, the largest gap, and how likely chance makes it."""
    people = {one.burst.person.id: one.burst.person for one in judged}
    hits = _by_person(judged, [one.rankings[OURS].hit1 for one in judged])
    ordered = [people[name] for name in sorted(people)]
    figures, attributes = [], []
    for attribute in ("gender", "age", "ethnicity"):
        groups = [_group(person, attribute) for person in ordered]
        attributes.append(groups)
        for group in sorted({name for name in groups if name is not None}):
            own = hits[[name == group for name in groups]]
            figures.append(_figure(f"hit1_{attribute}_{group}", own, None, None))
    gap = largest_gap(hits, attributes)
    rng = np.random.default_rng(0)
    by_chance = [largest_gap(rng.permutation(hits), attributes) for _ in range(ROUNDS)]
    resampled = [
        largest_gap(hits[drawn], [[groups[i] for i in drawn] for groups in attributes])
        for drawn in rng.integers(0, len(hits), (ROUNDS, len(hits)))
    ]
    low, high = np.percentile(resampled, INTERVAL_PERCENT)
    chance = float(np.mean(np.array(by_chance) >= gap - 1e-12))
    return [
        Figure(
            key="subgroup_gap", value=gap, unit="", n=len(hits), low=float(low), high=float(high)
        ),
        Figure(key="subgroup_gap_p", value=chance, unit="", n=ROUNDS, at_least=0.05),
        *figures,
    ]


def largest_gap(hits: NDArray[np.float64], attributes: Sequence[Sequence[str | None]]) -> float:
    """Return the largest difference of means of two groups of an attribute, of enough people."""
    gap = 0.0
    for groups in attributes:
        names = np.array([name or "" for name in groups])
        means = [
            float(hits[names == name].mean())
            for name in set(names) - {""}
            if (names == name).sum() >= LEAST_PEOPLE
        ]
        gap = max(gap, max(means) - min(means)) if means else gap
    return gap


def smile_figures(people: Sequence[Person], networks: FaceModels) -> list[Figure]:
    """Tell smiles on photographs: of the same person, and across people."""
    smiles = {
        smiling: np.array([_smile(person, smiling, networks) for person in people])
        for smiling in (False, True)
    }
    pairs = (smiles[True] > smiles[False]).astype(float)
    n = len(people)

    def across(drawn: NDArray[np.intp]) -> float:
        return float((smiles[True][drawn, np.newaxis] > smiles[False][drawn]).mean())

    low, high = bootstrap(range(n), across)
    auc = across(np.arange(n))
    return [
        Figure(key="smile_pair", value=float(pairs.mean()), unit="", n=n, at_least=1.0),
        Figure(key="smile_auc", value=auc, unit="", n=2 * n, low=low, high=high, at_least=0.95),
    ]


def _smile(person: Person, smiling: bool, networks: FaceModels) -> float:
    (frame,) = read_frames([Frame(0, person.picture(smiling))], networks)
    return shipped_gam().smile_of(frame.faces[0])


def _group(person: Person, attribute: str) -> str | None:
    if attribute == "gender":
        return person.gender
    if attribute == "ethnicity":
        return person.ethnicity.replace("/", "_")
    if person.age is None:
        return None
    low, high = next(band for band in AGE_BANDS if band[0] <= person.age <= band[1])
    return f"{low}_to_{high}"


def _by_person(judged: Sequence[Judged], values: Sequence[float]) -> NDArray[np.float64]:
    """Return (people,) means of the values of each person's bursts, by id."""
    own: dict[str, list[float]] = {}
    for one, value in zip(judged, values, strict=True):
        own.setdefault(one.burst.person.id, []).append(value)
    return np.array([np.mean(own[name]) for name in sorted(own)])


def _figure(
    key: str, by_person: NDArray[np.float64], peer: str | None, at_least: float | None
) -> Figure:
    """Return a mean with its interval over people."""
    rng = np.random.default_rng(0)
    draws = rng.integers(0, len(by_person), (ROUNDS, len(by_person)))
    low, high = np.percentile(by_person[draws].mean(axis=1), INTERVAL_PERCENT)
    return Figure(
        key=key,
        value=float(by_person.mean()),
        unit="",
        n=len(by_person),
        low=float(low),
        high=float(high),
        peer=peer,
        at_least=at_least,
    )
