"""The network in training: separable convolutions over a patch, judged by its middle.

What sounds in the middle of a window is asked, not what sounds anywhere in it: so onsets and
offsets are learnt to 100 ms although the window is 960 ms long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from models.log_mel import BANDS, PATCH_FRAMES
from models.training.tagger.shards import WINDOW_HOP_FRAMES
from models.yamnet import EMBEDDING

STEM = 48
RARE_LOGIT = -4.0  # where each class begins: most are not heard most of the time


@dataclass(frozen=True, slots=True)
class Block:
    """A depthwise 3 x 3 convolution and a pointwise one; `stride` over (time, pitch)."""

    channels: int
    stride: tuple[int, int]


BLOCKS: Sequence[Block] = (
    Block(96, (2, 2)),
    Block(144, (1, 1)),
    Block(240, (2, 2)),
    Block(240, (1, 1)),
    Block(240, (1, 1)),
    Block(384, (1, 2)),
    Block(384, (1, 1)),
)
WIDTH = BLOCKS[-1].channels
STEP_FRAMES = 8  # of the body's output
WINDOW_STEPS = PATCH_FRAMES // STEP_FRAMES
HOP_STEPS = WINDOW_HOP_FRAMES // STEP_FRAMES
MIDDLE = slice(5, 7)  # of the 12 steps of a window: the middle 160 ms


class Network(nn.Module):  # type: ignore[misc]  # untyped here
    """Rows to the logits of classes and the teacher's embedding, for all windows in them.

    (n, 96 + 24 k, 64) rows hold k + 1 windows, of 96 rows each and 24 apart. Windows that are
    looked at together share most of the work, and see over their edges; the program looks at
    windows alone, and so does the training from time to time.
    """

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
        nn.init.constant_(self.out.bias, RARE_LOGIT)

    def forward(self, rows: Any) -> tuple[Any, Any]:
        """Return logits (n, k + 1, classes) and embeddings (n, k + 1, 1024)."""
        normal = self.bands(rows.transpose(1, 2)).transpose(1, 2)
        seen = self.body(normal.unsqueeze(1).contiguous(memory_format=torch.channels_last))
        over_pitch = seen.mean(dim=3)
        whole = functional.avg_pool1d(over_pitch, WINDOW_STEPS, HOP_STEPS).transpose(1, 2)
        middles = over_pitch[:, :, MIDDLE.start : over_pitch.shape[2] - WINDOW_STEPS + MIDDLE.stop]
        width = MIDDLE.stop - MIDDLE.start
        middle = functional.avg_pool1d(middles, width, HOP_STEPS).transpose(1, 2)
        logits = self.out(self.dropout(torch.cat((whole, middle), dim=2)))
        return logits, self.embedding(whole)


def _convolved(
    before: int, after: int, size: int, stride: tuple[int, int], groups: int
) -> list[nn.Module]:
    convolution = nn.Conv2d(before, after, size, stride, size // 2, groups=groups, bias=False)
    return [convolution, nn.BatchNorm2d(after), nn.ReLU(inplace=True)]
