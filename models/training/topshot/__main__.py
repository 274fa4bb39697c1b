"""Learn Top Shot's model: `python -m models.training.topshot --data DIR`, in a checkout.

DIR is a folder like the London Set's (see `people`). Only every second person of each gender and
ethnic group is learnt from; who, stands in the model. The same pictures give the same file. Takes
some minutes of one core.
"""

import argparse
import json
import logging
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from models.store import open_store
from models.topshot import TABLE
from models.training.topshot.bursts import make_burst, make_group
from models.training.topshot.drawing import draw_curves
from models.training.topshot.fitting import fit_table
from models.training.topshot.people import read_people, training_half
from models.training.topshot.ranking import rank
from models.training.topshot.readings import (
    ReadBurst,
    load_networks,
    mesh_by,
    read_burst,
    read_frames,
)
from models.training.topshot.small_faces import small_faces
from models.training.topshot.smile import KnownFace
from models.training.topshot.tuning import Known, tune
from vision.topshot.gam import Gam
from vision.topshot.rating import rate_all

SEEDS = (0, 1, 2)
FOLDS = 5

log = logging.getLogger(__name__)


def main() -> None:
    """Make bursts, measure them, learn, tell how unseen people fare, and write the model."""
    parser = argparse.ArgumentParser(prog="python -m models.training.topshot")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=TABLE)
    parser.add_argument("--draw", type=Path, help="draw every curve into this SVG")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    people = training_half(read_people(arguments.data))
    networks = load_networks(open_store())
    mesh = mesh_by(networks)
    bursts = []
    for seed in SEEDS:
        for number, person in enumerate(people, 1):
            burst = make_burst(person, mesh, seed)
            bursts.append(read_burst(burst, networks, faceless=seed == SEEDS[0]))
            log.info("round %d of %d: person %d of %d", seed + 1, len(SEEDS), number, len(people))
    groups = []
    for pair in list(pairwise(people))[::2]:
        frames, worths = make_group(pair, mesh, SEEDS[0])
        groups.append((read_frames(frames, networks), worths))
    table = learn(bursts, groups, small_faces(people, mesh, networks))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    log.info("wrote %s", arguments.out)
    if arguments.draw:
        arguments.draw.write_text(draw_curves(Gam.of(table)), encoding="utf-8")


def learn(bursts: Sequence[ReadBurst], groups: Known, small: Sequence[KnownFace]) -> dict[str, Any]:
    """Return the whole table; say how people fare whom a model of the others rates."""
    unseen = rated_by_others(bursts, small)
    rankings = [
        rank(worths, np.array([one.log_odds for one in frames])) for frames, worths in unseen
    ]
    log.info(
        "of %d bursts by people left out: hit@1 %.3f, MRR %.3f, pairs %.3f",
        len(rankings),
        np.mean([one.hit1 for one in rankings]),
        np.mean([one.reciprocal_rank for one in rankings]),
        np.mean([one.pair_accuracy for one in rankings]),
    )
    table = fit_table(bursts, small)
    return table | tune(Gam.of(table), unseen, groups, SEEDS[0])


def rated_by_others(bursts: Sequence[ReadBurst], small: Sequence[KnownFace]) -> Known:
    """Return each burst's frames, rated by a model that was learnt without its person."""
    people = sorted({burst.person.id for burst in bursts})
    fold = {person: number % FOLDS for number, person in enumerate(people)}
    rated = []
    for left in range(FOLDS):
        others = [one for one in bursts if fold[one.person.id] != left]
        gam = Gam.of(fit_table(others, [one for one in small if fold[one.person] != left]))
        rated += [
            (rate_all(burst.frames, gam, None), burst.worths())
            for burst in bursts
            if fold[burst.person.id] == left
        ]
    return rated


if __name__ == "__main__":
    main()
