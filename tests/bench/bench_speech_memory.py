"""Does the built-in transcriber keep to its memory over a recording of hours?

A quarter of the recording is speech; it is heard as fast as that goes, on one core.
"""

from pathlib import Path

import numpy as np

from audio.block import NS_PER_S, AudioBlock
from audio.speech.transcriber import draft_transcriber
from tests.bench.bench_engine import resident_mb
from tests.bench.bench_speech import ASR_EVAL, hiss, quiet_recordings
from tests.bench.evaluation import evaluation
from tests.bench.live_words import BLOCK_SAMPLES, RATE_HZ, read
from tests.bench.report import Figure, Report

RECORDING_S, SETTLED_S = 7200, 600
QUICK_RECORDING_S, QUICK_SETTLED_S = 120, 60
QUIET_SHARE = 3  # of the length of the speech


def measure(data: Path | None, quick: bool) -> Report:
    """Measure the growth of resident memory from the tenth minute to the end of two hours.

    Raises:
        UsageError: the evaluation material is absent.
    """
    folder = evaluation(data or ASR_EVAL, "long")
    recording_s, settled_s = (
        (QUICK_RECORDING_S, QUICK_SETTLED_S) if quick else (RECORDING_S, SETTLED_S)
    )
    speech = np.concatenate([read(path) for path in quiet_recordings(folder)])
    quiet = hiss(QUIET_SHARE * len(speech) / RATE_HZ, np.random.default_rng(0))
    cycle = np.concatenate((speech, quiet))[:, None]
    transcriber = draft_transcriber()
    settled_mb = 0.0
    for start in range(0, recording_s * RATE_HZ, BLOCK_SAMPLES):
        if start == settled_s * RATE_HZ:
            settled_mb = resident_mb()
        at = start % (len(cycle) - BLOCK_SAMPLES)
        piece = cycle[at : at + BLOCK_SAMPLES]
        transcriber.push(AudioBlock(start * NS_PER_S // RATE_HZ, piece, RATE_HZ))
    transcriber.flush()
    growth = Figure(
        key="memory_growth_mb",
        value=resident_mb() - settled_mb,
        unit="MB",
        n=recording_s,
        at_most=20,
    )
    return Report("speech_memory", [growth])
