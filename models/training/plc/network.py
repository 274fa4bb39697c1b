"""The two networks in PyTorch; their weights run elsewhere as ONNX and in compiled loops."""

from typing import Any

import torch
from torch import nn
from torch.nn import functional

from models.plc.excitation import LEVELS
from models.plc.features import SAMPLE_FEATURES, STEP_FEATURES, STEP_SAMPLES
from models.plc.mel import BANDS
from models.plc.weights import GIST, UNITS, WIDTH
from models.training.plc.recurrence import Recurrence

CHANNELS = 96  # of the convolutions
DILATIONS = (1, 2, 4)


class Conditioning(nn.Module):  # type: ignore[misc]  # untyped here
    """Sums up the last second: (batch, 100, 80) and (batch, 2) to (batch, 64), -1..1."""

    def __init__(self) -> None:
        super().__init__()
        widths = (BANDS, *[CHANNELS] * len(DILATIONS))
        self.convolutions = nn.ModuleList(
            nn.Conv1d(narrow, wide, 3, dilation=dilation)
            for narrow, wide, dilation in zip(widths[:-1], widths[1:], DILATIONS, strict=True)
        )
        self.recurrent = nn.GRU(CHANNELS, GIST, batch_first=True)
        self.out = nn.Linear(GIST + 2, GIST)

    def forward(self, mel: Any, levels: Any) -> Any:
        """Return (batch, 64)."""
        x = mel.transpose(1, 2)  # (batch, 80, 100)
        for convolution, dilation in zip(self.convolutions, DILATIONS, strict=True):
            x = functional.relu(convolution(functional.pad(x, (2 * dilation, 0))))
        states, _ = self.recurrent(x.transpose(1, 2))  # (batch, 100, 64)
        return torch.tanh(self.out(torch.cat((states[:, -1], levels), dim=1)))


class Voice(nn.Module):  # type: ignore[misc]  # untyped here
    """Foretells each excitation from all that is before it; 4 samples a turn."""

    def __init__(self) -> None:
        super().__init__()
        self.step = nn.Linear(STEP_FEATURES, 3 * UNITS)
        self.gist = nn.Linear(GIST, 3 * UNITS, bias=False)
        self.inner_weight = nn.Parameter(torch.empty(3 * UNITS, UNITS))
        self.inner_bias = nn.Parameter(torch.zeros(3 * UNITS))
        self.drive = nn.Linear(UNITS, STEP_SAMPLES * WIDTH)
        self.sample = nn.Linear(SAMPLE_FEATURES, WIDTH, bias=False)
        self.out = nn.Linear(WIDTH, LEVELS)
        for gate in self.inner_weight.data.split(UNITS):
            nn.init.orthogonal_(gate)

    def forward(self, gist: Any, steps: Any, samples: Any, precision: Any) -> Any:
        """Return (batch, n, 128) logits.

        Args:
            gist: (batch, 64).
            steps: (batch, m, 10), m >= n / 4: those before the samples warm the state up.
            samples: (batch, n, 16).
            precision: the type in which large products are taken.
        """
        batch, count, _ = samples.shape
        drive = (self.step(steps) + self.gist(gist)[:, None]).transpose(0, 1).contiguous()
        states = Recurrence.apply(drive, self.inner_weight, self.inner_bias, precision)
        known = states[-count // STEP_SAMPLES :].transpose(0, 1)  # (batch, n / 4, 224)
        with torch.autocast(known.device.type, precision, enabled=precision != torch.float32):
            heard = self.drive(known).view(batch, count, WIDTH)
            return self.out(functional.relu(heard + self.sample(samples)))


class Network(nn.Module):  # type: ignore[misc]  # untyped here
    """Both, trained together."""

    def __init__(self) -> None:
        super().__init__()
        self.conditioning = Conditioning()
        self.voice = Voice()

    def forward(self, mel: Any, levels: Any, steps: Any, samples: Any, precision: Any) -> Any:
        """Return (batch, n, 128) logits; see `Voice.forward`."""
        gist = self.conditioning(mel, levels)
        return self.voice(gist, steps, samples, precision)
