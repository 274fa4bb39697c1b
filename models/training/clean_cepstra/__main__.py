"""Train the cleaning network: `python -m models.training.clean_cepstra --data DIR --out DIR`.

DIR holds speech/train, speech/train2, sound/train and sound/train2 with their tables. What takes
long, finding out what is said where, is kept in the folder --out, so that the same command goes on
from there; `--export assets/models` writes the network. One core needs about half an hour. The
same seed gives the same file on the same machine, given the same network to begin with: clips of
which nobody wrote down the text are heard with the help of the one that ships.
"""

import argparse
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from models.clean_cepstra import SHARE, clean_net
from models.spectrum import SAMPLE_RATE_HZ
from models.training.clean_cepstra.alignment import MARGIN_SAMPLES, Aligner, see
from models.training.clean_cepstra.material import ACCENTED, PARTS, Clip, clips
from models.training.clean_cepstra.spoiling import at_level, spoil
from models.training.clean_cepstra.training import (
    ACCENTED_WEIGHT,
    COMMAND_WEIGHT,
    FRAMES,
    Example,
    Training,
)
from models.training.clips import other_clips
from models.vocal_tract import PLAIN

LEAST_NOISE_RMS = 1e-3
HISS = 1e-4  # rms of the quiet around a clip
PLAIN_SHARE = 0.5  # of spoiled clips, whose speaker's warp would not be found
WEIGHTS = {ACCENTED: ACCENTED_WEIGHT, "picovoice_commands": COMMAND_WEIGHT}
MATERIAL = "material.npz"
REPORT_CLIPS = 100

log = logging.getLogger(__name__)


def main() -> None:
    """Find out what is said where, train, and tell what it gains on speakers left out."""
    parser = argparse.ArgumentParser(prog="python -m models.training.clean_cepstra")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--export", type=Path, metavar="DIR", help="write the network here")
    parser.add_argument("--steps", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    arguments.out.mkdir(parents=True, exist_ok=True)
    kept = arguments.out / MATERIAL
    if not kept.exists():
        save(list(examples(arguments.data, arguments.seed)), kept)
    learnt, held_out = load(kept)
    log.info("%d clips to learn from, %d held out", len(learnt), len(held_out))
    training = Training(learnt, held_out, arguments.seed)
    log.info("as heard: %s", training.judged(0.0))
    training.run(arguments.steps)
    log.info("with a share of %.1f: %s", SHARE, training.judged(SHARE))
    if arguments.export:
        training.network.shipped().save(arguments.export / "clean_cepstra.npz")


def examples(data: Path, seed: int) -> Iterator[tuple[Example, bool]]:
    """Yield what can be learnt from each clip, and whether it is held out."""
    rng = np.random.default_rng(seed)
    noises = [
        sound
        for part in PARTS
        for sound in other_clips(data / "sound" / part)
        if len(sound) > SAMPLE_RATE_HZ // 2 and np.std(sound) > LEAST_NOISE_RMS
    ]
    aligner = Aligner(clean_net())
    for number, clip in enumerate(clips(data / "speech")):
        example = as_example(clip, aligner, noises, rng)
        if example is not None:
            yield example, clip.held_out
        if (number + 1) % REPORT_CLIPS == 0:
            log.info("%d clips heard", number + 1)


def as_example(
    clip: Clip, aligner: Aligner, noises: Sequence[NDArray[np.float32]], rng: np.random.Generator
) -> Example | None:
    """Return the clip as an example; None where what is said does not fit its sound."""
    hiss = rng.standard_normal(MARGIN_SAMPLES).astype(np.float32) * np.float32(HISS)
    seen = see(np.concatenate((hiss, clip.sound, hiss)))
    said = aligner.states(seen, clip.text)
    if said is None or len(said) < FRAMES:
        return None
    spoiled = spoil(at_level(clip.sound, rng), noises, rng)
    around = spoiled[:MARGIN_SAMPLES][::-1], spoiled[-MARGIN_SAMPLES:][::-1]
    warp = PLAIN if rng.random() < PLAIN_SHARE else seen.warp
    noisy = see(np.concatenate((around[0], spoiled, around[1])), warp)
    return Example(seen.cepstra, noisy.cepstra, said, WEIGHTS.get(clip.group, 1.0))


def save(made: Sequence[tuple[Example, bool]], path: Path) -> None:
    """Keep the examples, end to end."""
    all_of = [example for example, _ in made]
    np.savez(
        path,
        clean=np.concatenate([example.clean for example in all_of]),
        spoiled=np.concatenate([example.spoiled for example in all_of]),
        said=np.concatenate([example.said for example in all_of]),
        weight=[example.weight for example in all_of],
        ends=np.cumsum([len(example.said) for example in all_of]),
        held_out=[away for _, away in made],
    )


def load(path: Path) -> tuple[list[Example], list[Example]]:
    """Return the examples to learn from, and those held out."""
    with np.load(path) as stored:
        kept = dict(stored)
    cuts = kept["ends"][:-1]
    parts = zip(
        *(np.split(kept[name], cuts) for name in ("clean", "spoiled", "said")),
        kept["weight"].tolist(),
        strict=True,
    )
    all_of = [Example(*part) for part in parts]
    away = kept["held_out"]
    return (
        [example for example, out in zip(all_of, away, strict=True) if not out],
        [example for example, out in zip(all_of, away, strict=True) if out],
    )


if __name__ == "__main__":
    main()
