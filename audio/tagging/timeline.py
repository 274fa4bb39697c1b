"""What sounds when: blocks of sound in, a label for each 50 ms and events with their times out.

A tagger looks at 960 ms around each bar and tells what sounds there. Three things turn that into a
timeline: bars that are quiet for long are silent whatever it says; labels change reluctantly, but
easily where the spectrum changes; an event begins and ends at that very change.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audio.block import AudioBlock
from audio.mono_stream import MonoStream
from audio.tagging.change import Turns, changes, edge_ns
from audio.tagging.engine import Tagger
from audio.tagging.event_builder import EventBuilder
from audio.tagging.gain import amplified
from audio.tagging.ground import Ground
from audio.tagging.hysteresis import Hysteresis
from audio.tagging.ontology import CLASSES, INDEX
from audio.tagging.silence import SilenceGate
from audio.tagging.sounds import Bar, SoundEvent
from audio.tagging.windows import BAR_SAMPLES, Windows
from models.log_mel import SAMPLE_RATE_HZ

SILENCE, BACKGROUND = INDEX["silence"], INDEX["background"]
LAG_BARS = 40  # 2 s: what comes later changes hardly any label
FILE_BATCH_WINDOWS = 16  # a network takes a third less time for each of several at once

# 19 windows look at each moment, so a window says little that its neighbours have not said.
WINDOW_WEIGHT = 0.12
LEAST_EVIDENCE = -8.0
BACKGROUND_YIELDS = 0.4  # to any sound that has a name
PURE = 0.75  # a window of so much ground is heard amplified: no loud sound is made louder
LEAST_PROBABILITY = 1e-5
IMPOSSIBLE = -50.0
SILENT_EVIDENCE = np.where(np.arange(len(CLASSES)) == SILENCE, 0.0, IMPOSSIBLE)

# Chosen on mixes of training recordings; half or twice as much changes the figures by a point.
RELUCTANCE = 8.0
LEAST_RELUCTANCE = 0.5
STEADY_CHANGE = 0.45  # what the spectrum of a steady sound varies by
CHANGE_EASES = 12.0


@dataclass(frozen=True, slots=True)
class Heard:
    """A bar before its label: when it is, what may sound in it, and how it differs from before.

    Attributes:
        pts_ns: its beginning.
        onset_ns: when, within 25 ms of that, the sound changes most.
        purity: how much of its window is ground; 0 where the bar is not.
        probabilities: (classes,) of the window.
    """

    pts_ns: int
    onset_ns: int
    purity: float
    probabilities: NDArray[np.float32]


class SoundTimeline:
    """Processor of AudioBlock into bars and events.

    Each bar is told twice: half a second after it was heard, and for good, `final`, LAG_BARS after
    that. An event is told when it has ended, and now and then while it lasts.
    """

    def __init__(self, tagger: Tagger, batch: int = 1) -> None:
        """Label what `tagger` hears, `batch` windows at a time; more of them cost less, later."""
        self._tagger = tagger
        self._batch = batch
        self._stream = MonoStream(SAMPLE_RATE_HZ)
        self._windows = Windows()
        self._gate = SilenceGate()
        self._turns = Turns()
        self._ground = Ground()
        self._hysteresis = Hysteresis(LAG_BARS)
        self._events = EventBuilder()
        self._forget()

    def push(self, block: AudioBlock) -> Sequence[Bar | SoundEvent]:
        """Take the next block and return what it made known."""
        told: list[Bar | SoundEvent] = []
        if self._stream.is_broken_by(block):
            told += self.flush()
        self._take(*self._windows.push(self._stream.push(block)))
        while len(self._ready) >= self._batch:
            told += self._score(self._batch)
        return told

    def flush(self) -> Sequence[Bar | SoundEvent]:
        """Tell all that is pending for good; the next block starts anew."""
        self._take(*self._windows.push(self._stream.flush()))
        self._take(*self._windows.flush())
        told = self._score(len(self._ready))
        self._silent.extend(self._gate.flush())
        self._turned.extend(self._turns.flush())
        told += self._label()
        for label in self._hysteresis.flush():
            told += self._decide(label)
        told += self._events.flush()
        self._forget()
        return told

    def reset(self) -> None:
        """Forget everything that was not told for good."""
        self._stream.flush()
        for part in (self._windows, self._gate, self._turns, self._hysteresis, self._events):
            part.reset()
        self._forget()

    def _forget(self) -> None:
        self._ground.reset()
        self._bars = 0
        self._ready: deque[tuple[int, NDArray[np.float32], float]] = deque()
        self._heard: deque[Heard] = deque()  # waiting for the two below
        self._silent: deque[bool] = deque()
        self._turned: deque[float] = deque()
        self._undecided: deque[Heard] = deque()

    def _take(self, windows: NDArray[np.float32], levels_dbfs: NDArray[np.float32]) -> None:
        for window, level_dbfs in zip(windows, levels_dbfs, strict=True):
            pts_ns = self._stream.time_ns(self._bars * BAR_SAMPLES)
            self._ready.append((pts_ns, window, float(level_dbfs)))
            self._bars += 1

    def _score(self, count: int) -> list[Bar | SoundEvent]:
        """Hear the next windows; deep in a silence there is nothing to hear."""
        if not count:
            return []
        ready = [self._ready.popleft() for _ in range(count)]
        windows = np.stack([window for _, window, _ in ready])
        differ = changes(windows)
        loud, purities = [], []
        for _, window, level_dbfs in ready:
            self._silent.extend(self._gate.push(level_dbfs))
            loud.append(not self._gate.is_silent)
            purities.append(self._ground.purity(window))
        pure = np.array(purities) >= PURE
        if pure.any():
            windows[pure] = amplified(windows[pure])
        probabilities = np.zeros((count, len(CLASSES)), np.float32)
        if any(loud):
            probabilities[loud] = self._tagger.scores(windows[loud])
        told: list[Bar | SoundEvent] = []
        for (pts_ns, _, _), purity, scores, edges in zip(
            ready, purities, probabilities, differ, strict=True
        ):
            self._turned.extend(self._turns.push(float(edges.max())))
            onset_ns = edge_ns(pts_ns, int(edges.argmax()))
            self._heard.append(Heard(pts_ns, onset_ns, purity, scores))
            told += self._label()
        return told

    def _label(self) -> list[Bar | SoundEvent]:
        """Give bars their labels so far, and those their last ones that are old enough."""
        told: list[Bar | SoundEvent] = []
        while self._silent and self._turned:
            heard = self._heard.popleft()
            evidence = evidence_of(heard.probabilities)
            evidence = self._ground.evidence(heard.purity, evidence)
            if self._silent.popleft():
                evidence = SILENT_EVIDENCE
            self._undecided.append(heard)
            decided = self._hysteresis.push(evidence, reluctance(self._turned.popleft()))
            latest = self._hysteresis.latest()
            assert latest is not None
            told.append(bar(heard, latest, final=False))
            for label in decided:
                told += self._decide(label)
        return told

    def _decide(self, label: int) -> list[Bar | SoundEvent]:
        decided = bar(heard := self._undecided.popleft(), label, final=True)
        return [decided, *self._events.push(decided, heard.onset_ns)]


def evidence_of(probabilities: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return how much speaks for each class being the one that dominates a bar, (classes,)."""
    likely = probabilities.astype(np.float64).clip(LEAST_PROBABILITY, 1 - LEAST_PROBABILITY)
    odds = likely / (1 - likely)
    odds[SILENCE] = 0.0
    odds[BACKGROUND] *= BACKGROUND_YIELDS
    evidence: NDArray[np.float64] = WINDOW_WEIGHT * np.log(
        (odds / odds.sum()).clip(np.exp(LEAST_EVIDENCE))
    )
    evidence[SILENCE] = IMPOSSIBLE
    return evidence


def reluctance(change: float) -> float:
    """Return what a change of label costs where the sound changes so much."""
    return max(RELUCTANCE - CHANGE_EASES * max(change - STEADY_CHANGE, 0.0), LEAST_RELUCTANCE)


def bar(heard: Heard, label: int, *, final: bool) -> Bar:
    """Return the bar with its label."""
    probability = 1.0 if label == SILENCE else float(heard.probabilities[label])
    return Bar(heard.pts_ns, CLASSES[label].key, probability, final)
