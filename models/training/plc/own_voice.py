"""What the network in training says itself: the past it will hear in use."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from models.plc.continuer import SpeechContinuer
from models.plc.past import FloatArray
from models.plc.weights import Weights
from models.training.plc.network import Conditioning, Network


class _Conditioner:
    """The conditioning network, asked as its ONNX form is."""

    def __init__(self, network: Conditioning) -> None:
        self._network = network

    def run(self, inputs: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
        """Turn mel (1, 100, 80) and levels (1, 2) into gist (1, 64)."""
        with torch.no_grad():
            told = (torch.from_numpy(inputs[name]) for name in ("mel", "levels"))
            return {"gist": self._network(*told).numpy()}


def own_voice(network: Network) -> SpeechContinuer:
    """Return a continuer that speaks with the weights that `network` has now."""
    copy = Network()
    copy.load_state_dict({name: tensor.cpu() for name, tensor in network.state_dict().items()})
    return SpeechContinuer(_Conditioner(copy.conditioning), voice_weights(copy.state_dict()))


def voice_weights(state: Mapping[str, Any]) -> Weights:
    """Return the autoregressive part of a network's state."""
    named = {
        "step_weight": "step.weight",
        "step_bias": "step.bias",
        "gist_weight": "gist.weight",
        "inner_weight": "inner_weight",
        "inner_bias": "inner_bias",
        "drive_weight": "drive.weight",
        "drive_bias": "drive.bias",
        "sample_weight": "sample.weight",
        "out_weight": "out.weight",
        "out_bias": "out.bias",
    }
    return Weights(
        **{
            ours: np.ascontiguousarray(state[f"voice.{theirs}"].detach().numpy(), np.float32)
            for ours, theirs in named.items()
        }
    )
