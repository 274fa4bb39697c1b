"""Whole training clips, unmixed, heard by the teacher: as people try a tagger."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.log_mel import PATCH_SAMPLES, log_mel, patches
from models.sound_classes import SoundClass
from models.training.tagger.made_instruments import INSTRUMENTS
from models.training.tagger.made_sounds import made_sound
from models.training.tagger.mixes import UNKNOWN, levelled
from models.training.tagger.recordings import Recording
from models.training.tagger.spoiling import Sound, spoiled
from models.yamnet import Yamnet

HOP_FRAMES, SPOILED_HOP_FRAMES = 24, 48
SPEECH_ONE_IN = 8  # there is far more of it than of all else
SPOILED = 3  # of each recording: other pitch, tone and room
LEVEL_DB = (-32.0, -12.0)
TUNES = 40  # of each instrument, made by rule


@dataclass(frozen=True, slots=True)
class PlainWindows:
    """Windows whose middles lie in a clip, in its pauses too: by all of them it is judged.

    Attributes:
        embeddings: (n, 1024) float16 of the teacher.
        truth: (n, classes) uint8, as in the mixes.
        weights: (n,) how likely each is to be drawn; no class is left out for being rare.
    """

    embeddings: NDArray[np.float16]
    truth: NDArray[np.uint8]
    weights: NDArray[np.float64]


def plain_windows(
    recordings: Sequence[Recording], classes: Sequence[SoundClass], yamnet: Yamnet, seed: int
) -> PlainWindows:
    """Return the windows of `recordings`, as they are and spoiled.

    Of background nothing else is known.
    """
    keys = [one.key for one in classes]
    instruments = {one.key for one in classes if one.family == "music"}
    background = len(classes) - 2
    embeddings, found = [], []
    spoken = 0
    for number, one in enumerate(recordings):
        spoken += one.key == "speech"
        if one.key == "speech" and spoken % SPEECH_ONE_IN:
            continue
        rng = np.random.default_rng((seed, number))
        sound = one.samples.astype(np.float32) / np.float32(32768)
        looks = [windows_of(sound, HOP_FRAMES)]
        for _ in range(SPOILED):
            changed = levelled(spoiled(sound, one.key in instruments, rng), rng.uniform(*LEVEL_DB))
            looks.append(windows_of(changed, SPOILED_HOP_FRAMES))
        for look in looks:
            _, heard = yamnet.listen(look)
            embeddings.append(heard.astype(np.float16))
            found += [keys.index(one.key)] * len(heard)
    index = np.array(found)
    truth = np.zeros((len(index), len(classes)), np.uint8)
    truth[index == background] = UNKNOWN
    truth[np.arange(len(index)), index] = 1
    weights = 1 / np.sqrt(np.bincount(index, minlength=len(classes))[index])
    return PlainWindows(np.concatenate(embeddings), truth, weights / weights.sum())


def tunes(seed: int) -> list[Recording]:
    """Return TUNES made by rule of each instrument, whatever the teacher takes them for.

    Told only those that it took for what they are, it knew fewer instruments of a synthesiser
    that it had not heard.
    """
    return [
        Recording((32767 * made_sound(key, rng)).astype(np.int16), key, f"made:{key}", False)
        for number, key in enumerate(INSTRUMENTS)
        for rng in (np.random.default_rng((seed, number, tune)) for tune in range(TUNES))
    ]


def windows_of(sound: Sound, hop_frames: int) -> NDArray[np.float32]:
    """Return the (n, 96, 64) windows whose middles lie in `sound`, silence around it."""
    return np.ascontiguousarray(patches(log_mel(np.pad(sound, PATCH_SAMPLES // 2)), hop_frames))
