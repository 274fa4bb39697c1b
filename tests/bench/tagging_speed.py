"""What tagging costs: log-mel and twenty windows a second, as a share of one core's time."""

import time

import numpy as np

from audio.mel import LogMel
from audio.tagging.engine import Tagger
from models.log_mel import BANDS, PATCH_FRAMES
from tests.bench.report import Figure, bootstrap
from tests.bench.tagging_material import RATE_HZ, Material

BAR_FRAMES = 5
SECONDS, QUICK_SECONDS = 40, 8
BUDGETS = {"": 2.5, "_yamnet": 6.0}


def speed_figures(material: Material) -> list[Figure]:
    """Return the processor time of each tagger, in batches of half a second."""
    seconds = QUICK_SECONDS if material.quick else SECONDS
    rng = np.random.default_rng(0)
    sound = (rng.standard_normal(seconds * RATE_HZ) * 0.05).astype(np.float32)
    figures = []
    for suffix, tagger in material.taggers.items():
        percents = percents_of(tagger, sound.reshape(seconds, RATE_HZ))
        low, high = bootstrap(percents, lambda values: float(np.median(values)))
        figures.append(
            Figure(
                key=f"cpu_pct{suffix}",
                value=float(np.median(percents)),
                unit="%",
                n=seconds,
                low=low,
                high=high,
                at_most=BUDGETS[suffix],
            )
        )
    return figures


def percents_of(tagger: Tagger, sound: np.ndarray) -> list[float]:
    """Return the percentage of one core for each second, (seconds, RATE_HZ)."""
    mel, rows = LogMel(), np.zeros((PATCH_FRAMES, BANDS), np.float32)
    percents = []
    for second in sound:
        began = time.process_time()
        for part in np.split(second, 2):
            rows = np.concatenate((rows, mel.push(part)))
            starts = np.arange(0, len(rows) - PATCH_FRAMES + 1, BAR_FRAMES)
            tagger.scores(rows[starts[:, None] + np.arange(PATCH_FRAMES)])
            rows = rows[starts[-1] + BAR_FRAMES :]
        percents.append(100 * (time.process_time() - began))
    return percents
