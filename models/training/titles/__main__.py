"""Learn the ranking of titles: `python -m models.training.titles`, in a checkout of the source.

Each text is learnt as it was written, in small letters, and as drafts with half of the words wrong.
Takes half a minute of CPU; the same texts give the same file.
"""

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models.titles.candidates import Candidates
from models.titles.english import English
from models.titles.ranker import RANKER, Ranker, features, save_ranker
from models.titles.words import UnfitWords, load_unfit_words
from models.training.titles.labelled import Labelled, Utterance, read_labelled
from models.training.titles.listwise import Lists, train
from models.training.titles.misheard import Mishearing

TEXTS = Path(__file__).resolve().parents[3] / "tests" / "data" / "titles" / "dev.toml"
DRAFTS, DRAFT_WORD_ERROR = 4, 0.5
FOLDS = 8
SEED = 3

log = logging.getLogger(__name__)


def main() -> None:
    """Learn, tell how well unseen texts fare, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m models.training.titles")
    parser.add_argument("--texts", type=Path, default=TEXTS)
    parser.add_argument("--out", type=Path, default=RANKER)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    texts = read_labelled(arguments.texts)
    lists = lists_of(texts)
    kinds = np.mean([hits for fold in range(FOLDS) for hits in left_out_hits(lists, fold)], axis=0)
    log.info("of texts left out, hits in %%: written %.0f, small %.0f, drafts %.0f", *kinds * 100)
    ranker = train([one for of_text in lists for one in of_text])
    save_ranker(ranker, arguments.out)
    log.info("wrote %s", arguments.out)


def lists_of(texts: Sequence[Labelled]) -> list[Lists]:
    """Return for each text its lists of candidates: written, small letters, drafts."""
    language, unfit, mishearing = English(), load_unfit_words(), Mishearing()
    rng = np.random.default_rng(SEED)
    return [
        [
            one_list(heard, text, language, unfit)
            for heard in (
                text.as_written(),
                text.in_small_letters(),
                *(
                    mishearing.heard(text.in_small_letters(), DRAFT_WORD_ERROR, rng)
                    for _ in range(DRAFTS)
                ),
            )
        ]
        for text in texts
    ]


def one_list(
    heard: Sequence[Utterance], text: Labelled, language: English, unfit: UnfitWords
) -> tuple[np.ndarray, np.ndarray]:
    """Return the features of all candidates, and which of them are the person's titles."""
    found = Candidates(language, unfit)
    for utterance in heard:
        found.add(utterance)
    shown = list(found.all())
    wanted = text.wanted()
    return features(found, language, shown), np.array([one.key in wanted for one in shown], bool)


def left_out_hits(lists: Sequence[Lists], fold: int) -> list[tuple[float, float, float]]:
    """Learn without the texts of one fold; return their hits: written, small letters, drafts."""
    ranker = train([one for n, of_text in enumerate(lists) if n % FOLDS != fold for one in of_text])
    hits = [[is_hit(ranker, *one) for one in of_text] for of_text in lists[fold::FOLDS]]
    return [(of_text[0], of_text[1], float(np.mean(of_text[2:]))) for of_text in hits]


def is_hit(ranker: Ranker, candidates: np.ndarray, chosen: np.ndarray) -> float:
    """Tell whether one of the three best is the person's, sharing words or not."""
    best = np.argsort(-ranker.scores(candidates), kind="stable")[:3]
    return float(chosen[best].any())


if __name__ == "__main__":
    main()
