"""Are the probabilities true? Windows inside mixes of recordings that no training has heard.

The mixes are made like those of the training, of the evaluation's recordings and with seeds of
their own. Beliefs of all classes and windows are put in 15 equal bins; the error is the mean
distance of belief and truth, its interval from resampled mixes.
"""

import numpy as np
from numpy.typing import NDArray

from audio.tagging.ontology import CLASSES
from models.log_mel import PATCH_FRAMES, log_mel
from models.training.tagger.calibration import expected_calibration_error
from models.training.tagger.mixes import UNKNOWN, Mixer
from models.training.tagger.recordings import Recording
from models.training.tagger.shards import WINDOW_HOP_FRAMES, truth_in_the_middle
from tests.bench.report import INTERVAL_PERCENT, Figure
from tests.bench.tagging_material import Material

SEEDS = (101, 102, 103)
MIXES, QUICK_MIXES = 40, 4  # of 12 s, of each seed
ROUNDS = 200
BUDGET = 0.03


def mix_figures(material: Material) -> list[Figure]:
    """Return the calibration error of each tagger."""
    mixer = Mixer(
        [
            Recording((clip.samples * 32767).astype(np.int16), clip.key, clip.original, True)
            for clip in material.clips + material.more_clips
        ],
        CLASSES,
    )
    windows, truths = [], []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        for _ in range(QUICK_MIXES if material.quick else MIXES):
            mix = mixer.mix(rng)
            rows = log_mel(mix.samples)
            starts = np.arange(0, len(rows) - PATCH_FRAMES + 1, WINDOW_HOP_FRAMES)
            windows.append(rows[starts[:, None] + np.arange(PATCH_FRAMES)])
            truths.append(truth_in_the_middle(mix.truth, starts))
    return [
        calibration(f"ece{suffix}", [tagger.scores(some) for some in windows], truths)
        for suffix, tagger in material.taggers.items()
    ]


def calibration(
    key: str, scores: list[NDArray[np.float32]], truths: list[NDArray[np.uint8]]
) -> Figure:
    """Return the calibration error over all that is known of the mixes."""
    pairs = [
        (believed[truth != UNKNOWN], truth[truth != UNKNOWN] == 1)
        for believed, truth in zip(scores, truths, strict=True)
    ]
    rng = np.random.default_rng(0)
    values = [
        error_of([pairs[i] for i in rng.integers(len(pairs), size=len(pairs))])
        for _ in range(ROUNDS)
    ]
    low, high = np.percentile(values, INTERVAL_PERCENT)
    return Figure(
        key=key,
        value=error_of(pairs),
        unit="",
        n=sum(len(one) for one in truths),
        low=float(low),
        high=float(high),
        at_most=BUDGET,
    )


def error_of(pairs: list[tuple[NDArray[np.float32], NDArray[np.bool_]]]) -> float:
    """Return the calibration error of some mixes."""
    believed, heard = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return expected_calibration_error(believed, heard)
