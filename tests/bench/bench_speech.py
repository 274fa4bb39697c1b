"""How well, how fast and how soon the built-in transcriber hears, beside pocketsphinx as it comes.

The peer is pocketsphinx with its defaults, given whole utterances with their ends known; of the
noisy recording it gets what its own segmenter cuts. Times are of one core, processor time.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio.speech.transcriber import LiveTranscriber, draft_transcriber
from tests.bench.evaluation import evaluation
from tests.bench.judged_words import auc, bootstrap_rows, judge
from tests.bench.live_words import RATE_HZ, Run, hear, read, table
from tests.bench.pocketsphinx_defaults import Defaults
from tests.bench.report import BOOTSTRAP_ROUNDS, INTERVAL_PERCENT, Figure, Report, bootstrap
from tests.bench.word_error import WordError, word_error
from tests.bench.wordless_sounds import wordless
from tests.conftest import SHARED

ASR_EVAL = SHARED / "speech" / "asr_eval"
CLEAN = "librispeech dev-clean"
PEER = "pocketsphinx defaults"
LEAD_S, TAIL_S = 0.5, 1.5  # of a microphone's hiss around each utterance
HISS_DB = -75.0
QUICK_STEP = 27  # every so many utterances
QUICK_NOISE_S = 25
QUICK_LIVE_S = 20
WORDLESS_S, QUICK_WORDLESS_S = 600, 60
MATCH_S = 0.5  # a word counts as found when the same text lies this near


@dataclass(frozen=True, slots=True)
class Heard:
    """One utterance: its row, what we made of it, and what the peer made of it."""

    row: dict[str, str]
    ours: Run
    peer_words: list[tuple[str, float]]
    peer_cpu_s: float

    def errors(self) -> WordError:
        """Our word errors."""
        return word_error(self.row["text"], self.ours.text)

    def peer_errors(self) -> WordError:
        """The peer's word errors."""
        return word_error(self.row["text"], " ".join(word for word, _ in self.peer_words))


def measure(data: Path | None, quick: bool) -> Report:
    """Measure on a folder laid out as asr_eval, with the sound clips two folders up if there.

    Raises:
        UsageError: the evaluation material is absent.
    """
    folder = evaluation(data or ASR_EVAL, "transcripts.tsv")
    transcriber, peer = draft_transcriber(), Defaults()
    heard = utterances(folder, transcriber, peer, QUICK_STEP if quick else 1)
    figures = [
        *word_errors("wer", heard, at_most=0.50),
        *word_errors("wer_clean", [h for h in heard if h.row["source"] == CLEAN], at_most=0.28),
        *noise(folder, transcriber, peer, quick),
        *confidence(heard),
        *live(recordings(folder, transcriber, quick), heard),
        *word_times(folder, heard),
        invented(folder.parents[1] / "sound", transcriber, quick),
    ]
    return Report("speech", figures)


def utterances(
    folder: Path, transcriber: LiveTranscriber, peer: Defaults, step: int
) -> list[Heard]:
    """Hear each utterance alone, knowing nothing of the others."""
    rng = np.random.default_rng(0)
    heard = []
    rows = table(folder / "transcripts.tsv")
    clean = [row for row in rows if row["source"] == CLEAN]
    for row in rows if step == 1 else [*rows[::step], *clean[:1]]:
        sound = read(folder / row["file"])
        transcriber.reset()
        ours = hear(transcriber, np.concatenate((hiss(LEAD_S, rng), sound, hiss(TAIL_S, rng))))
        began = time.process_time()
        words = peer.utterance(sound)
        heard.append(Heard(row, ours, words, time.process_time() - began))
    return heard


def hiss(seconds: float, rng: np.random.Generator) -> NDArray[np.int16]:
    """Return the noise of a quiet microphone."""
    noise = rng.standard_normal(int(seconds * RATE_HZ)) * 32768 * 10 ** (HISS_DB / 20)
    return np.rint(noise).astype(np.int16)


def word_errors(key: str, heard: Sequence[Heard], at_most: float) -> list[Figure]:
    """Return our word error rate and the peer's."""
    return [
        rate(key, [h.errors() for h in heard], at_most=at_most),
        rate(key, [h.peer_errors() for h in heard], peer=PEER),
    ]


def rate(
    key: str, errors: Sequence[WordError], peer: str | None = None, at_most: float | None = None
) -> Figure:
    """Return the word error rate of all, its interval from resampled utterances."""
    wrong = np.array([error.errors for error in errors])
    said = np.array([error.reference_words for error in errors])
    draws = np.random.default_rng(0).integers(0, len(said), (BOOTSTRAP_ROUNDS, len(said)))
    low, high = np.percentile(wrong[draws].sum(1) / said[draws].sum(1), INTERVAL_PERCENT)
    return Figure(
        key=key,
        value=wrong.sum() / said.sum(),
        unit="",
        n=int(said.sum()),
        low=float(low) if len(errors) > 1 else None,
        high=float(high) if len(errors) > 1 else None,
        peer=peer,
        at_most=at_most,
    )


