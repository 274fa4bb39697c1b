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
from models.training.plc.surprise import Surprise

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

    def forward(self, gist: Any, steps: Any, samples: Any) -> Any:
        """Return (n, batch, 4, 128) logits.

        Args:
            gist: (batch, 64).
            steps: (m, batch, 10), m >= n: those before the samples warm the state up.
            samples: (n, batch, 4, 16).
        """
        told = torch.cat((steps, gist.expand(len(steps), -1, -1)), 2)
        outer = torch.cat((self.step.weight, self.gist.weight), 1)
        weights = (outer, self.inner_weight, self.step.bias, self.inner_bias)
        begin = gist.new_zeros(1, len(gist), UNITS)
        states = torch.gru(told, begin, weights, True, 1, 0.0, self.training, False, False)[0]
        drive = self.drive(states[-len(samples) :])  # (n, batch, 256)
        heard = drive.unflatten(2, (STEP_SAMPLES, WIDTH))
        return self.out(functional.relu(heard + self.sample(samples)))

    def surprise(self, gist: Any, steps: Any, samples: Any, target: Any) -> Any:
        """Return the mean cross-entropy with (n, batch, 4) `target`, in nats; on a CPU."""
        push = self.gist(gist) + self.step.bias
        inner = (self.inner_weight, self.inner_bias)
        states = Recurrence.apply(steps, push, self.step.weight, *inner)
        drive, out = (self.drive.weight, self.drive.bias), (self.out.weight, self.out.bias)
        weights = (*drive, self.sample.weight, *out)
        return Surprise.apply(states[-len(samples) :], samples, target, *weights)


class Network(nn.Module):  # type: ignore[misc]  # untyped here
    """Both, trained together."""

    def __init__(self) -> None:
        super().__init__()
        self.conditioning = Conditioning()
        self.voice = Voice()

    def forward(self, mel: Any, levels: Any, steps: Any, samples: Any) -> Any:
        """Return (n, batch, 4, 128) logits; see `Voice.forward`."""
        return self.voice(self.conditioning(mel, levels), steps, samples)

    def surprise(self, mel: Any, levels: Any, steps: Any, samples: Any, target: Any) -> Any:
        """Return the mean cross-entropy in nats; see `Voice.surprise`."""
        return self.voice.surprise(self.conditioning(mel, levels), steps, samples, target)
