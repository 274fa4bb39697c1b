"""The network in training: separable convolutions over a patch, judged by its middle.

What sounds in the middle of a window is asked, not what sounds anywhere in it: so onsets and
offsets are learnt to 100 ms although the window is 960 ms long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from models.log_mel import BANDS
from models.yamnet import EMBEDDING

STEM = 32


@dataclass(frozen=True, slots=True)
class Block:
    """A depthwise 3 x 3 convolution and a pointwise one; `stride` over (time, pitch)."""

    channels: int
    stride: tuple[int, int]


BLOCKS: Sequence[Block] = (
    Block(64, (1, 1)),
    Block(96, (2, 2)),
    Block(96, (1, 1)),
    Block(192, (2, 2)),
    Block(192, (1, 1)),
    Block(192, (1, 1)),
    Block(320, (1, 2)),
    Block(320, (1, 1)),
)
WIDTH = BLOCKS[-1].channels
MIDDLE = slice(5, 7)  # of the 12 steps of 80 ms that are left of a patch: the middle 160 ms


class Network(nn.Module):
    """Patches (n, 96, 64) to logits (n, classes) and the teacher's embedding (n, 1024)."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.bands = nn.BatchNorm1d(BANDS)
        layers: list[nn.Module] = [*_convolved(1, STEM, 3, (2, 2), 1)]
        before = STEM
        for block in BLOCKS:
            layers += _convolved(before, before, 3, block.stride, before)
            layers += _convolved(before, block.channels, 1, (1, 1), 1)
            before = block.channels
        self.body = nn.Sequential(*layers)
        self.dropout = nn.Dropout(0.2)
        self.out = nn.Linear(2 * WIDTH, classes)
        self.embedding = nn.Linear(WIDTH, EMBEDDING)

    def forward(self, patches: Any) -> tuple[Any, Any]:
        """Return (logits, embedding)."""
        normal = self.bands(patches.transpose(1, 2)).transpose(1, 2)
        seen = self.body(normal.unsqueeze(1).contiguous(memory_format=torch.channels_last))
        over_pitch = seen.float().mean(dim=3)
        whole, middle = over_pitch.mean(dim=2), over_pitch[:, :, MIDDLE].mean(dim=2)
        logits = self.out(self.dropout(torch.cat((whole, middle), dim=1)))
        return logits, self.embedding(whole)


def _convolved(
    before: int, after: int, size: int, stride: tuple[int, int], groups: int
) -> list[nn.Module]:
    convolution = nn.Conv2d(before, after, size, stride, size // 2, groups=groups, bias=False)
    return [convolution, nn.BatchNorm2d(after), nn.ReLU(inplace=True)]