def noise(
    folder: Path, transcriber: LiveTranscriber, peer: Defaults, quick: bool
) -> Iterator[Figure]:
    """Yield the figures of five speakers in a noisy kitchen."""
    [path] = (folder / "long").glob("*noisy*.flac")
    sound = read(path)[: QUICK_NOISE_S * RATE_HZ if quick else None]
    end_s = len(sound) / RATE_HZ
    rows = table(path.with_suffix(".segments.tsv"))
    said = " ".join(row["text"] for row in rows if float(row["end"]) <= end_s)
    transcriber.reset()
    run = hear(transcriber, sound)
    yield rate("wer_noise", [word_error(said, run.text)], at_most=0.80)
    yield Figure(key="rtf_noise", value=run.cpu_s / end_s, unit="", n=int(end_s), at_most=0.9)
    if not quick:
        began = time.process_time()
        words = peer.recording(sound)
        cpu_s = time.process_time() - began
        text = " ".join(word for word, _ in words)
        yield rate("wer_noise", [word_error(said, text)], peer=PEER)
        yield Figure(key="rtf_noise", value=cpu_s / end_s, unit="", n=int(end_s), peer=PEER)


def confidence(heard: Sequence[Heard]) -> Iterator[Figure]:
    """Yield how well confidences tell right words from wrong ones."""
    ours = [
        judged
        for h in heard
        for judged in judge(h.row["text"], [(w.text, w.confidence) for w in h.ours.words])
    ]
    theirs = [judged for h in heard for judged in judge(h.row["text"], h.peer_words)]
    for judged, peer, at_least in ((ours, None, 0.78), (theirs, PEER, None)):
        low, high = bootstrap_rows(judged)
        yield Figure(
            key="confidence_auc",
            value=auc(np.array(judged)),
            unit="",
            n=len(judged),
            low=low,
            high=high,
            peer=peer,
            at_least=at_least,
        )


def recordings(folder: Path, transcriber: LiveTranscriber, quick: bool) -> list[Run]:
    """Hear the long recordings without noise, each as one."""
    runs = []
    for path in quiet_recordings(folder)[: 1 if quick else None]:
        transcriber.reset()
        runs.append(hear(transcriber, read(path)[: QUICK_LIVE_S * RATE_HZ if quick else None]))
    return runs


def quiet_recordings(folder: Path) -> list[Path]:
    """Return the long recordings without noise."""
    paths = sorted((folder / "long").glob("*.flac"))
    return [path for path in paths if "noisy" not in path.name]


def live(runs: Sequence[Run], heard: Sequence[Heard]) -> Iterator[Figure]:
    """Yield processor time per second of recordings, and how soon words are shown."""
    sound_s = sum(run.sound_s for run in runs)
    ours = sum(run.cpu_s for run in runs) / sound_s
    yield Figure(key="rtf", value=ours, unit="", n=int(sound_s), at_most=0.6)
    plain_s = sum(h.ours.sound_s - LEAD_S - TAIL_S for h in heard)
    theirs = sum(h.peer_cpu_s for h in heard) / plain_s
    yield Figure(key="rtf", value=theirs, unit="", n=int(plain_s), peer=PEER)
    partials = [delay for run in runs for delay in run.partial_delays_ms()]
    finals = [delay for run in runs for delay in run.final_delays_ms()]
    last_words = [delay for run in runs for delay in run.last_word_delays_ms()]
    for key, delays, budget in (
        ("partial_p95_ms", partials, 500.0),
        ("final_p95_ms", finals, 1500.0),
        ("final_after_last_word_p95_ms", last_words, None),
    ):
        low, high = bootstrap(delays, p95)
        yield Figure(
            key=key,
            value=p95(np.array(delays)),
            unit="ms",
            n=len(delays),
            low=low,
            high=high,
            at_most=budget,
        )


def p95(values: NDArray[np.float64]) -> float:
    """Return the 95th percentile."""
    return float(np.percentile(values, 95))


def word_times(folder: Path, heard: Sequence[Heard]) -> Iterator[Figure]:
    """Yield how far the middles of words lie from those of a forced alignment."""
    aligned: dict[str, list[dict[str, str]]] = {}
    for row in table(folder / "words_forced_alignment.tsv"):
        aligned.setdefault(row["file"], []).append(row)
    errors_ms = [
        error for h in heard for error in time_errors_ms(h.ours, aligned.get(h.row["file"], []))
    ]
    low, high = bootstrap(errors_ms, lambda values: float(np.median(values)))
    yield Figure(
        key="word_time_ms",
        value=float(np.median(errors_ms)),
        unit="ms",
        n=len(errors_ms),
        low=low,
        high=high,
        at_most=80,
    )


def time_errors_ms(run: Run, aligned: Sequence[dict[str, str]]) -> Iterator[float]:
    """Yield |middle - middle| of each aligned word that was heard within `MATCH_S`."""
    for row in aligned:
        middle_s = (float(row["start"]) + float(row["end"])) / 2 + LEAD_S
        distances = [
            abs((word.start_ns + word.end_ns) / 2e9 - middle_s)
            for word in run.words
            if word.text == row["word"]
        ]
        if distances and min(distances) <= MATCH_S:
            yield min(distances) * 1000


def invented(folder: Path, transcriber: LiveTranscriber, quick: bool) -> Figure:
    """Return the words heard in music, noise, applause and silence."""
    sound = wordless(folder, QUICK_WORDLESS_S if quick else WORDLESS_S)
    transcriber.reset()
    words = hear(transcriber, sound).words
    return Figure(
        key="invented_words",
        value=len(words),
        unit="",
        n=len(sound) // RATE_HZ,
        at_most=0,
    )
