"""Train the cleaning network: `python -m models.training.clean_cepstra --data DIR --out DIR`.

DIR holds speech/train, speech/train2, sound/train and sound/train2 with their tables. What takes
long, finding out what is said where, is kept in the folder --out, so that the same command goes on
from there; `--export assets/models` writes the network. One core needs about half an hour. The
same seed gives the same file on the same machine, given the same network to begin with: clips of
which nobody wrote down the text are heard with the help of the one that ships.
"""

import argparse
import logging
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from models.clean_cepstra import SHARE, clean_net
from models.spectrum import HOP_SAMPLES
from models.training.clean_cepstra.alignment import MARGIN_SAMPLES, UNKNOWN, Aligner, see
from models.training.clean_cepstra.channel import live_channel, whole_channel
from models.training.clean_cepstra.example import Example, Heard, load, save
from models.training.clean_cepstra.material import ACCENTED, Clip, clips, noises
from models.training.clean_cepstra.spoiling import Noises, at_level, spoil
from models.training.clean_cepstra.training import FRAMES, Training
from models.vocal_tract import PLAIN, WARPS, WarpedCepstraStream

QUIET = 1e-4  # rms of what is around a clip
BEFORE_FRAMES, AFTER_FRAMES = 90, 60  # of the room around a clip that is heard live, at most
BEST_SHARE, PLAIN_SHARE = 0.4, 0.3  # of warps; the others are next to the speaker's
ACCENTED_WEIGHT = 0.9  # of every third clip
COMMAND_WEIGHT = 0.5
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
    parser.add_argument("--steps", type=int, default=6_000)
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
    beside = noises(data / "sound")
    aligner = Aligner(clean_net())
    for number, clip in enumerate(clips(data / "speech")):
        example = as_example(clip, aligner, beside, rng)
        if example is not None:
            yield example, clip.held_out
        if (number + 1) % REPORT_CLIPS == 0:
            log.info("%d clips heard", number + 1)


def as_example(
    clip: Clip, aligner: Aligner, beside: Noises, rng: np.random.Generator
) -> Example | None:
    """Return the clip as an example; None where what is said does not fit its sound."""
    quiet = hiss(MARGIN_SAMPLES, rng)
    sound = np.concatenate((quiet, clip.sound, quiet))
    seen = see(sound)
    said = aligner.states(seen, clip.text)
    if said is None or len(said) < FRAMES:
        return None
    frames = WarpedCepstraStream().push(sound)[:, seen.warp]
    clean = hearing(frames, whole_channel(frames), said)
    level = at_level(clip.sound, rng)
    live = (heard_live(level, None, seen.warp, said, rng),)
    spoiled = (heard_live(level, beside, seen.warp, said, rng) for _ in range(2))
    return Example((clean, *live, *spoiled), WEIGHTS.get(clip.group, 1.0))


def heard_live(
    sound: NDArray[np.float32],
    beside: Noises | None,
    warp: int,
    said: NDArray[np.int16],
    rng: np.random.Generator,
) -> Heard:
    """Return a clip with more of the room around it, spoiled if there are noises beside it."""
    before, after = int(rng.integers(BEFORE_FRAMES)), int(rng.integers(AFTER_FRAMES))
    room = [hiss(MARGIN_SAMPLES + frames * HOP_SAMPLES, rng) for frames in (before, after)]
    sound = np.concatenate((room[0], sound, room[1]))
    if beside is not None:
        sound = spoil(sound, beside, rng)
    frames = WarpedCepstraStream().push(sound)[:, some_warp(warp, rng)]
    margins = np.pad(said, (before, after), constant_values=UNKNOWN)
    return hearing(frames, live_channel(frames, rng), margins)


def hearing(
    frames: NDArray[np.float32], channel: NDArray[np.float32], said: NDArray[np.int16]
) -> Heard:
    """Return these in half precision."""
    return Heard(frames.astype(np.float16), channel.astype(np.float16), said)


def hiss(samples: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return the quiet around a clip."""
    return rng.standard_normal(samples).astype(np.float32) * np.float32(QUIET)


def some_warp(likely: int, rng: np.random.Generator) -> int:
    """Return the speaker's warp, none, or one beside the speaker's: live it may be mistaken."""
    kind = rng.random()
    if kind < BEST_SHARE:
        return likely
    if kind < BEST_SHARE + PLAIN_SHARE:
        return PLAIN
    return min(max(likely + int(rng.choice((-1, 1))), 0), len(WARPS) - 1)


if __name__ == "__main__":
    main()
