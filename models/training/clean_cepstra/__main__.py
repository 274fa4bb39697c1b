"""Train the cleaning network: `python -m models.training.clean_cepstra --data DIR --out FILE`.

DIR holds speech/train, speech/train2, sound/train and sound/train2 with their tables. One core
needs about ten minutes. The same seed gives the same file with the same NumPy on one machine.
"""

import argparse
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.cepstra import COEFFICIENTS, CepstraStream, TwoCepstra
from models.clean_cepstra import CONTEXT_FRAMES, SHARE, WINDOW_FRAMES, CleanNet
from models.spectrum import SAMPLE_RATE_HZ
from models.training.clean_cepstra.regression import Layers, train
from models.training.clean_cepstra.spoiling import at_level, spoil
from models.training.clips import other_clips, speech_clips

SPEECH_S = {"train": 4000.0, "train2": 2700.0}
SHORTEST_S, LONGEST_S = 1.2, 16.0
HELD_OUT = 20  # every so many clips
LEAST_NOISE_RMS = 1e-3

log = logging.getLogger(__name__)

Pair = tuple[TwoCepstra, NDArray[np.float32]]
"""Cepstra of a spoiled clip, and the clean ones they should be; both without their means."""


def main() -> None:
    """Gather pairs, train, tell the errors on clips left out, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m models.training.clean_cepstra")
    parser.add_argument("--data", type=Path, required=True, help="folder of the training material")
    parser.add_argument("--out", type=Path, required=True, help="the NPZ file to write")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")

    rng = np.random.default_rng(arguments.seed)
    noises = [
        sound
        for part in SPEECH_S
        for sound in other_clips(arguments.data / "sound" / part)
        if len(sound) > SAMPLE_RATE_HZ // 2 and np.std(sound) > LEAST_NOISE_RMS
    ]
    pairs = list(all_pairs(arguments.data / "speech", noises, rng))
    log.info("%d pairs, %d noises", len(pairs), len(noises))
    learnt = [pair for i, pair in enumerate(pairs) if i % HELD_OUT]
    held = pairs[::HELD_OUT]
    scale = np.concatenate([spoiled for spoiled, _ in learnt]).std(axis=0)
    out_scale = np.concatenate([clean for _, clean in learnt]).std(axis=0)
    frames, windows_at, targets = stacked(learnt, scale, out_scale)
    layers = train(frames, windows_at, targets, WINDOW_FRAMES, rng)
    net = as_net(layers, scale, out_scale)
    before = np.mean(
        [error(spoiled[:, :COEFFICIENTS], clean, out_scale) for spoiled, clean in held]
    )
    after = np.mean([error(fully_cleaned(net, s), clean, out_scale) for s, clean in held])
    log.info("held out: squared error %.3f as heard, %.3f cleaned", before, after)
    net.save(arguments.out)


def all_pairs(
    folder: Path, noises: Sequence[NDArray[np.float32]], rng: np.random.Generator
) -> Iterator[Pair]:
    """Yield one pair of each clip of speech."""
    for part, seconds in SPEECH_S.items():
        for sound in speech_clips(folder / part, seconds, rng):
            if len(sound) < SHORTEST_S * SAMPLE_RATE_HZ or not np.any(sound):
                continue
            clean = at_level(sound[: int(LONGEST_S * SAMPLE_RATE_HZ)], rng)
            heard, aim = (
                centred(CepstraStream().push(each)) for each in (spoil(clean, noises, rng), clean)
            )
            yield heard, aim[:, :COEFFICIENTS]


def centred(cepstra: TwoCepstra) -> TwoCepstra:
    """Return the frames without their mean."""
    without: TwoCepstra = cepstra - cepstra.mean(axis=0)
    return without


def stacked(
    pairs: Sequence[Pair], scale: NDArray[np.float32], out_scale: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]]:
    """Return all frames in one run, where windows within a clip start, and what each is to give."""
    frames, starts, targets = [], [], []
    before = 0
    for spoiled, clean in pairs:
        frames.append(spoiled / scale)
        inside = len(spoiled) - 2 * CONTEXT_FRAMES
        starts.append(np.arange(inside) + before)
        aim = clean - spoiled[:, :COEFFICIENTS]
        targets.append(aim[CONTEXT_FRAMES : CONTEXT_FRAMES + inside] / out_scale)
        before += len(spoiled)
    return (
        np.concatenate(frames).astype(np.float32),
        np.concatenate(starts),
        np.concatenate(targets).astype(np.float32),
    )


def as_net(layers: Layers, scale: NDArray[np.float32], out_scale: NDArray[np.float32]) -> CleanNet:
    """Return the trained layers as the network that is shipped."""
    return CleanNet(
        scale.astype(np.float32),
        out_scale.astype(np.float32),
        tuple(weight for weight, _ in layers),
        tuple(bias for _, bias in layers),
    )


def fully_cleaned(net: CleanNet, spoiled: TwoCepstra) -> NDArray[np.float32]:
    """Return the frames with the whole correction applied, the ends as they were."""
    whole = spoiled[:, :COEFFICIENTS].copy()
    inside = slice(CONTEXT_FRAMES, len(whole) - CONTEXT_FRAMES)
    whole[inside] += (net.clean(spoiled) - whole[inside]) / SHARE
    return whole


def error(
    given: NDArray[np.float32], clean: NDArray[np.float32], scale: NDArray[np.float32]
) -> float:
    """Return the mean squared error in standard deviations of clean speech."""
    return float(np.mean(np.square((given - clean) / scale)))


if __name__ == "__main__":
    main()
