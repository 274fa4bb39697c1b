"""The gates of one step of the recurrent layer, and what they pass back; compiled.

What is kept from step to step is bfloat16, as PyTorch lays it out, here seen as uint16.
"""

import numpy as np
from numpy.typing import NDArray

from models.plc.compiled import compiled
from models.plc.features import STEP_FEATURES
from models.plc.past import FloatArray
from models.plc.squash import sigmoid, tanh
from models.plc.weights import GATES, UNITS

Bfloat16s = NDArray[np.uint16]

KEPT = 4 * UNITS  # reset, keep, inner, new

_ONE = np.float32(1)
_BITS = np.uint32(16)  # that a float32 has beyond a bfloat16
_JUST_UNDER_HALF = np.uint32(0x7FFF)
_LAST_BIT = np.uint32(1)


@compiled
def turn(
    inner_push: Bfloat16s,
    inner_bias: FloatArray,
    push: FloatArray,
    told: FloatArray,
    step_weight: FloatArray,
    state: FloatArray,
    kept: Bfloat16s,
    rounded: Bfloat16s,
) -> None:
    """Take one step.

    Args:
        inner_push: (batch, 672) the states' product with the inner weights.
        inner_bias: (672,).
        push: (batch, 672) what the gates hear at every step.
        told: (batch, 10) features of this one.
        step_weight: (10, 672).
        state: (batch, 224), changed in place.
        kept: (batch, 896) is filled in for the way back.
        rounded: (batch, 224) is filled in, the state.
    """
    inner, wide_inner = _row(GATES)
    keep, wide_keep = _row(KEPT)
    after, wide_after = _row(UNITS)
    outer = np.empty(GATES, np.float32)
    for line in range(len(state)):
        _widen(inner_push[line], wide_inner)
        outer[:] = push[line]
        for k in range(STEP_FEATURES):
            for gate in range(GATES):
                outer[gate] += told[line, k] * step_weight[k, gate]
        before = state[line]
        for unit in range(UNITS):
            at_keep, at_new = UNITS + unit, 2 * UNITS + unit
            reset = sigmoid(outer[unit] + inner[unit] + inner_bias[unit])
            hold = sigmoid(outer[at_keep] + inner[at_keep] + inner_bias[at_keep])
            heard = inner[at_new] + inner_bias[at_new]
            new = tanh(outer[at_new] + reset * heard)
            after[unit] = new + hold * (before[unit] - new)
            keep[unit], keep[at_keep] = reset, hold
            keep[at_new], keep[3 * UNITS + unit] = heard, new
        before[:] = after
        _narrow(wide_keep, kept[line])
        _narrow(wide_after, rounded[line])


@compiled
def turn_back(
    grad_state: Bfloat16s,
    grad_inner: Bfloat16s,
    held: FloatArray,
    kept: Bfloat16s,
    before: Bfloat16s,
    grad_gates: Bfloat16s,
    total: FloatArray,
) -> None:
    """Take one step back.

    Args:
        grad_state: (batch, 224) of the state after the step, from outside.
        grad_inner: (batch, 224) of it through the inner weights of the step after.
        held: (batch, 224) of it as held by the step after; becomes what this one holds.
        kept: (batch, 896) by `turn`.
        before: (batch, 224) the state before.
        grad_gates: (batch, 896) is filled in: of reset, keep, inner, and of new as it is pushed.
        total: (batch, 896) to which they are added.
    """
    gate, wide_gate = _row(KEPT)
    state, wide_state = _row(UNITS)
    outside, wide_outside = _row(UNITS)
    inside, wide_inside = _row(UNITS)
    grad, wide_grad = _row(KEPT)
    for line in range(len(held)):
        _widen(kept[line], wide_gate)
        _widen(before[line], wide_state)
        _widen(grad_state[line], wide_outside)
        _widen(grad_inner[line], wide_inside)
        hold, sums = held[line], total[line]
        for unit in range(UNITS):
            at_keep, at_inner, at_new = UNITS + unit, 2 * UNITS + unit, 3 * UNITS + unit
            felt = outside[unit] + inside[unit] + hold[unit]
            hold[unit] = felt * gate[at_keep]
            of_new = (felt - hold[unit]) * (_ONE - gate[at_new] * gate[at_new])
            of_keep = (state[unit] - gate[at_new]) * hold[unit] * (_ONE - gate[at_keep])
            of_inner = of_new * gate[unit]
            of_reset = of_inner * gate[at_inner] * (_ONE - gate[unit])
            grad[unit], grad[at_keep] = of_reset, of_keep
            grad[at_inner], grad[at_new] = of_inner, of_new
        for number in range(KEPT):
            sums[number] += grad[number]
        _narrow(wide_grad, grad_gates[line])


@compiled
def _row(size: int) -> tuple[FloatArray, NDArray[np.uint32]]:
    """Return one stretch of memory as (size,) float32 and as their bits."""
    bits = np.zeros(size, np.uint32)
    return bits.view(np.float32), bits


@compiled
def _widen(narrow: Bfloat16s, bits: NDArray[np.uint32]) -> None:
    for i in range(len(narrow)):
        bits[i] = np.uint32(narrow[i]) << _BITS


@compiled
def _narrow(bits: NDArray[np.uint32], narrow: Bfloat16s) -> None:
    """Round to the nearest, the even one of two."""
    for i in range(len(bits)):
        even = (bits[i] >> _BITS) & _LAST_BIT
        narrow[i] = np.uint16((bits[i] + _JUST_UNDER_HALF + even) >> _BITS)
