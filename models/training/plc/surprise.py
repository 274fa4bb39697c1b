"""From the states of the recurrent layer to the loss and back in one go, for one CPU core.

A stretch at a time, so that all of it lies in the core's cache: the odds, 128 of each sample, are
kept nowhere.
"""

from typing import Any

import torch

from models.plc.features import SAMPLE_FEATURES
from models.plc.weights import WIDTH

ROWS = 256  # of states in a stretch, about


class Surprise(torch.autograd.Function):  # type: ignore[misc]  # untyped here
    """The mean cross-entropy of softmax(O relu(D h + d + S s) + o) and what was said, in nats."""

    @staticmethod
    def forward(ctx: Any, states: Any, samples: Any, target: Any, *weights: Any) -> Any:
        """Return a number.

        Args:
            ctx: PyTorch's.
            states: h, (n, batch, 224).
            samples: s, (n, batch, 4, 16).
            target: (n, batch, 4) 0..127, what was said.
            weights: D (256, 224), d (256,), S (64, 16), O (128, 64), o (128,).
        """
        drive, drive_bias, sample, out, out_bias = weights
        of_states = torch.empty_like(states)
        of_weights = [torch.zeros_like(weight) for weight in weights]
        of_drive, of_drive_bias, of_sample, of_out, of_out_bias = of_weights
        nats = 0.0
        at_once = max(1, ROWS // states.shape[1])
        stretches = (tensor.split(at_once) for tensor in (states, samples, target, of_states))
        for state, told, true, filled in zip(*stretches, strict=True):
            rows, heard = state.flatten(0, 1), told.reshape(-1, SAMPLE_FEATURES)
            said = true.reshape(-1, 1)
            push = torch.addmm(drive_bias, rows, drive.t()).view(-1, WIDTH)
            on = push.addmm_(heard, sample.t()).relu_()
            odds = torch.softmax(torch.addmm(out_bias, on, out.t()), 1)
            least = torch.finfo(odds.dtype).tiny
            nats -= odds.gather(1, said).clamp_(least).log_().sum().item()
            odds.scatter_add_(1, said, -torch.ones_like(odds[:, :1]))  # now the gradient
            of_out.addmm_(odds.t(), on)
            of_out_bias += odds.sum(0)
            back = torch.mm(odds, out).mul_(on.sign_())
            of_sample.addmm_(back.t(), heard)
            back = back.view(len(rows), -1)
            of_drive.addmm_(back.t(), rows)
            of_drive_bias += back.sum(0)
            torch.mm(back, drive, out=filled.view_as(rows))
        ctx.save_for_backward(of_states, *of_weights)
        ctx.count = target.numel()
        return states.new_tensor(nats / ctx.count)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        """Return the gradients of the states and the weights; once."""
        scale = grad / ctx.count
        of_states, *of_weights = ctx.saved_tensors
        return of_states.mul_(scale), None, None, *(weight * scale for weight in of_weights)
