"""A gated recurrent layer with its backward pass written out, for one CPU core.

Faster than PyTorch's own there: all of a step but its product is one compiled loop over what lies
in the core's cache, and the gradient of the weights is one product for all steps.
"""

from typing import Any

import torch

from models.plc.weights import GATES, UNITS
from models.training.plc.gates import KEPT, turn, turn_back


class Recurrence(torch.autograd.Function):  # type: ignore[misc]  # untyped here
    """Run h' = n + z (h - n), from h = 0.

    r, z = sigmoid(S t + p + W h + b); n = tanh(S t + p + r (W h + b)).
    """

    @staticmethod
    def forward(ctx: Any, told: Any, push: Any, step: Any, inner: Any, bias: Any) -> Any:
        """Return (n, batch, 224).

        Args:
            ctx: PyTorch's.
            told: t, (n, batch, 10).
            push: p, (batch, 672).
            step: S, (672, 10).
            inner: W, (672, 224).
            bias: b, (672,).
        """
        count, batch, _ = told.shape
        states = told.new_zeros(count + 1, batch, UNITS)
        kept = told.new_empty(count, batch, KEPT)
        product = told.new_empty(batch, GATES)
        turned, weight = inner.t().contiguous(), step.t().contiguous().numpy()
        fixed = (product.numpy(), bias.numpy(), push.numpy())
        filled = zip(told.numpy(), states.numpy(), kept.numpy(), states[1:].numpy(), strict=False)
        for before, (heard, old, gates, after) in zip(states[:-1].unbind(), filled, strict=True):
            torch.mm(before, turned, out=product)
            turn(*fixed, heard, weight, old, gates, after)
        ctx.save_for_backward(told, inner, states, kept)
        return states[1:]

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        """Return the gradients of all but `told`; once."""
        told, inner, states, kept = ctx.saved_tensors
        count, batch, features = told.shape
        total = told.new_zeros(batch, KEPT)
        inside, held = (told.new_zeros(batch, UNITS) for _ in range(2))
        of_inner = kept[:, :, :GATES].unbind()  # the gradients, once a step is taken back
        known = [array.numpy() for array in (grad.contiguous(), kept, states)]
        carried = (inside.numpy(), held.numpy())
        for number in range(count - 1, -1, -1):
            outside, gates, before = (array[number] for array in known)
            turn_back(outside, *carried, gates, before, total.numpy())
            torch.mm(of_inner[number], inner, out=inside)
        flat = kept.flatten(0, 1)
        grad_inner = torch.mm(flat[:, :GATES].t(), states[:-1].flatten(0, 1))
        grad_step = torch.mm(told.reshape(-1, features).t(), flat).t()
        grad_bias = total[:, :GATES].sum(0)
        return None, _pushed(total, 1), _pushed(grad_step, 0), grad_inner, grad_bias


def _pushed(gates: Any, axis: int) -> Any:
    """Return what belongs to reset, keep and new out of reset, keep, inner and new."""
    reset, keep, _, new = gates.split(UNITS, axis)
    return torch.cat((reset, keep, new), axis)
