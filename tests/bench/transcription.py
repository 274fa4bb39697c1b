"""How well and how fast the draft transcriber hears: `python -m tests.bench.transcription SET...`.

Sets, from the evaluation material beside the checkout:
  utterances  asr_eval, each utterance between 0.5 s and 1.5 s of digital silence, reset between
  NAME        a recording of asr_eval/long, by any part of its name
  words       words heard where nobody speaks: silence, noise, and the sound clips by label

Speed is process CPU time per second of sound, at blocks of 20 ms.
"""

import csv
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from audio.block import NS_PER_S, AudioBlock
from audio.speech.transcriber import LiveTranscriber, draft_transcriber
from audio.speech.transcript import Final, TranscriptEvent, Word
from tests.bench.word_error import WordError, word_error
from tests.conftest import SHARED

ASR_EVAL = SHARED / "speech" / "asr_eval"
RATE_HZ = 16_000
BLOCK_SAMPLES = RATE_HZ * 20 // 1000
LEAD_S = 0.5
TAIL_S = 1.5
MATCH_S = 0.5  # a word counts as found when the same text lies this near
WORDLESS_LABELS = [
    "music",
    "piano",
    "guitar",
    "strings",
    "drum",
    "rain",
    "wind",
    "engine",
    "typing",
]


