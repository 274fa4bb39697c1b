"""Speaks on where packets are lost: good sound passes, gaps are filled, seams are smooth.

Time stands still. A call has no room to stretch: every sample that arrives leaves in the same call
and at its own place, so the delay is none beyond the packet. Hence, where the filling and the
returning sound differ in phase, only the filling can move, and only while it is being said:

* When the next packet has not arrived by the end of a gap, the phase is not known until the filling
  has been heard. The returning sound is cross-faded in at once, unshifted, over 5 ms. To hold it
  back while a lag is measured costs more than the lag brings (mean PLCMOS 2.88 against 3.12 at
  20 ms bursts), and even a lag known beforehand brings nothing there (-0.05 to +0.01): within the
  cross-fade the filling would have to bend by as much as it is wrong.
* When the packet buffer already holds the next packet, as buffers deeper than one packet mostly do,
  hand it to `lost` as `following`. The filling then runs some samples past the gap, is matched with
  what follows by normalised cross-correlation within 2.5 ms, and is read a little faster or slower
  over the last 20 ms so that it arrives in phase. Nothing is delayed (+0.09 and +0.23 with
  repetition at 20 and 60 ms bursts), but the pitch bends: by an eighth on the mean of 20 ms, a
  fifth at its steepest, and by twice as much where less than that is asked for.

Any cut of the same good and lost samples gives the same output, as long as the budget does not make
the choice; what `following` bends is the end of the call that brings it.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from audio.plc.continuer import Continuer, FloatArray
from audio.plc.crossfade import best_lag, rising
from audio.plc.fade import silent_samples
from audio.plc.filling import Filler, Filling, turned
from audio.plc.history import History, heard, nothing_heard
from audio.plc.ladder import Rung, steps

MERGE_MS = 5  # of 2.5, 5, 10: the best compromise of 20 and 60 ms bursts by PLCMOS (measured)
REACH_US = 2500  # half the period of a 200 Hz voice either way
STEEPEST_BEND = 4  # the reach is a quarter of the call at most: read backwards, sound crackles
MATCH_MS = 10  # of what follows is compared
BEND_MS = 20
LOWEST_RATE_HZ, HIGHEST_RATE_HZ = 8_000, 192_000


@dataclass(frozen=True, slots=True)
class ConcealerState:
    """Everything a concealer remembers; a value, never changed.

    Attributes:
        history: what was put out.
        filling: the gap that is open or being left; None in good sound.
        elapsed: samples put out since that gap began.
        returned: good samples since it ended.
        lag: by how many samples its filling is read later.
        rung: how the last lost sample was filled.
    """

    history: History
    filling: Filling | None = None
    elapsed: int = 0
    returned: int = 0
    lag: int = 0
    rung: Rung | None = None


class Concealer:
    """One stream with holes in, the same stream without them out; no delay, no clock.

        concealer = Concealer(48_000, channels=2)
        for packet in packets:                       # (n, channels) float32, or None when lost
            if packet is not None:
                play(concealer.good(packet))
            else:
                play(concealer.lost(960, budget_ms=15))
                count(concealer.rung)

    `state` may be kept and put back: the same calls then give the same samples again.
    """

    def __init__(
        self,
        sample_rate_hz: int,
        channels: int = 1,
        network: Continuer[Any] | None = None,
        seed: int = 0,
    ) -> None:
        """Start with silence behind.

        Args:
            sample_rate_hz: of the stream, in and out, 8 to 192 kHz; gaps are filled up to 8 kHz,
                what is above fades.
            channels: one or two.
            network: speaks 16 kHz mono; without it gaps are filled by classical means.
            seed: of the network's dice.

        Raises:
            ValueError: the rate or the number of channels is none of these.
        """
        if not LOWEST_RATE_HZ <= sample_rate_hz <= HIGHEST_RATE_HZ:
            raise ValueError(f"a sample rate of {sample_rate_hz} Hz is not between 8 and 192 kHz")
        if channels not in (1, 2):
            raise ValueError(f"{channels} channels are neither mono nor stereo")
        self.sample_rate_hz = sample_rate_hz
        self.channels = channels
        self._filler = Filler(sample_rate_hz, steps(network), seed)
        self._next_filler: Filler | None = None
        self._merge_samples = sample_rate_hz * MERGE_MS // 1000
        self._reach_samples = sample_rate_hz * REACH_US // 1_000_000
        self.reset()

    @property
    def rung(self) -> Rung | None:
        """How the last lost sample was filled; None before any was."""
        return self.state.rung

    def reset(self) -> None:
        """Forget everything, as at the start."""
        self.state = ConcealerState(nothing_heard(self.channels))

    def speak_with(self, network: Continuer[Any], seed: int = 0) -> None:
        """Fill gaps with `network` from the next one on: one that was loaded meanwhile."""
        self._next_filler = Filler(self.sample_rate_hz, steps(network), seed)

    def good(self, block: FloatArray) -> FloatArray:
        """Return the samples to play for (n, channels) float32 in -1..1 that arrived.

        They pass unchanged except in the first 5 ms after a gap, which are cross-faded. What is
        not a number counts as silence.
        """
        played = self._clean(block)
        state = self.state
        merging = min(len(played), self._merge_samples - state.returned)
        if state.filling is not None and merging > 0:
            weight = rising(self._merge_samples)[state.returned : state.returned + merging, None]
            filled = self._filled(merging)
            played[:merging] = filled + weight * (played[:merging] - filled)
            state = self.state
        returned = state.returned + len(played)
        over = state.filling is None or returned >= self._merge_samples
        self.state = replace(
            state,
            filling=None if over else state.filling,
            elapsed=state.elapsed + len(played),
            returned=returned,
        )
        self._remember(played)
        return played

    def lost(
        self, n_samples: int, budget_ms: float = np.inf, following: FloatArray | None = None
    ) -> FloatArray:
        """Return the (n_samples, channels) to play for samples that did not arrive.

        Args:
            n_samples: how many; a gap may be any number of calls long.
            budget_ms: CPU time this call may cost, by the prices of `audio.plc.ladder`. Within a
                gap the rung stays or goes down.
            following: (m, channels) float32, the good samples right after these if they have
                arrived already, 10 ms or more.
        """
        if n_samples == 0:
            return np.zeros((0, self.channels), np.float32)
        state = self.state
        if state.filling is None or state.returned:
            if self._next_filler is not None:
                self._filler, self._next_filler = self._next_filler, None
            filling = self._filler.begin(state.history)
            self.state = ConcealerState(state.history, filling, rung=state.rung)
        played = self._filled(n_samples, budget_ms, following)
        elapsed, rung = self.state.elapsed + n_samples, self.state.rung
        if elapsed > silent_samples(self.sample_rate_hz):
            rung = Rung.SILENCE
        self.state = replace(self.state, elapsed=elapsed, rung=rung)
        self._remember(played)
        return played

    def _filled(
        self, n_samples: int, budget_ms: float = np.inf, following: FloatArray | None = None
    ) -> FloatArray:
        """Return the next samples of the filling, faded, and note how they were made."""
        state = self.state
        assert state.filling is not None
        audible = min(n_samples, silent_samples(self.sample_rate_hz) - state.elapsed)
        if audible <= 0:
            return np.zeros((n_samples, self.channels), np.float32)
        first, lag = state.elapsed + state.lag, state.lag
        filling = self._filler.speak(state.filling, first + audible, budget_ms)
        if following is not None and audible == n_samples:
            reach = min(self._reach_samples, n_samples // STEEPEST_BEND)
            end = state.elapsed + n_samples
            filling, lag = self._aligned(filling, end, reach, self._clean(following))
        samples = np.zeros((n_samples, self.channels), np.float32)
        if lag == state.lag:
            samples[:audible] = self._filler.read(filling, first, audible)
        else:
            samples = self._bent(filling, first, n_samples, lag - state.lag)
        self.state = replace(state, filling=filling, lag=lag, rung=filling.rung)
        played: FloatArray = np.clip(samples, -1.0, 1.0)
        return played

    def _aligned(
        self, filling: Filling, end: int, reach: int, following: FloatArray
    ) -> tuple[Filling, int]:
        """Return the gap, spoken beyond its `end`, and the lag that fits what follows best."""
        target = turned(following[: self.sample_rate_hz * MATCH_MS // 1000], filling.axes.T)[:, 0]
        filling = self._filler.speak(filling, end + len(target) + reach)
        around = self._filler.read(filling, end - reach, len(target) + 2 * reach)
        return filling, best_lag(turned(around, filling.axes.T)[:, 0], target)

    def _bent(self, filling: Filling, first: int, n_samples: int, bend: int) -> FloatArray:
        """Return samples from `first` on whose last 20 ms run ahead or behind by `bend` in all."""
        margin = abs(bend) + 1
        straight = self._filler.read(filling, first - margin, n_samples + 2 * margin)
        bending = min(n_samples, self.sample_rate_hz * BEND_MS // 1000)
        places = np.arange(n_samples, dtype=np.float64) + margin
        places[n_samples - bending :] += bend * rising(bending).astype(np.float64)
        numbers = np.arange(len(straight))
        bent = [np.interp(places, numbers, channel) for channel in straight.T]
        return np.stack(bent, axis=1).astype(np.float32)

    def _remember(self, played: FloatArray) -> None:
        history = heard(self.state.history, played, self._filler.down, self.sample_rate_hz)
        self.state = replace(self.state, history=history)

    def _clean(self, block: FloatArray) -> FloatArray:
        """Return a copy of (n, channels) in which every sample is a number."""
        if block.ndim != 2 or block.shape[1] != self.channels:
            raise ValueError(f"a block of shape {block.shape} is not (n, {self.channels})")
        cleaned: FloatArray = np.nan_to_num(
            block.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0
        )
        return cleaned
