"""Train the voice network: `python -m models.training.voice --data DIR --out FILE`.

DIR holds speech/train, speech/train2, sound/train and sound/train2 with their tables. One core
needs about four minutes. The same seed gives the same file with the same NumPy on one machine.
"""

import argparse
import logging
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.training.adam import Adam
from models.training.clips import other_clips, speech_clips
from models.training.voice.made_sounds import made_sounds
from models.training.voice.windows import windows
from models.voice import VoiceNet

SPEECH_S = {"train": 2400.0, "train2": 900.0}
MADE_SOUNDS = 160
UNITS = 32
EPOCHS = 40
BATCH = 256
RATE = 2e-3
WEIGHT_DECAY = 1e-3
HELD_OUT = 10  # every tenth clip

log = logging.getLogger(__name__)


def main() -> None:
    """Gather windows, train, tell the errors on clips left out, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m models.training.voice")
    parser.add_argument("--data", type=Path, required=True, help="folder of the training material")
    parser.add_argument("--out", type=Path, required=True, help="the JSON file to write")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")

    rng = np.random.default_rng(arguments.seed)
    speech, others = [], made_sounds(MADE_SOUNDS, rng)
    for part, seconds in SPEECH_S.items():
        speech += list(speech_clips(arguments.data / "speech" / part, seconds, rng))
        others += list(other_clips(arguments.data / "sound" / part))
    log.info("%d clips of speech, %d of other sounds", len(speech), len(others))
    kept = [
        windows(
            [clip for i, clip in enumerate(speech) if (i % HELD_OUT == 0) == held],
            [clip for i, clip in enumerate(others) if (i % HELD_OUT == 0) == held],
            rng,
        )
        for held in (False, True)
    ]
    (features, labels), (held_features, held_labels) = kept
    log.info("%d windows, %.0f %% with a voice", len(labels), 100 * labels.mean())
    net = train(features, labels, rng)
    odds = net.log_odds(held_features)
    for bar in (-2, -1, 0, 1, 2):
        missed = (odds[held_labels == 1] < bar).mean()
        false = (odds[held_labels == 0] >= bar).mean()
        log.info("held out, bar %+d: missed %.3f, false %.3f", bar, missed, false)
    arguments.out.write_text(net.as_json(), encoding="utf-8")


def train(
    features: NDArray[np.float32], labels: NDArray[np.float32], rng: np.random.Generator
) -> VoiceNet:
    """Fit by Adam on the cross entropy, both kinds of window weighing the same in all."""
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-3
    inputs = (features - mean) / scale
    share = labels.mean()
    weights = np.where(labels == 1, 0.5 / share, 0.5 / (1 - share)).astype(np.float32)
    size = inputs.shape[1]
    parameters = [
        rng.standard_normal((size, UNITS)).astype(np.float32) / np.float32(np.sqrt(size)),
        np.zeros(UNITS, np.float32),
        rng.standard_normal(UNITS).astype(np.float32) / np.float32(np.sqrt(UNITS)),
        np.zeros(1, np.float32),
    ]
    adam = Adam(parameters)
    steps = EPOCHS * (len(labels) // BATCH)
    for _ in range(EPOCHS):
        order = rng.permutation(len(labels))
        for start in range(0, len(labels) - BATCH + 1, BATCH):
            some = order[start : start + BATCH]
            slopes = gradients(parameters, inputs[some], labels[some], weights[some])
            adam.step(slopes, RATE * (1 - (adam.steps + 1) / (steps + 1)))
    hidden, hidden_bias, out, out_bias = parameters
    return VoiceNet(mean, scale, hidden, hidden_bias, out, round(float(out_bias[0]), 5))


def gradients(
    parameters: list[NDArray[np.float32]],
    inputs: NDArray[np.float32],
    labels: NDArray[np.float32],
    weights: NDArray[np.float32],
) -> list[NDArray[np.float32]]:
    """Return the slope of the weighted cross entropy, with weight decay, by each parameter."""
    hidden, hidden_bias, out, out_bias = parameters
    units = np.tanh(inputs @ hidden + hidden_bias)
    belief = 1 / (1 + np.exp(-(units @ out + out_bias)))
    error = (belief - labels) * weights / len(labels)
    back = np.outer(error, out) * (1 - units**2)
    return [
        inputs.T @ back + WEIGHT_DECAY * hidden,
        back.sum(axis=0),
        units.T @ error + WEIGHT_DECAY * out,
        error.sum(keepdims=True),
    ]


if __name__ == "__main__":
    main()
