"""How fast a library of 1,000 hours answers: 3 million synthetic words, every kind of question.

Words follow Zipf's law, the common ones short, as in speech; 50 a minute are spoken, in passages of
15. Recordings really lie on the disk, as a hit is only shown while its folder is there.
"""

import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from app.engine.clock import NS_PER_S
from app.storage.document import SpokenWord, Utterance
from app.storage.library import Library
from app.storage.library_schema import put_heading
from app.storage.meta import META_NAME
from app.storage.search import index_passages
from tests.bench.report import Figure, Report, bootstrap

WORDS = 3_000_000
HOURS = 1_000
PASSAGE_WORDS = 15
PASSAGES_PER_HOUR = WORDS // HOURS // PASSAGE_WORDS
VOCABULARY = 30_000
ZIPF_SHIFT = 2.7  # Mandelbrot's correction for English
SYLLABLES = [c + v for c in "bcdfghjklmnprstvwz" for v in "aeiou"]
QUESTIONS_OF_A_KIND = 40
MB = 1e6


def measure(data: Path | None, quick: bool) -> Report:
    """Build the library and ask; the whole takes about half a minute, so quick changes nothing."""
    rng = np.random.default_rng(5)
    vocabulary = make_vocabulary(rng)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        began = time.perf_counter()
        texts = build(folder, vocabulary, rng)
        build_s = time.perf_counter() - began
        size_mb = (folder / "library.db").stat().st_size / MB
        with Library(folder / "library.db") as library:
            asked = questions(vocabulary, texts, rng)
            began_cpu_s = time.process_time()
            times_ms = {
                kind: [ask_ms(library, one) for one in some] for kind, some in asked.items()
            }
            cpu_s = time.process_time() - began_cpu_s
    every = sum(map(len, times_ms.values()))
    cpu = Figure(key="search_cpu_mean_ms", value=cpu_s / every * 1000, unit="ms", n=every)
    return Report("search", [*figures(times_ms), cpu, *costs(build_s, size_mb)])


def figures(times_ms: dict[str, list[float]]) -> list[Figure]:
    """Return the figures over all questions, then the 95th percentile of each kind."""
    every = [time_ms for kind in times_ms.values() for time_ms in kind]
    low, high = bootstrap(every, p95)
    return [
        Figure(
            key="search_p95_ms",
            value=p95(np.asarray(every)),
            unit="ms",
            n=len(every),
            low=low,
            high=high,
            at_most=50.0,
        ),
        Figure(key="search_p50_ms", value=float(np.median(every)), unit="ms", n=len(every)),
        Figure(key="search_worst_ms", value=max(every), unit="ms", n=len(every)),
        *(
            Figure(key=f"{kind}_p95_ms", value=p95(np.asarray(times)), unit="ms", n=len(times))
            for kind, times in times_ms.items()
        ),
    ]


def costs(build_s: float, size_mb: float) -> list[Figure]:
    """Return what the index itself costs."""
    return [
        Figure(key="indexed_words", value=WORDS, unit="words", n=1),
        Figure(key="build_s", value=build_s, unit="s", n=1),
        Figure(key="library_mb", value=size_mb, unit="MB", n=1),
    ]


def p95(values: np.ndarray) -> float:
    """Return the 95th percentile."""
    return float(np.percentile(values, 95))


def ask_ms(library: Library, question: str) -> float:
    """Return how long one question takes, asked for the first time."""
    began = time.perf_counter()
    library.search(question)
    return (time.perf_counter() - began) * 1000


def make_vocabulary(rng: np.random.Generator) -> list[str]:
    """Return words of one to four syllables, the short ones first."""
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(rng.choice(SYLLABLES, rng.integers(1, 5)))] = None
    return sorted(words, key=len)


def build(folder: Path, vocabulary: list[str], rng: np.random.Generator) -> list[list[str]]:
    """Fill a library with recordings of an hour; return the words of every hundredth passage."""
    chances = 1 / (np.arange(VOCABULARY) + ZIPF_SHIFT)
    chances /= chances.sum()
    Library(folder / "library.db").close()
    db = sqlite3.connect(folder / "library.db")
    kept: list[list[str]] = []
    with db:
        for hour in range(1, HOURS + 1):
            spoken = rng.choice(VOCABULARY, (PASSAGES_PER_HOUR, PASSAGE_WORDS), p=chances)
            texts = [[vocabulary[number] for number in passage] for passage in spoken]
            title = " ".join(vocabulary[n] for n in rng.integers(1000, VOCABULARY, 3))
            put_recording(db, folder, hour, title, (vocabulary[int(rng.integers(VOCABULARY))],))
            index_passages(db, hour, list(said(texts)))
            kept += texts[::100]
    db.close()
    return kept


def put_recording(
    db: sqlite3.Connection, folder: Path, number: int, title: str, tags: tuple[str, ...]
) -> None:
    """Make a folder that looks like a recording, and its row."""
    place = folder / str(number)
    place.mkdir()
    (place / META_NAME).touch()
    db.execute(
        "INSERT INTO recording (id, folder, started_at, unfinished, title, tags) "
        "VALUES (?, ?, '2026-01-01T00:00:00+00:00', 0, ?, ?)",
        (number, str(place).encode(), title, json.dumps(tags)),
    )
    put_heading(db, number, title, tags)


def said(texts: list[list[str]]) -> Iterator[Utterance]:
    """Yield one passage after another, a word every 1.2 s."""
    step_ns = 12 * NS_PER_S // 10
    for number, text in enumerate(texts):
        start_ns = number * PASSAGE_WORDS * step_ns
        words = tuple(
            SpokenWord(
                id=number * PASSAGE_WORDS + place,
                start_ns=start_ns + place * step_ns,
                end_ns=start_ns + (place + 1) * step_ns,
                text=word,
                confidence=1.0,
            )
            for place, word in enumerate(text)
        )
        yield Utterance(
            id=number, start_ns=start_ns, end_ns=words[-1].end_ns, speaker=None, words=words
        )


def questions(
    vocabulary: list[str], texts: list[list[str]], rng: np.random.Generator
) -> dict[str, list[str]]:
    """Return questions of each kind, phrases and pairs out of what was really said."""

    def some(low: int, high: int) -> list[str]:
        return [vocabulary[n] for n in rng.integers(low, high, QUESTIONS_OF_A_KIND)]

    passages = [texts[n] for n in rng.integers(0, len(texts), QUESTIONS_OF_A_KIND)]
    letters = [word[:length] for length in (1, 2, 3, 4) for word in some(0, VOCABULARY)[::4]]
    return {
        "common_word": some(0, 100),
        "middling_word": some(100, 3000),
        "rare_word": some(3000, VOCABULARY),
        "unknown_word": [f"{word}xq" for word in some(0, VOCABULARY)],
        "two_words": [f"{text[2]} {text[9]}" for text in passages],
        "five_words": [" ".join(text[::3]) for text in passages],
        "phrase_of_two": [f'"{text[4]} {text[5]}"' for text in passages],
        "phrase_of_four": [f'"{" ".join(text[4:8])}"' for text in passages],
        "beginning": [f"{start}*" for start in letters],
        "two_beginnings": [f"{a}* {b}*" for a, b in zip(letters, letters[::-1], strict=True)],
        "many_common_words": [" ".join(some(0, 60)[:12]) for _ in range(QUESTIONS_OF_A_KIND)],
    }
