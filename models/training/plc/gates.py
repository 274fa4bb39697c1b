"""The gates of one step of the recurrent layer, and what they pass back; compiled."""

import numpy as np

from models.plc.compiled import compiled
from models.plc.features import STEP_FEATURES
from models.plc.past import FloatArray
from models.plc.squash import sigmoid, tanh
from models.plc.weights import GATES, UNITS

KEPT = 4 * UNITS  # reset, keep, inner, new

_ONE = np.float32(1)


@compiled
def turn(
    inner_push: FloatArray,
    inner_bias: FloatArray,
    push: FloatArray,
    told: FloatArray,
    step_weight: FloatArray,
    before: FloatArray,
    kept: FloatArray,
    after: FloatArray,
) -> None:
    """Take one step.

    Args:
        inner_push: (batch, 672) the states' product with the inner weights.
        inner_bias: (672,).
        push: (batch, 672) what the gates hear at every step.
        told: (batch, 10) features of this one.
        step_weight: (10, 672).
        before: (batch, 224) the states.
        kept: (batch, 896) is filled in for the way back.
        after: (batch, 224) is filled in, the states after the step.
    """
    outer, inner = np.empty(GATES, np.float32), np.empty(GATES, np.float32)
    for line in range(len(before)):
        outer[:] = push[line]
        for k in range(STEP_FEATURES):
            for gate in range(GATES):
                outer[gate] += told[line, k] * step_weight[k, gate]
        for gate in range(GATES):
            inner[gate] = inner_push[line, gate] + inner_bias[gate]
        gates, old, fresh = kept[line], before[line], after[line]
        for unit in range(UNITS):
            at_keep, at_new = UNITS + unit, 2 * UNITS + unit
            reset = sigmoid(outer[unit] + inner[unit])
            hold = sigmoid(outer[at_keep] + inner[at_keep])
            new = tanh(outer[at_new] + reset * inner[at_new])
            fresh[unit] = new + hold * (old[unit] - new)
            gates[unit], gates[at_keep] = reset, hold
            gates[at_new], gates[3 * UNITS + unit] = inner[at_new], new


@compiled
def turn_back(
    outside: FloatArray,
    inside: FloatArray,
    held: FloatArray,
    kept: FloatArray,
    before: FloatArray,
    total: FloatArray,
) -> None:
    """Take one step back.

    Args:
        outside: (batch, 224) the gradient of the state after the step, from outside.
        inside: (batch, 224) of it through the inner weights of the step after.
        held: (batch, 224) of it as held by the step after; becomes what this one holds.
        kept: (batch, 896) by `turn`; becomes the gradients of reset, keep, inner, and of new as it
            is pushed.
        before: (batch, 224) the states before.
        total: (batch, 896) to which they are added.
    """
    for line in range(len(held)):
        gates, old, hold = kept[line], before[line], held[line]
        near, far, sums = outside[line], inside[line], total[line]
        for unit in range(UNITS):
            at_keep, at_inner, at_new = UNITS + unit, 2 * UNITS + unit, 3 * UNITS + unit
            reset, keep, inner, new = gates[unit], gates[at_keep], gates[at_inner], gates[at_new]
            felt = near[unit] + far[unit] + hold[unit]
            passed = felt * keep
            hold[unit] = passed
            of_new = (felt - passed) * (_ONE - new * new)
            of_inner = of_new * reset
            gates[unit] = of_inner * inner * (_ONE - reset)
            gates[at_keep] = (old[unit] - new) * passed * (_ONE - keep)
            gates[at_inner], gates[at_new] = of_inner, of_new
        for number in range(KEPT):
            sums[number] += gates[number]
