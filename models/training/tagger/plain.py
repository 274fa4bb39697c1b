"""Whole training clips, unmixed, heard by the teacher: as people try a tagger."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.log_mel import PATCH_FRAMES, PATCH_SAMPLES, log_mel
from models.sound_classes import SoundClass
from models.training.tagger.mixes import UNKNOWN, frame_power, sounding_frames
from models.training.tagger.recordings import Recording
from models.yamnet import Yamnet

HOP_FRAMES = 48
SPEECH_ONE_IN = 8  # there is far more of it than of all else


@dataclass(frozen=True, slots=True)
class PlainWindows:
    """Windows in whose middle a clip sounds.

    Attributes:
        embeddings: (n, 1024) float16 of the teacher.
        truth: (n, classes) uint8, as in the mixes.
        weights: (n,) how likely each is to be drawn; no class is left out for being rare.
    """

    embeddings: NDArray[np.float16]
    truth: NDArray[np.uint8]
    weights: NDArray[np.float64]


def plain_windows(
    recordings: Sequence[Recording], classes: Sequence[SoundClass], yamnet: Yamnet
) -> PlainWindows:
    """Return the windows of `recordings`; of background nothing else is known."""
    keys = [one.key for one in classes]
    background = len(classes) - 2
    embeddings, found = [], []
    spoken = 0
    for one in recordings:
        spoken += one.key == "speech"
        if one.key == "speech" and spoken % SPEECH_ONE_IN:
            continue
        sound = one.samples.astype(np.float32) / np.float32(32768)
        sound = np.pad(sound, (0, max(0, PATCH_SAMPLES - len(sound))))
        rows = log_mel(sound)
        starts = np.arange(0, len(rows) - PATCH_FRAMES + 1, HOP_FRAMES)
        starts = starts[sounding_frames(frame_power(sound))[starts + HOP_FRAMES] == 1]
        _, heard = yamnet.listen(rows[starts[:, None] + np.arange(PATCH_FRAMES)])
        embeddings.append(heard.astype(np.float16))
        found += [keys.index(one.key)] * len(starts)
    index = np.array(found)
    truth = np.zeros((len(index), len(classes)), np.uint8)
    truth[index == background] = UNKNOWN
    truth[np.arange(len(index)), index] = 1
    weights = 1 / np.sqrt(np.bincount(index, minlength=len(classes))[index])
    return PlainWindows(np.concatenate(embeddings), truth, weights / weights.sum())
