"""What is said in a gap: spoken as far as someone listens, at 16 kHz, and read at any rate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from audio.plc import axis
from audio.plc.band import RateChange
from audio.plc.breath import GAP_SAMPLES, breath
from audio.plc.continuer import WORKING_RATE_HZ, FloatArray
from audio.plc.fade import breath_gain, voice_gain
from audio.plc.history import History
from audio.plc.ladder import CLASSICAL, Rung, Step, choose
from audio.plc.upper import bridge, first_unknown, led

LEAD_SAMPLES = WORKING_RATE_HZ // 50  # 20 ms of the past, for filters and lags that reach back
AXIS_SAMPLES = WORKING_RATE_HZ // 10  # 100 ms tell where a voice is
MASKED_SHARE = 0.01  # 40 dB below the main axis, what is left of a voice in the middle is not heard
SILENT_PEAK = 1e-5  # -100 dBFS, a third of a 16-bit step: not worth a continuation


@dataclass(frozen=True, slots=True)
class Voice:
    """One axis being continued: by whom, and where that stands. Silent ones have no voice."""

    step: Step
    state: Any


@dataclass(frozen=True, slots=True)
class Filling:
    """One gap; a value, never changed.

    Attributes:
        start: number of its first sample, at the stream's rate.
        axes: (channels, channels), see `audio.plc.axis`.
        past: (n, channels) float32 at 16 kHz, along the channels.
        spoken: (m, channels) float32 at 16 kHz, what follows the past, in full.
        beneath: (GAP_SAMPLES, channels) float32 at 16 kHz, noise, faded.
        upper: (k, channels) float32 at the stream's rate, the fading band above.
        last: (1, channels) float32, the band below at the last sample before the gap.
        voices: one per axis; empty before the first sample.
        rung: how the main axis is continued; None before the first sample.
    """

    start: int
    axes: FloatArray
    past: FloatArray
    spoken: FloatArray
    beneath: FloatArray
    upper: FloatArray
    last: FloatArray
    voices: tuple[Voice | None, ...] = ()
    rung: Rung | None = None


class Filler:
    """Opens gaps and speaks in them."""

    def __init__(self, sample_rate_hz: int, ladder: Sequence[Step], seed: int) -> None:
        self._sample_rate_hz = sample_rate_hz
        self._ladder = ladder
        self._seed = seed
        self.down = RateChange(sample_rate_hz, WORKING_RATE_HZ)
        self._up = RateChange(WORKING_RATE_HZ, sample_rate_hz)

    def begin(self, history: History) -> Filling:
        """Return the gap after all that was heard."""
        bridged = bridge(history, self.down, self._up, self._sample_rate_hz)
        main = axis.axes(bridged.past[-AXIS_SAMPLES:])
        channels = len(main)
        none = np.zeros((0, channels), np.float32)
        silence = np.zeros((GAP_SAMPLES, channels), np.float32)
        return Filling(
            history.count, main, bridged.past, none, silence, bridged.upper, bridged.last
        )

    def speak(self, filling: Filling, until: int, budget_ms: float = np.inf) -> Filling:
        """Return the gap with everything said that is heard before `until`, counted from its start.

        Args:
            filling: the gap.
            until: samples at the stream's rate.
            budget_ms: CPU time that may be spent; the cheapest rung is taken in any case.
        """
        first = first_unknown(filling.start, self._sample_rate_hz)
        count = self._up.needed(filling.start + until) - first - len(filling.spoken)
        if count <= 0:
            return filling
        step = choose(self._ladder, filling.rung, count, budget_ms)
        voices, beneath = filling.voices, filling.beneath
        if step.rung != filling.rung:
            voices = self._listen(filling, step)
            if step.breathes and filling.rung is None:
                beneath = self._breathe(filling, voices)
        along = np.zeros((count, len(voices)), np.float32)
        gone_on = list(voices)
        for number, voice in enumerate(voices):
            if voice is not None:
                along[:, number], state = voice.step.continuer.speak(voice.state, count)
                gone_on[number] = Voice(voice.step, state)
        spoken = np.concatenate((filling.spoken, turned(along, filling.axes)))
        begun = len(filling.spoken) > 0
        filling = replace(
            filling, spoken=spoken, beneath=beneath, voices=tuple(gone_on), rung=step.rung
        )
        return filling if begun else self._led(filling)

    def read(self, filling: Filling, first: int, count: int) -> FloatArray:
        """Return (count, channels) from sample `first` of the gap on; it must have been spoken.

        The voice fades, and what lies beneath it stays nearly to the end.
        """
        samples = self._band(filling, first, count)
        begin, end = max(first, 0), min(first + count, len(filling.upper))
        if begin < end:
            samples[begin - first : end - first] += filling.upper[begin:end]
        return samples

    def _band(self, filling: Filling, first: int, count: int) -> FloatArray:
        """Return (count, channels) from sample `first` of the gap on, without the band above."""
        line = np.concatenate((filling.past[-LEAD_SAMPLES:], _heard(filling)))
        line_start = (
            first_unknown(filling.start, self._sample_rate_hz) + len(filling.spoken) - len(line)
        )
        return self._up.read(line, line_start, filling.start + first, count)

    def _led(self, filling: Filling) -> Filling:
        """Return the gap, just begun, led to from the last sample before it."""
        if len(filling.upper) == 0:
            return filling
        ahead_of_time = self._band(filling, -1, 1) - filling.last
        return replace(filling, upper=led(filling.upper, ahead_of_time, self._sample_rate_hz))

    def _breathe(self, filling: Filling, voices: Sequence[Voice | None]) -> FloatArray:
        """Return the noise beneath, faded; there is none beneath silent axes."""
        past = turned(filling.past, filling.axes.T)
        along = np.zeros_like(filling.beneath)
        for number, voice in enumerate(voices):
            if voice is not None:
                along[:, number] = breath(past[:, number], self._seed + filling.start + number)
        return breath_gain(0, GAP_SAMPLES)[:, None] * turned(along, filling.axes)

    def _listen(self, filling: Filling, step: Step) -> tuple[Voice | None, ...]:
        """Let each axis be continued from the past and what was made up since."""
        past = turned(np.concatenate((filling.past, filling.spoken)), filling.axes.T)
        rest = step if step in CLASSICAL else CLASSICAL[0]
        voices: list[Voice | None] = []
        peaks = np.abs(past[-AXIS_SAMPLES:]).max(axis=0, initial=0.0)
        audible = max(SILENT_PEAK, MASKED_SHARE * float(peaks[0]))
        for number in range(past.shape[1]):
            own = np.ascontiguousarray(past[:, number])
            chosen = rest if number else step
            if peaks[number] < audible:
                voices.append(None)
            else:
                seed = self._seed + filling.start
                voices.append(Voice(chosen, chosen.continuer.begin(own, seed)))
        return tuple(voices)


def _heard(filling: Filling) -> FloatArray:
    """Return what was spoken, (m, channels), as it is heard."""
    heard: FloatArray = voice_gain(0, len(filling.spoken))[:, None] * filling.spoken
    noise = filling.beneath[: len(heard)]
    heard[: len(noise)] += noise
    return heard


def turned(samples: FloatArray, axes: FloatArray) -> FloatArray:
    """Return (n, channels) samples times (channels, channels), the same in any cut of n."""
    along: FloatArray = samples[:, :1] * axes[0]
    if samples.shape[1] > 1:
        along = along + samples[:, 1:] * axes[1]
    return along
