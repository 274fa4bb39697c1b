"""Does the transcriber's gate let speech through, and nothing else?

Missed: the share of the time in which somebody speaks (50 ms bars within 30 dB of the utterance's
loudest) that the gate does not pass. False: the share of the time of music, noise and applause
that it passes. One with every tagger's opinion beside the voice network's, and, as the peer, the
gate with its voice network alone. Intervals are from resampled utterances, and stretches of 10 s.
"""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from audio.speech.likeness import VoiceLikeness
from audio.speech.vad import Likeness, VoiceEnd, VoiceGate, VoiceStart
from audio.tagging.speech_likeness import SpeechLikeness
from tests.bench.live_words import read, table
from tests.bench.report import Figure, bootstrap
from tests.bench.tagging_material import RATE_HZ, Material
from tests.bench.wordless_sounds import wordless

PEER = "the voice gate alone"
WORDLESS_S, QUICK_WORDLESS_S = 600, 30
QUICK_STEP = 12
BAR_SAMPLES = RATE_HZ // 20
STRETCH_BARS = 200
SPOKEN_DB = -30.0
HISS_DB, AROUND_S = -75.0, 1.0
FALSE_BUDGET, MISSED_BUDGET = 2.0, 3.0

Sound = NDArray[np.float32]


def gate_figures(material: Material) -> list[Figure]:
    """Return the shares for the gate with each tagger and without."""
    seconds = QUICK_WORDLESS_S if material.quick else WORDLESS_S
    noise = wordless(material.folder, seconds).astype(np.float32) / np.float32(32768)
    spoken = utterances(material)
    figures = []
    for key, (make, peer) in gates(material).items():
        false = passed(VoiceGate(make_likeness=make), noise)
        stretches = np.split(false, range(STRETCH_BARS, len(false), STRETCH_BARS))
        missed = [
            1 - passed(VoiceGate(make_likeness=make), sound)[bars].mean() for sound, bars in spoken
        ]
        figures += [
            share(f"gate_false_pct{key}", [one.mean() for one in stretches], FALSE_BUDGET, peer),
            share(f"gate_missed_pct{key}", missed, MISSED_BUDGET, peer),
        ]
    return figures


def gates(material: Material) -> dict[str, tuple[Callable[[], Likeness], str | None]]:
    """Return how each gate hears a voice, and whose it is, by the suffix of its figures."""
    with_taggers: dict[str, tuple[Callable[[], Likeness], str | None]] = {
        suffix: (partial(SpeechLikeness, tagger), None)
        for suffix, tagger in material.taggers.items()
    }
    return with_taggers | {"_alone": (VoiceLikeness, PEER)}


def share(key: str, shares: Sequence[float], at_most: float, peer: str | None) -> Figure:
    """Return the mean of some shares in percent."""
    percents = [100 * float(one) for one in shares]
    low, high = bootstrap(percents, lambda values: float(values.mean()))
    return Figure(
        key=key,
        value=float(np.mean(percents)),
        unit="%",
        n=len(percents),
        low=low,
        high=high,
        peer=peer,
        at_most=None if peer else at_most,
    )


def utterances(material: Material) -> list[tuple[Sound, NDArray[np.bool_]]]:
    """Return each utterance between two seconds of hiss, and in which bars someone speaks."""
    folder = material.folder.parent / "speech" / "asr_eval"
    rng = np.random.default_rng(0)
    made = []
    for row in table(folder / "transcripts.tsv")[:: QUICK_STEP if material.quick else 1]:
        around = int(AROUND_S * RATE_HZ)
        said = read(folder / row["file"]).astype(np.float32) / np.float32(32768)
        sound: Sound = np.pad(said, around)
        bars = sound[: len(sound) // BAR_SAMPLES * BAR_SAMPLES].reshape(-1, BAR_SAMPLES)
        power = np.square(bars).mean(axis=1)
        hiss = rng.standard_normal(len(sound), np.float32) * np.float32(10 ** (HISS_DB / 20))
        made.append((sound + hiss, np.asarray(power > power.max() * 10 ** (SPOKEN_DB / 10))))
    return made


def passed(gate: VoiceGate, sound: Sound) -> NDArray[np.bool_]:
    """Return for each bar whether its middle lies in a stretch that the gate passes."""
    starts, ends = [], []
    for event in [*gate.push(sound), *gate.flush()]:
        if isinstance(event, VoiceStart):
            starts.append(event.start)
        elif isinstance(event, VoiceEnd):
            ends.append(event.end)
    middles = np.arange(len(sound) // BAR_SAMPLES) * BAR_SAMPLES + BAR_SAMPLES // 2
    inside = np.zeros(len(middles), np.bool_)
    for start, end in zip(starts, ends, strict=True):
        inside |= (start <= middles) & (end > middles)
    return inside
