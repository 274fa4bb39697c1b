"""A voice that goes on where the speaker was cut off."""

from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np

from models.plc.excitation import compand, expand, positions
from models.plc.features import RELIVED_STEPS, SEEN_EXCITATIONS, STEP_SAMPLES, describe
from models.plc.kernel import relive, speak_on
from models.plc.past import FloatArray, measure
from models.plc.prediction import LONG_ORDER
from models.plc.state import State
from models.plc.voicing import liveliness, voicing
from models.plc.weights import STEP_DRIVES, UNITS, Weights, read_weights
from models.session import Session


class Conditioner(Protocol):
    """Sums up the past: a loaded conditioning network, or a test's stand-in."""

    def run(self, inputs: dict[str, FloatArray]) -> dict[str, FloatArray]:
        """Turn mel (1, 100, 80) and levels (1, 2) into gist (1, 64)."""


class SpeechContinuer:
    """Continues 16 kHz speech after its past.

    Holds the networks alone; all that belongs to one loss is in its State, so that one continuer
    serves any number of streams of one thread.
    """

    def __init__(self, conditioner: Conditioner, weights: Weights) -> None:
        """Take both networks."""
        self._conditioner = conditioner
        self._weights = weights
        self._laid_out = (
            np.ascontiguousarray(weights.step_weight.T),
            weights.inner_weight,
            weights.inner_bias,
            weights.drive_weight,
            weights.drive_bias,
            weights.sample_weight,
            np.ascontiguousarray(weights.out_weight.T),
            weights.out_bias,
            expand(positions()),
        )

    @classmethod
    def load(cls, conditioning: Path, voice: Path) -> "SpeechContinuer":
        """Load the models plc_conditioning and plc_voice and compile the loops; blocks.

        The first load on a machine compiles for some ten seconds, later ones read the machine
        code from disk.

        Raises:
            ModelError: a file is absent or is not that network.
        """
        continuer = cls(Session(conditioning, "cpu"), read_weights(voice))
        continuer.speak(continuer.begin(np.zeros(0, np.float32), 0), STEP_SAMPLES)
        return continuer

    def begin(self, past: FloatArray, seed: int) -> State:
        """Return the state at the end of `past`.

        Args:
            past: (n,) float32 -1..1 at 16 kHz; up to 1.03 s of its end is used, and where there
                is less, silence is taken to lie before it.
            seed: of all chance; the same past and seed give the same continuation.
        """
        known = measure(past)
        gist = self._conditioner.run(
            {"mel": known.mel[np.newaxis], "levels": known.levels[np.newaxis]}
        )["gist"][0]
        push = self._weights.gist_weight @ gist + self._weights.step_bias
        hidden = np.zeros(UNITS, np.float32)
        told = describe(known.signal, known)
        relive(self._laid_out, push, told.steps[-RELIVED_STEPS:], hidden)
        return State(
            rms=known.rms,
            excitation_rms=known.excitation_rms,
            short_weights=known.short_weights[::-1].copy(),
            long_weights=known.long_weights[::-1].copy(),
            push=push,
            peak=known.peak / known.rms,
            slope=known.slope / known.rms,
            excitation_peak=float(np.abs(told.excitation).max()),
            liveliness=liveliness(voicing(known.signal)),
            seed=seed % 2**64,
            spoken=0,
            hidden=hidden,
            drive=np.zeros(STEP_DRIVES, np.float32),
            signal=known.signal[-LONG_ORDER:].copy(),
            excitations=compand(told.excitation[-SEEN_EXCITATIONS:]),
            last_sample=known.last_sample / known.rms,
        )

    def speak(self, state: State, n_samples: int) -> tuple[FloatArray, State]:
        """Return the next (n_samples,) float32 at 16 kHz and the state after them.

        Any way of asking for the same samples gives the same samples. They may exceed -1..1.
        """
        hidden, drive = state.hidden.copy(), state.drive.copy()
        signal = np.concatenate((state.signal, np.empty(n_samples, np.float32)))
        excitations = np.concatenate((state.excitations, np.empty(n_samples, np.float32)))
        said = speak_on(
            self._laid_out,
            (state.push, state.short_weights, state.long_weights),
            (
                np.float32(state.excitation_rms),
                np.float32(state.excitation_peak),
                np.float32(state.liveliness),
            ),
            (
                np.float32(state.peak),
                np.float32(state.slope),
                np.float32(state.last_sample),
            ),
            (np.uint64(state.seed), state.spoken),
            hidden,
            drive,
            signal,
            excitations,
        )
        return said * np.float32(state.rms), replace(
            state,
            spoken=state.spoken + n_samples,
            hidden=hidden,
            drive=drive,
            signal=signal[n_samples:],
            excitations=excitations[n_samples:],
            last_sample=float(said[-1]) if n_samples else state.last_sample,
        )
