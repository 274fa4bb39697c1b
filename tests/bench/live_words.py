"""Recordings pushed through a transcriber as if live, on a clock that counts CPU time."""

import csv
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from audio.block import NS_PER_S, AudioBlock
from audio.speech.transcriber import LiveTranscriber
from audio.speech.transcript import Final, Partial, TranscriptEvent, Word

RATE_HZ = 16_000
BLOCK_SAMPLES = RATE_HZ * 20 // 1000

BAR_SAMPLES = RATE_HZ // 20
SPOKEN_DB = -30.0  # of the loudest: softer is a pause
BEFORE_BARS = 100  # 5 s, in which the loudest is sought
PAUSE_BARS = 4  # 200 ms: longer than the closure of a consonant


@dataclass
class Run:
    """What one pass over a recording gave.

    Attributes:
        sound: what was heard.
        finals: in order.
        finals_ns: the moment each was shown.
        shown: each partial with the moment it was shown.
        cpu_s: processor time of all pushes.
    """

    sound: NDArray[np.int16]
    finals: list[Final] = field(default_factory=list)
    finals_ns: list[int] = field(default_factory=list)
    shown: list[tuple[int, Partial]] = field(default_factory=list)
    cpu_s: float = 0.0

    @property
    def sound_s(self) -> float:
        """Length of the recording."""
        return len(self.sound) / RATE_HZ

    @property
    def text(self) -> str:
        """All finals, joined."""
        return " ".join(final.text for final in self.finals)

    @property
    def words(self) -> list[Word]:
        """All words."""
        return [word for final in self.finals for word in final.words]

    def partial_delays_ms(self) -> Iterator[float]:
        """Yield, of each word, how long after its end a partial first had so many words."""
        for final in self.finals:
            drafts = [shown for shown in self.shown if shown[1].utterance == final.utterance]
            for number, word in enumerate(final.words, start=1):
                for at_ns, draft in drafts:
                    if len(draft.text.split()) >= number:
                        yield max(0.0, (at_ns - word.end_ns) / 1e6)
                        break

    def final_delays_ms(self) -> Iterator[float]:
        """Yield, of each final, how long after the end of its speech it was shown."""
        for final, at_ns in zip(self.finals, self.finals_ns, strict=True):
            yield (at_ns - speech_end_ns(self.sound, final.end_ns, at_ns)) / 1e6

    def last_word_delays_ms(self) -> Iterator[float]:
        """Yield the same after the end of its last word; more doubtful ones have followed it."""
        for final, at_ns in zip(self.finals, self.finals_ns, strict=True):
            yield (at_ns - final.end_ns) / 1e6


def speech_end_ns(sound: NDArray[np.int16], word_end_ns: int, shown_ns: int) -> int:
    """Return where the speech ended for which a final was shown: before its longest pause.

    Doubtful words are left out of finals, so speech may go on after the last word. The end of that
    word where there was no pause before the final was shown: speech was cut there.
    """
    word_end, shown = (ns * RATE_HZ // NS_PER_S // BAR_SAMPLES for ns in (word_end_ns, shown_ns))
    first = max(0, word_end - BEFORE_BARS)
    piece = sound[first * BAR_SAMPLES : shown * BAR_SAMPLES].astype(np.float64)
    bars = piece[: len(piece) // BAR_SAMPLES * BAR_SAMPLES].reshape(-1, BAR_SAMPLES)
    power = np.square(bars).mean(axis=1)
    spoken = power > power[: word_end - first + 1].max() * 10 ** (SPOKEN_DB / 10)
    edges = np.flatnonzero(np.concatenate(([True], spoken[word_end - first :], [True])))
    pauses = np.diff(edges) - 1
    if pauses.max() < PAUSE_BARS:
        return word_end_ns
    start = word_end + int(edges[np.argmax(pauses)])
    return max(word_end_ns, start * BAR_SAMPLES * NS_PER_S // RATE_HZ)


def read(path: Path) -> NDArray[np.int16]:
    """Return a 16 kHz mono file, (n,) int16."""
    samples, rate_hz = soundfile.read(path, dtype="int16")
    assert rate_hz == RATE_HZ, path
    mono: NDArray[np.int16] = samples
    return mono


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a tab-separated file with a header."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def hear(transcriber: LiveTranscriber, samples: NDArray[np.int16]) -> Run:
    """Push blocks of 20 ms as a microphone gives them, then stop.

    A block is taken when it is complete and the one before is done with; being done takes the CPU
    time that the push took. The transcriber is told how late it is, as a live program tells it.
    """
    run = Run(samples)
    done_ns = 0
    for start in range(0, len(samples), BLOCK_SAMPLES):
        piece = samples[start : start + BLOCK_SAMPLES, None]
        block = AudioBlock(start * NS_PER_S // RATE_HZ, piece, RATE_HZ)
        done_ns = max(done_ns, block.end_ns)
        transcriber.late(done_ns - block.end_ns)
        began = time.process_time_ns()
        events = transcriber.push(block)
        done_ns += note(run, events, time.process_time_ns() - began, done_ns)
    began = time.process_time_ns()
    note(run, transcriber.flush(), time.process_time_ns() - began, done_ns)
    return run


def note(run: Run, events: Sequence[TranscriptEvent], cpu_ns: int, begun_ns: int) -> int:
    """Add the outcome of one push; return the CPU time it took."""
    run.cpu_s += cpu_ns / NS_PER_S
    for event in events:
        if isinstance(event, Partial):
            run.shown.append((begun_ns + cpu_ns, event))
        else:
            run.finals.append(event)
            run.finals_ns.append(begun_ns + cpu_ns)
    return cpu_ns
