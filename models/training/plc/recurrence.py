"""A gated recurrent layer with its backward pass written out.

Beside PyTorch's own on one CPU core, the gradient of the weights is one large product instead of
one for each step, and the products may be taken in bfloat16 while the state stays float32.
"""

from typing import Any

import torch


class Recurrence(torch.autograd.Function):  # type: ignore[misc]  # untyped here
    """Run h' = n + z (h - n), from h = 0, over `drive` (steps, batch, 3 units): r, z, n.

    r, z = sigmoid(drive + W h + b); n = tanh(drive + r (W h + b)).
    """

    @staticmethod
    def forward(ctx: Any, drive: Any, weight: Any, bias: Any, precision: Any) -> Any:
        """Return (steps, batch, units); `weight` is (3 units, units), `bias` (3 units,)."""
        steps, batch, width = drive.shape
        units = width // 3
        weight16 = weight.to(precision).t().contiguous()
        states = drive.new_zeros(steps + 1, batch, units)
        gates = drive.new_empty(steps, batch, 2 * units)
        fresh = drive.new_empty(steps, batch, units)
        inner = drive.new_empty(steps, batch, units)
        for step in range(steps):
            state = states[step]
            pushed = torch.mm(state.to(precision), weight16).to(drive.dtype).add_(bias)
            gate = gates[step]
            torch.add(drive[step, :, : 2 * units], pushed[:, : 2 * units], out=gate)
            gate.sigmoid_()
            inner[step] = pushed[:, 2 * units :]
            new = fresh[step]
            torch.addcmul(drive[step, :, 2 * units :], gate[:, :units], inner[step], out=new)
            new.tanh_()
            torch.lerp(new, state, gate[:, units:], out=states[step + 1])
        ctx.save_for_backward(weight, states, gates, fresh, inner)
        ctx.precision = precision
        return states[1:]

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        """Return the gradients of drive, weight and bias."""
        weight, states, gates, fresh, inner = ctx.saved_tensors
        steps, _, units = fresh.shape
        weight16 = weight.to(ctx.precision).contiguous()
        reset, keep = gates[..., :units], gates[..., units:]
        # How each gate's input moves the state, for all steps at once.
        by_new = (1 - keep) * (1 - fresh * fresh)
        by_keep = (states[:-1] - fresh) * keep * (1 - keep)
        by_reset = by_new * inner * reset * (1 - reset)
        slopes = torch.cat((by_reset, by_keep, by_new), dim=2)
        pushed_slopes = torch.cat((by_reset, by_keep, by_new * reset), dim=2)
        totals = torch.empty_like(fresh)
        total = torch.zeros_like(grad[0])
        for step in range(steps - 1, -1, -1):
            total = torch.add(total, grad[step], out=totals[step])
            through = (pushed_slopes[step].view(-1, 3, units) * total[:, None]).flatten(1)
            back = torch.mm(through.to(ctx.precision), weight16).to(total.dtype)
            total = torch.addcmul(back, total, keep[step])
        wide = totals.repeat(1, 1, 3)
        grad_drive = slopes.mul_(wide)
        grad_pushed = pushed_slopes.mul_(wide).flatten(0, 1)
        before = states[:-1].flatten(0, 1).to(ctx.precision)
        grad_weight = torch.mm(grad_pushed.to(ctx.precision).t(), before).to(weight.dtype)
        return grad_drive, grad_weight, grad_pushed.sum(0), None
