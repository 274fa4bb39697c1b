"""The autoregressive loop in plain NumPy: the definition that the compiled one is held to."""

from dataclasses import replace

import numpy as np

from models.plc.chance import chance
from models.plc.excitation import compand, expand, positions
from models.plc.features import LONGEST_GAP_SAMPLES, LOUDEST, SEEN_SAMPLES, STEP_SAMPLES
from models.plc.past import EMPHASIS, FloatArray
from models.plc.prediction import SHORT_ORDER
from models.plc.state import State
from models.plc.trust import trust
from models.plc.weights import UNITS, WIDTH, Weights

LEAST_CHANCE = 0.002  # steps less probable are never taken: they are what one hears as clicks


def turn(weights: Weights, push: FloatArray, hidden: FloatArray, told: FloatArray) -> FloatArray:
    """Return the recurrent layer (224,) after it was told (10,) features of a step."""
    outer = weights.step_weight @ told + push
    inner = weights.inner_weight @ hidden + weights.inner_bias
    reset, keep = np.split(_sigmoid((outer + inner)[: 2 * UNITS]), 2)
    new = np.tanh(outer[2 * UNITS :] + reset * inner[2 * UNITS :])
    moved: FloatArray = new + keep * (hidden - new)
    return moved


def odds(weights: Weights, drive: FloatArray, told: FloatArray) -> FloatArray:
    """Return (128,) logits of a sample from its (64,) share of the drive and (16,) features."""
    heard = np.maximum(drive + weights.sample_weight @ told, 0)
    logits: FloatArray = weights.out_weight @ heard + weights.out_bias
    return logits


def draw(logits: FloatArray, number: np.float32) -> tuple[np.float32, np.float32]:
    """Return the excitation that a number 0..1 picks by (128,) logits, and their mean."""
    sizes = expand(positions())
    chances = np.exp(logits - logits.max())
    chances[chances < LEAST_CHANCE * chances.sum()] = 0
    cumulated = np.cumsum(chances)
    step = int(np.searchsorted(cumulated, number * cumulated[-1], side="right"))
    return sizes[step], np.float32(chances @ sizes / cumulated[-1])


def speak(weights: Weights, state: State, n_samples: int) -> tuple[FloatArray, State]:
    """Return the next (n_samples,) float32 at 16 kHz, and the state after them."""
    hidden, drive, last = state.hidden, state.drive, np.float32(state.last_sample)
    signal, excitations = list(state.signal), list(state.excitations)
    output = np.empty(n_samples, np.float32)
    scale = np.float32(state.excitation_rms)
    for place in range(state.spoken, state.spoken + n_samples):
        known = np.array(signal[-len(state.signal) :], np.float32)
        foretold = state.long_weights @ known
        expected = state.short_weights @ known[-SHORT_ORDER:] - foretold
        guess = compand(np.array([expected / scale], np.float32))
        recent = np.array(excitations[-len(state.excitations) :], np.float32)
        loud = np.clip(known[-SEEN_SAMPLES:], -LOUDEST, LOUDEST)
        within = place % STEP_SAMPLES
        if within == 0:
            told = np.hstack(
                (recent[-STEP_SAMPLES:], loud[-STEP_SAMPLES:], guess, place / LONGEST_GAP_SAMPLES)
            ).astype(np.float32)
            hidden = turn(weights, state.push, hidden, told)
            drive = np.asarray(weights.drive_weight @ hidden + weights.drive_bias, np.float32)
        share = drive[within * WIDTH : (within + 1) * WIDTH]
        logits = odds(weights, share, np.hstack((recent, loud, guess)))
        drawn, mean = draw(logits, chance(np.uint64(state.seed), place))
        wished = mean + np.float32(state.liveliness) * (drawn - mean)
        excitation = trust(place) * np.clip(wished, -state.excitation_peak, state.excitation_peak)
        excitations.append(compand(np.array([excitation], np.float32))[0])
        carried = np.float32(EMPHASIS) * last
        sample = foretold + scale * excitation + carried
        held = np.clip(sample, -state.peak, state.peak)
        last = np.clip(held, last - state.slope, last + state.slope).astype(np.float32)
        signal.append(last - carried)
        output[place - state.spoken] = last
    output *= np.float32(state.rms)
    return output, replace(
        state,
        spoken=state.spoken + n_samples,
        hidden=hidden,
        drive=drive,
        signal=np.array(signal[-len(state.signal) :], np.float32),
        excitations=np.array(excitations[-len(state.excitations) :], np.float32),
        last_sample=float(last),
    )


def _sigmoid(x: FloatArray) -> FloatArray:
    return np.asarray(1 / (1 + np.exp(-x)), np.float32)
