"""The autoregressive loop compiled: `models.plc.reference`, for real time.

Matrices lie so that their innermost loops run along memory; the output layer skips what its
input's rectifier has silenced.
"""

import numpy as np

from models.plc.chance import chance
from models.plc.compiled import compiled
from models.plc.excitation import LARGEST, LEVELS, MU
from models.plc.features import (
    LONGEST_GAP_SAMPLES,
    LOUDEST,
    SAMPLE_FEATURES,
    SEEN_EXCITATIONS,
    SEEN_SAMPLES,
    STEP_FEATURES,
    STEP_SAMPLES,
)
from models.plc.past import EMPHASIS, FloatArray
from models.plc.prediction import LONG_ORDER, SHORT_ORDER
from models.plc.reference import LEAST_CHANCE
from models.plc.squash import sigmoid, tanh
from models.plc.trust import trust
from models.plc.weights import GATES, UNITS, WIDTH

_ONE = np.float32(1)
_LOG_MU = np.float32(np.log1p(MU))
_LOUDEST = np.float32(LOUDEST)
_EMPHASIS = np.float32(EMPHASIS)
_LEAST_CHANCE = np.float32(LEAST_CHANCE)
_MU_PER_LARGEST = np.float32(MU / LARGEST)


@compiled
def relive(
    weights: tuple[FloatArray, ...], push: FloatArray, steps: FloatArray, hidden: FloatArray
) -> None:
    """Take the recurrent layer, (224,) in place, through (n, 10) features of steps."""
    gates = np.empty((2, GATES), np.float32)
    for step in range(len(steps)):
        _turn(weights, push, steps[step], hidden, gates)


@compiled
def speak_on(
    weights: tuple[FloatArray, ...],
    fixed: tuple[FloatArray, FloatArray, FloatArray],
    scales: tuple[np.float32, np.float32, np.float32],
    plain: tuple[np.float32, np.float32, np.float32],
    chances: tuple[np.uint64, int],
    hidden: FloatArray,
    drive: FloatArray,
    signal: FloatArray,
    excitations: FloatArray,
) -> FloatArray:
    """Return the next (n,) samples, without pre-emphasis.

    Args:
        weights: of the network, as `models.plc.continuer` lays them out.
        fixed: push (672,), short (32,) and long (256,) weights of the predictions.
        scales: RMS of the excitation, the largest in units of it, liveliness.
        plain: the largest sample that may be said, the largest step, and the last sample, all
            without pre-emphasis.
        chances: seed; samples said before.
        hidden: (224,), changed in place.
        drive: (256,), likewise.
        signal: (256 + n,): the last samples; those after them are filled in.
        excitations: (8 + n,): likewise.
    """
    sizes = weights[8]
    push, short, long = fixed
    excitation_rms, excitation_peak, liveliness = scales
    peak, slope, last = plain
    seed, spoken = chances
    per_rms = _ONE / excitation_rms
    gates = np.empty((2, GATES), np.float32)
    told, told_step = np.empty(SAMPLE_FEATURES, np.float32), np.empty(STEP_FEATURES, np.float32)
    logits = np.empty(LEVELS, np.float32)
    said = np.empty(len(signal) - LONG_ORDER, np.float32)
    for i in range(len(said)):
        known, recent = signal[i : i + LONG_ORDER], excitations[i : i + SEEN_EXCITATIONS]
        foretold = _dot(long, known)
        share, excitation = trust(spoken + i), np.float32(0)
        if share > 0:  # it never comes back: what is not trusted need not be asked
            expected = _dot(short, known[LONG_ORDER - SHORT_ORDER :]) - foretold
            told[:SEEN_EXCITATIONS] = recent
            for k in range(SEEN_SAMPLES):
                sample = known[LONG_ORDER - SEEN_SAMPLES + k]
                told[SEEN_EXCITATIONS + k] = min(max(sample, -_LOUDEST), _LOUDEST)
            told[SAMPLE_FEATURES - 1] = _compand(expected * per_rms)
            within = (spoken + i) % STEP_SAMPLES
            if within == 0:
                told_step[:STEP_SAMPLES] = told[SEEN_EXCITATIONS - STEP_SAMPLES : SEEN_EXCITATIONS]
                told_step[STEP_SAMPLES:-1] = told[SAMPLE_FEATURES - 1 - STEP_SAMPLES :]
                told_step[-1] = np.float32(spoken + i) / np.float32(LONGEST_GAP_SAMPLES)
                _turn(weights, push, told_step, hidden, gates)
                _tell(weights, hidden, drive)
            _weigh(weights, drive[within * WIDTH : (within + 1) * WIDTH], told, logits)
            drawn, mean = _draw(logits, chance(seed, spoken + i), sizes)
            wished = mean + liveliness * (drawn - mean)
            excitation = share * min(max(wished, -excitation_peak), excitation_peak)
        excitations[i + SEEN_EXCITATIONS] = _compand(excitation)
        sample = foretold + excitation_rms * excitation
        carried = _EMPHASIS * last
        sample = min(max(sample + carried, -peak), peak)
        last = min(max(sample, last - slope), last + slope)
        signal[i + LONG_ORDER] = last - carried
        said[i] = last
    return said


