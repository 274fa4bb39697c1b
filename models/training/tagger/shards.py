"""Mixes heard by the teacher, kept on disk: each shard is made once, by its number alone."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.log_mel import HOP_SAMPLES, PATCH_FRAMES, PATCH_SAMPLES, log_mel
from models.sound_classes import SoundClass
from models.training.tagger.made_instruments import INSTRUMENTS
from models.training.tagger.made_sounds import made_sound
from models.training.tagger.mixes import MIX_FRAMES, UNKNOWN, Mixer
from models.training.tagger.recordings import Recording
from models.yamnet import Yamnet

MIXES = 200
WINDOW_HOP_FRAMES = 24
CENTRE_FRAMES = PATCH_SAMPLES // 2 // HOP_SAMPLES  # from a window's start to its middle
CENTRE_WIDTH_FRAMES = 10
SURE_SHARE = 0.8  # of the middle for which a class must be heard, or not, to be one or the other
ACCEPTED_SCORE = 0.3  # of the teacher, for a sound that was made
SUSPECT_SCORE = 0.25  # of the teacher, for a class that a recording of surroundings may hold too

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shard:
    """Windows of MIXES mixes.

    Attributes:
        rows: (mixes, frames, 64) float16 log-mel.
        mixes: (n,) which mix each window is of.
        starts: (n,) its first row there.
        truth: (n, classes) uint8: 1 heard in the middle, 0 not, UNKNOWN.
        embeddings: (n, 1024) float16 of the teacher.
    """

    rows: NDArray[np.float16]
    mixes: NDArray[np.int32]
    starts: NDArray[np.int32]
    truth: NDArray[np.uint8]
    embeddings: NDArray[np.float16]

    def windows(self, chosen: NDArray[np.int64], following: int = 0) -> NDArray[np.float32]:
        """Return the (n, 96 + 24 * following, 64) float32 rows of some windows and the next."""
        length = PATCH_FRAMES + WINDOW_HOP_FRAMES * following
        frames = self.starts[chosen][:, None] + np.arange(length)
        found: NDArray[np.float32] = self.rows[self.mixes[chosen][:, None], frames].astype(
            np.float32
        )
        return found

    def followed(self, following: int) -> NDArray[np.int64]:
        """Return the windows that so many windows of the same mix follow."""
        count = len(self.mixes) - following
        return np.flatnonzero(self.mixes[:count] == self.mixes[following:])

    def save(self, path: Path) -> None:
        """Write to a file, whole or not at all."""
        unfinished = path.with_suffix(".part.npz")
        np.savez(unfinished, **{name: getattr(self, name) for name in self.__slots__})
        unfinished.replace(path)


def load(path: Path) -> Shard:
    """Read a shard."""
    with np.load(path) as arrays:
        return Shard(**{name: arrays[name] for name in Shard.__slots__})


def shard_path(folder: Path, number: int) -> Path:
    """Return where shard `number` is kept."""
    return folder / f"shard_{number:03d}.npz"


class ShardMaker:
    """Makes shards: the same number and seed give the same one."""

    def __init__(
        self,
        recordings: Sequence[Recording],
        classes: Sequence[SoundClass],
        yamnet: Yamnet,
        groups: Sequence[NDArray[np.int64]],
        seed: int,
        *,
        made: bool,
    ) -> None:
        """Mix `recordings`; `groups` are the classes of YAMNet that each of `classes` is."""
        self._yamnet, self._groups, self._seed = yamnet, groups, seed
        self._classes = classes
        self._mixer = Mixer(recordings, classes, self._accepted if made else None)

    def make(self, number: int) -> Shard:
        """Return shard `number`."""
        rng = np.random.default_rng((self._seed, number))
        parts = [self._heard(rng) for _ in range(MIXES)]
        counts = [len(starts) for _, starts, _, _ in parts]
        return Shard(
            np.stack([rows for rows, *_ in parts]),
            np.repeat(np.arange(MIXES), counts).astype(np.int32),
            np.concatenate([starts for _, starts, _, _ in parts]).astype(np.int32),
            np.concatenate([truth for *_, truth, _ in parts]),
            np.concatenate([embeddings for *_, embeddings in parts]),
        )

    def _heard(
        self, rng: np.random.Generator
    ) -> tuple[NDArray[np.float16], NDArray[np.int64], NDArray[np.uint8], NDArray[np.float16]]:
        mix = self._mixer.mix(rng)
        rows = log_mel(mix.samples)
        first = int(rng.integers(WINDOW_HOP_FRAMES))
        starts = np.arange(first, len(rows) - PATCH_FRAMES + 1, WINDOW_HOP_FRAMES)
        windows = rows[starts[:, None] + np.arange(PATCH_FRAMES)]
        scores, embeddings = self._yamnet.listen(windows)
        truth = truth_in_the_middle(mix.truth, starts)
        self._doubt_surroundings(truth, scores)
        return rows.astype(np.float16), starts, truth, embeddings.astype(np.float16)

    def _doubt_surroundings(self, truth: NDArray[np.uint8], scores: NDArray[np.float32]) -> None:
        """Where nothing but background is known, believe the teacher that there is more in it."""
        surroundings = truth[:, -2] == 1
        for index, group in enumerate(self._groups[:-2]):
            suspect = surroundings & (scores[:, group].max(axis=1) > SUSPECT_SCORE)
            truth[suspect, index] = UNKNOWN

    def _accepted(self, key: str, rng: np.random.Generator) -> NDArray[np.float32]:
        """Return a sound made by rule that the teacher takes for what it is, a tune for music."""
        group = np.concatenate(
            [
                group
                for one, group in zip(self._classes, self._groups, strict=True)
                if one.key == key or (key in INSTRUMENTS and one.key in INSTRUMENTS)
            ]
        )
        sound = made_sound(key, rng)
        for _ in range(8):
            rows = log_mel(sound)
            starts = np.arange(0, len(rows) - PATCH_FRAMES + 1, PATCH_FRAMES)
            scores, _ = self._yamnet.listen(rows[starts[:, None] + np.arange(PATCH_FRAMES)])
            if scores[:, group].max(axis=1).mean() > ACCEPTED_SCORE:
                break
            sound = made_sound(key, rng)
        return sound


def truth_in_the_middle(truth: NDArray[np.uint8], starts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return (n, classes): what is heard in the middle 100 ms of windows of a mix."""
    frames = starts[:, None] + CENTRE_FRAMES + np.arange(CENTRE_WIDTH_FRAMES)
    frames = np.minimum(frames - CENTRE_WIDTH_FRAMES // 2, MIX_FRAMES - 1)
    middle = truth[frames]
    heard = (middle == 1).mean(axis=1) >= SURE_SHARE
    unheard = (middle == 0).mean(axis=1) >= SURE_SHARE
    return np.where(heard, 1, np.where(unheard, 0, UNKNOWN)).astype(np.uint8)
