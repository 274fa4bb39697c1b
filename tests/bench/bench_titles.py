"""How often one of the three suggested titles is among a person's five.

The thirty texts of tests/data/titles/eval.toml were labelled before any title was suggested, and
nothing is learnt from them. A suggestion counts only when it is a title of the person's, word for
word; capitals, and one or many, do not matter. The main figure is for words in small letters
without punctuation, as draft engines write them.
"""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from audio.speech.titles import Titler, english_titler
from audio.speech.transcript import Final, Word
from models.titles.words import load_unfit_words
from models.training.titles.labelled import Labelled, Utterance, key, read_labelled
from models.training.titles.misheard import Mishearing
from tests.bench.report import Figure, Report, bootstrap

TEXTS = Path(__file__).resolve().parents[1] / "data" / "titles" / "eval.toml"
PEER = "the three commonest words but stop words"
DRAFTS = 10
DRAFT_WORD_ERROR = 0.5
LONG_HOURS, LONG_WORDS_PER_H = 2, 9000  # without a pause, as in a lecture


def measure(data: Path | None, quick: bool) -> Report:
    """Suggest titles for every text; with `data`, for the texts of that file."""
    began = time.perf_counter()
    titler = english_titler()
    load_s = time.perf_counter() - began
    texts = read_labelled(data or TEXTS)
    mishearing, rng = Mishearing(), np.random.default_rng(11)
    small = [hit(titler, text.in_small_letters(), text) for text in texts]
    written = [hit(titler, text.as_written(), text) for text in texts]
    misheard = [
        (mishearing.heard(text.in_small_letters(), DRAFT_WORD_ERROR, rng), text)
        for text in texts
        for _ in range(DRAFTS)
    ]
    drafts = [hit(titler, heard, text) for heard, text in misheard]
    drafts_by_count = [hit_by_count(heard, text) for heard, text in misheard]
    agreed = [agreement(titler, text.in_small_letters(), text) for text in texts]
    commonest = [hit_by_count(text.in_small_letters(), text) for text in texts]
    push_ms, suggest_ms = long_recording(titler, texts)
    return Report(
        "titles",
        [
            share("title_hit_pct", small, at_least=80.0),
            share("title_hit_written_pct", written),
            share("title_hit_draft_pct", drafts),  # half of the words are made wrong
            share("title_agreed_pct", agreed),  # of the three, how many are the person's
            share("title_hit_pct", commonest, peer=PEER),
            share("title_hit_draft_pct", drafts_by_count, peer=PEER),
            Figure(key="after_2_h_suggest_ms", value=suggest_ms, unit="ms", n=1, at_most=500.0),
            Figure(
                key="push_p99_ms",
                value=float(np.percentile(push_ms, 99)),
                unit="ms",
                n=len(push_ms),
            ),
            Figure(key="load_s", value=load_s, unit="s", n=1),
        ],
    )


def share(
    name: str, hits: Sequence[float], at_least: float | None = None, peer: str | None = None
) -> Figure:
    """Return a percentage with its interval."""
    percents = [100 * one for one in hits]
    low, high = bootstrap(percents, lambda values: float(values.mean()))
    return Figure(
        key=name,
        value=float(np.mean(percents)),
        unit="%",
        n=len(hits),
        low=low,
        high=high,
        peer=peer,
        at_least=at_least,
    )


def suggested(titler: Titler, heard: Iterable[Utterance]) -> tuple[str, ...]:
    """Return the titles of a recording."""
    titler.reset()
    for number, utterance in enumerate(heard):
        if utterance:
            titler.push(final(number, utterance))
    return titler.suggest()


def hit(titler: Titler, heard: Iterable[Utterance], text: Labelled) -> float:
    """Return 1 when a suggested title is one of the person's, else 0."""
    return float(agreement(titler, heard, text) > 0)


def agreement(titler: Titler, heard: Iterable[Utterance], text: Labelled) -> float:
    """Return the share of the suggested titles that are the person's."""
    return float(np.mean([key(title) in text.wanted() for title in suggested(titler, heard)]))


def hit_by_count(heard: Iterable[Utterance], text: Labelled) -> float:
    """Return 1 when one of the three commonest words that are no stop words is the person's."""
    unfit = load_unfit_words()
    said = Counter(key(word) for utterance in heard for word, _ in utterance if word not in unfit)
    return float(any(one in text.wanted() for one, _ in said.most_common(3)))


def final(number: int, utterance: Utterance) -> Final:
    """Return the words as an engine says them; their times do not matter here."""
    return Final(number, tuple(Word(word, 0, 1, confidence) for word, confidence in utterance))


def long_recording(titler: Titler, texts: Sequence[Labelled]) -> tuple[list[float], float]:
    """Return ms of each push in a recording of two hours, and of the suggestion at its end."""
    lines = [line for text in texts for line in text.in_small_letters() if line]
    titler.reset()
    push_ms: list[float] = []
    said = 0
    while said < LONG_HOURS * LONG_WORDS_PER_H:
        line = lines[len(push_ms) % len(lines)]
        began = time.perf_counter()
        titler.push(final(len(push_ms), line))
        push_ms.append((time.perf_counter() - began) * 1000)
        said += len(line)
    began = time.perf_counter()
    titler.suggest()
    return push_ms, (time.perf_counter() - began) * 1000