@compiled
def _turn(
    weights: tuple[FloatArray, ...],
    push: FloatArray,
    told: FloatArray,
    hidden: FloatArray,
    gates: FloatArray,
) -> None:
    step_weight, inner_weight, inner_bias = weights[0], weights[1], weights[2]
    outer, inner = gates[0], gates[1]
    outer[:] = push
    for k in range(STEP_FEATURES):
        for gate in range(GATES):
            outer[gate] += told[k] * step_weight[k, gate]
    for gate in range(GATES):
        inner[gate] = inner_bias[gate] + _dot(inner_weight[gate], hidden)
    for unit in range(UNITS):
        reset = sigmoid(outer[unit] + inner[unit])
        keep = sigmoid(outer[UNITS + unit] + inner[UNITS + unit])
        new = tanh(outer[2 * UNITS + unit] + reset * inner[2 * UNITS + unit])
        hidden[unit] = new + keep * (hidden[unit] - new)


@compiled
def _tell(weights: tuple[FloatArray, ...], hidden: FloatArray, drive: FloatArray) -> None:
    drive_weight, drive_bias = weights[3], weights[4]
    for unit in range(STEP_SAMPLES * WIDTH):
        drive[unit] = drive_bias[unit] + _dot(drive_weight[unit], hidden)


@compiled
def _weigh(
    weights: tuple[FloatArray, ...], drive: FloatArray, told: FloatArray, logits: FloatArray
) -> None:
    sample_weight, out_weight, out_bias = weights[5], weights[6], weights[7]
    logits[:] = out_bias
    for unit in range(WIDTH):
        heard = drive[unit] + _dot(sample_weight[unit], told)
        if heard > 0:
            for level in range(LEVELS):
                logits[level] += heard * out_weight[unit, level]


@compiled
def _draw(
    logits: FloatArray, number: np.float32, sizes: FloatArray
) -> tuple[np.float32, np.float32]:
    """Turn logits (128,) into chances in place; return the drawn excitation and the mean."""
    highest, total = logits[0], np.float32(0)
    for level in range(LEVELS):
        highest = max(highest, logits[level])
    for level in range(LEVELS):
        logits[level] = np.exp(logits[level] - highest)
        total += logits[level]
    least, kept, moment = _LEAST_CHANCE * total, np.float32(0), np.float32(0)
    for level in range(LEVELS):
        if logits[level] < least:
            logits[level] = 0
        kept += logits[level]
        moment += logits[level] * sizes[level]
    target, passed, last = number * kept, np.float32(0), 0
    for level in range(LEVELS):
        if logits[level] > 0:
            passed += logits[level]
            last = level
            if passed > target:
                break
    return sizes[last], moment / kept


@compiled
def _dot(a: FloatArray, b: FloatArray) -> np.float32:
    total = np.float32(0)
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


@compiled
def _compand(excitation: np.float32) -> np.float32:
    size = np.log(_ONE + _MU_PER_LARGEST * abs(excitation)) / _LOG_MU
    return np.float32(np.copysign(min(size, _ONE), excitation))
