"""A gated recurrent layer with its backward pass written out.

Beside PyTorch's own on one CPU core: the gradient of the weights is one large product instead of
one for each step, all that a step needs fits into the core's cache, and the products may be taken
in bfloat16 while the state stays float32.
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
        turned = weight.to(precision).t().contiguous()
        states = drive.new_zeros(steps + 1, batch, units)
        rounded = drive.new_zeros(steps + 1, batch, units, dtype=precision)
        gates = drive.new_empty(steps, batch, width)  # r, z, n
        inner = drive.new_empty(steps, batch, units)
        product = drive.new_empty(batch, width, dtype=precision)
        pushed = drive.new_empty(batch, width)
        pairs = zip(drive.unbind(), gates.unbind(), inner.unbind(), strict=True)
        for step, (driven, gate, inside) in enumerate(pairs):
            torch.mm(rounded[step], turned, out=product)
            torch.add(bias, product, out=pushed)
            both, new = gate[:, : 2 * units], gate[:, 2 * units :]
            torch.add(driven[:, : 2 * units], pushed[:, : 2 * units], out=both).sigmoid_()
            inside.copy_(pushed[:, 2 * units :])
            torch.addcmul(driven[:, 2 * units :], gate[:, :units], inside, out=new).tanh_()
            torch.lerp(new, states[step], gate[:, units : 2 * units], out=states[step + 1])
            rounded[step + 1].copy_(states[step + 1])
        ctx.save_for_backward(weight, states, rounded, gates, inner)
        return states[1:]

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        """Return the gradients of drive, weight and bias."""
        weight, states, rounded, gates, inner = ctx.saved_tensors
        steps, batch, units = inner.shape
        precision = rounded.dtype
        turned = weight.to(precision).contiguous()
        grad_drive = torch.empty_like(gates)
        grad_pushed = gates.new_empty(steps, batch, 3 * units, dtype=precision)
        total, back = grad.new_zeros(batch, units), grad.new_empty(batch, units, dtype=precision)
        for step in range(steps - 1, -1, -1):
            reset, keep, new = gates[step].split(units, dim=1)
            by_reset, by_keep, by_new = grad_drive[step].split(units, dim=1)
            total += grad[step]
            kept = total * keep
            torch.sub(total, kept, out=by_new)
            torch.sub(states[step], new, out=by_keep).mul_(kept).mul_(1 - keep)
            torch.addcmul(by_new, by_new, new * new, value=-1, out=by_new)
            torch.mul(by_new, reset, out=total)  # of n, as the inner product feels it
            torch.mul(total, inner[step], out=by_reset).mul_(1 - reset)
            felt = grad_pushed[step]
            felt[:, : 2 * units].copy_(grad_drive[step][:, : 2 * units])
            felt[:, 2 * units :].copy_(total)
            torch.mm(felt, turned, out=back)
            torch.add(kept, back, out=total)
        flat = grad_pushed.flatten(0, 1)
        grad_weight = torch.mm(flat.t(), rounded[:-1].flatten(0, 1)).to(weight.dtype)
        return grad_drive, grad_weight, grad_pushed.sum((0, 1), dtype=weight.dtype), None