@dataclass
class Run:
    """What one pass over a recording gave."""

    finals: list[Final] = field(default_factory=list)
    partials: int = 0
    sound_s: float = 0.0
    cpu_s: float = 0.0
    slowest_push_s: float = 0.0
    final_delays_s: list[float] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All finals, joined."""
        return " ".join(final.text for final in self.finals)

    @property
    def words(self) -> list[Word]:
        """All words."""
        return [word for final in self.finals for word in final.words]


def read(path: Path) -> NDArray[np.int16]:
    """Return a 16 kHz mono file, (n,) int16."""
    samples, rate_hz = soundfile.read(path, dtype="int16")
    assert rate_hz == RATE_HZ, path
    mono: NDArray[np.int16] = samples
    return mono


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a tab-separated file with a header."""
    with path.open() as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def transcribe(transcriber: LiveTranscriber, samples: NDArray[np.int16]) -> Run:
    """Push 20 ms blocks, flush, and time every step."""
    run = Run(sound_s=len(samples) / RATE_HZ)
    for start in range(0, len(samples), BLOCK_SAMPLES):
        piece = samples[start : start + BLOCK_SAMPLES, None]
        block = AudioBlock(start * NS_PER_S // RATE_HZ, piece, RATE_HZ)
        began = time.process_time()
        events = transcriber.push(block)
        note(run, events, time.process_time() - began, block.end_ns)
    began = time.process_time()
    events = transcriber.flush()
    note(run, events, time.process_time() - began, len(samples) * NS_PER_S // RATE_HZ)
    return run


def note(run: Run, events: Sequence[TranscriptEvent], cpu_s: float, heard_ns: int) -> None:
    """Add the outcome of one push, which had heard everything up to `heard_ns`."""
    finals = [event for event in events if isinstance(event, Final)]
    run.finals += finals
    run.partials += len(events) - len(finals)
    run.cpu_s += cpu_s
    run.slowest_push_s = max(run.slowest_push_s, cpu_s)
    run.final_delays_s += [(heard_ns - final.end_ns) / NS_PER_S + cpu_s for final in finals]


def time_errors_ms(words: Sequence[Word], aligned: Sequence[dict[str, str]]) -> Iterator[float]:
    """Yield |middle - middle| of each aligned word that was heard within `MATCH_S`."""
    for row in aligned:
        middle_s = (float(row["start"]) + float(row["end"])) / 2 + LEAD_S
        distances = [
            abs((word.start_ns + word.end_ns) / 2 / NS_PER_S - middle_s)
            for word in words
            if word.text == row["word"]
        ]
        if distances and min(distances) <= MATCH_S:
            yield min(distances) * 1000


def report(name: str, runs: Sequence[Run], error: WordError | None) -> None:
    """Print one line of figures."""
    sound_s = sum(run.sound_s for run in runs)
    delays = [delay for run in runs for delay in run.final_delays_s]
    words = [word for run in runs for word in run.words]
    wer = f"WER {error.rate:6.1%} of {error.reference_words}  " if error else ""
    confidence = np.mean([word.confidence for word in words]) if words else np.nan
    late = np.percentile(delays, [50, 95]) if delays else (np.nan, np.nan)
    print(
        f"{name:28} {wer}{sound_s:5.0f} s  RTF {sum(run.cpu_s for run in runs) / sound_s:.2f}  "
        f"finals {len(delays):3}  partials {sum(run.partials for run in runs):4}  "
        f"words {len(words):4}  confidence {confidence:.2f}  "
        f"final after last word p50 {late[0]:.2f} s p95 {late[1]:.2f} s  "
        f"slowest push {max(run.slowest_push_s for run in runs):.2f} s",
        flush=True,
    )


def utterances(transcriber: LiveTranscriber) -> None:
    """Word error by source and of all, and the errors of word times."""
    aligned = table(ASR_EVAL / "words_forced_alignment.tsv")
    lead, tail = (np.zeros(int(RATE_HZ * length), np.int16) for length in (LEAD_S, TAIL_S))
    runs: dict[str, list[tuple[Run, WordError]]] = {}
    errors_ms: list[float] = []
    for row in table(ASR_EVAL / "transcripts.tsv"):
        transcriber.reset()
        run = transcribe(transcriber, np.concatenate((lead, read(ASR_EVAL / row["file"]), tail)))
        runs.setdefault(row["source"], []).append((run, word_error(row["text"], run.text)))
        errors_ms += time_errors_ms(
            run.words, [word for word in aligned if word["file"] == row["file"]]
        )
    everything = [result for results in runs.values() for result in results]
    for source, results in {**runs, "all": everything}.items():
        total = sum((error for _, error in results), WordError(0, 0))
        report(source, [run for run, _ in results], total)
    p50, p95 = np.percentile(errors_ms, [50, 95])
    print(f"word middles: {len(errors_ms)} of {len(aligned)} found, p50 {p50:.0f} p95 {p95:.0f} ms")


def recording(transcriber: LiveTranscriber, name: str) -> None:
    """Word error of one long recording."""
    [path] = (ASR_EVAL / "long").glob(f"*{name}*.flac")
    said = " ".join(row["text"] for row in table(path.with_suffix(".segments.tsv")))
    transcriber.reset()
    run = transcribe(transcriber, read(path))
    report(path.stem, [run], word_error(said, run.text))


def words(transcriber: LiveTranscriber) -> None:
    """Words heard in a minute of what holds none."""
    minute = 60 * RATE_HZ
    noise = np.random.default_rng(0).standard_normal(minute)
    sounds = {"digital silence": np.zeros(minute, np.int16)}
    for level_db in (-60, -40, -20):
        sounds[f"white noise {level_db} dB"] = (noise * 32768 * 10 ** (level_db / 20)).astype("i2")
    for label in WORDLESS_LABELS:
        sounds[label] = np.concatenate([*clips(label)])[:minute]
    for name, samples in sounds.items():
        transcriber.reset()
        report(name, [transcribe(transcriber, samples)], None)


def clips(label: str) -> Iterator[NDArray[np.int16]]:
    """Yield the evaluation clips of a sound."""
    for folder in (SHARED / "sound" / "eval", SHARED / "sound" / "eval2"):
        for row in table(folder / "labels.tsv"):
            if row["label"] == label:
                yield read(folder / row["file"])


def main(sets: Sequence[str]) -> None:
    """Measure each of `sets`."""
    before_s, before_kb = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    transcriber = draft_transcriber()
    loaded_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb
    print(f"loaded in {time.process_time() - before_s:.2f} s, {loaded_kb / 1024:.0f} MB more")
    for name in sets:
        {"utterances": utterances, "words": words}.get(
            name, lambda transcriber, name=name: recording(transcriber, name)
        )(transcriber)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak_mb:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:] or ["utterances", "two_speakers", "words"])
