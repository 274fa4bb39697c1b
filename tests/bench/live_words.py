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


@dataclass
class Run:
    """What one pass over a recording gave.

    Attributes:
        finals: in order.
        shown: each partial with the moment it was shown.
        sound_s: length of the recording.
        cpu_s: processor time of all pushes.
        final_delays_ms: from the end of a final's last word to its being shown.
    """

    finals: list[Final] = field(default_factory=list)
    shown: list[tuple[int, Partial]] = field(default_factory=list)
    sound_s: float = 0.0
    cpu_s: float = 0.0
    final_delays_ms: list[float] = field(default_factory=list)

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
    run = Run(sound_s=len(samples) / RATE_HZ)
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
            run.final_delays_ms.append((begun_ns + cpu_ns - event.end_ns) / 1e6)
    return cpu_ns
