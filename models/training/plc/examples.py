"""Losses to learn from: a second before, what followed, and what the network is told of it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.plc.continuer import SpeechContinuer
from models.plc.excitation import compand, quantise
from models.plc.features import RELIVED_STEPS, STEP_SAMPLES, describe
from models.plc.mel import SAMPLE_RATE_HZ
from models.plc.past import FORCED_SAMPLES, FloatArray, Past, emphasise, measure
from models.plc.prediction import LONG_ORDER, ring
from models.training.plc.augment import Noises, narrow
from models.training.plc.packs import INT16_SCALE
from models.training.plc.room import Room

GAP_SAMPLES = SAMPLE_RATE_HZ * 112 // 1000  # the output fades out by 120 ms
GAP_STEPS = GAP_SAMPLES // STEP_SAMPLES
LEAST_PAST_SAMPLES = SAMPLE_RATE_HZ * 2 // 10

_NOISY_SHARE = 0.5
_NARROW_SHARE = 0.1
_STRAYING_SHARE = 0.75
_STRAY_DB = (-30.0, 3.0)  # of wrong excitations, against the true ones
_OWN_SHARE = 0.3  # of straying examples, once there is a voice
_OWN_SAMPLES = (SAMPLE_RATE_HZ * 10 // 1000, SAMPLE_RATE_HZ * 50 // 1000)
_OWN_LIVELINESS = (0.0, 0.6)
_QUIET_SHARE = 0.1  # of examples that may fall anywhere; the others fall on sound
_SOUNDING = 0.3  # mean size of the samples just before the loss, against the clip's
_MUCH_LOUDER = 1.5
_TRIES = 10
_SKIP = 7  # a seventh of the samples tells the loudness


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples, stacked.

    Attributes:
        mel: (batch, 100, 80). levels: (batch, 2). See `models.plc.past.Past`.
        steps: (576, batch, 10), samples: (448, batch, 4, 16). See `models.plc.features.Features`;
            the steps begin 32 ms before the loss, the samples at it.
        target: (448, batch, 4) the steps 0..127 of the excitations to be said.
    """

    mel: FloatArray
    levels: FloatArray
    steps: FloatArray
    samples: FloatArray
    target: NDArray[np.int64]


class Examples:
    """Draws examples from a room; the same seed, number and voice draw the same batch.

    In use, the network hears what it said and not what is true. So most examples stray: wrong
    excitations, random or of the `voice`, are in what is heard, and the true ones are asked for
    nevertheless. It learns to neither follow nor fight what went astray, and the loop stays as
    stable as the prediction.

    Attributes:
        voice: the network in training; None for random mistakes alone.
    """

    def __init__(self, room: Room, seed: int, *, augmented: bool) -> None:
        """Take the clips of `room`; `augmented` ones are mixed with noise and so on."""
        self._room, self._seed, self._augmented = room, seed, augmented
        lengths = (room.ends - room.starts).astype(np.float64)
        self._chances = np.cumsum(lengths) / lengths.sum()
        self._noises = Noises(seed)
        self.voice: SpeechContinuer | None = None

    def batch(self, number: int, size: int) -> Batch:
        """Return the batch of that number."""
        random = np.random.default_rng((self._seed, number))
        drawn = [self._example(random) for _ in range(size)]
        mel, levels, steps, samples, target = zip(*drawn, strict=True)
        return Batch(
            mel=np.stack(mel),
            levels=np.stack(levels),
            steps=np.stack([told[-RELIVED_STEPS - GAP_STEPS :] for told in steps], 1),
            samples=np.stack([told.reshape(GAP_STEPS, STEP_SAMPLES, -1) for told in samples], 1),
            target=np.stack([said.reshape(GAP_STEPS, STEP_SAMPLES) for said in target], 1),
        )

    def _example(
        self, random: np.random.Generator
    ) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, NDArray[np.int64]]:
        stretch, lost_at = self._stretch(random)
        past = measure(stretch[:lost_at])
        true = emphasise(stretch[lost_at - 1 :]) / np.float32(past.rms)
        features = describe(np.concatenate((past.signal, true)), past)
        excitation = features.excitation[FORCED_SAMPLES:]
        target = quantise(compand(excitation))
        if self._augmented and random.random() < _STRAYING_SHARE:
            if self.voice is not None and random.random() < _OWN_SHARE:
                wrong = _misspoken(random, self.voice, stretch[:lost_at], past, excitation)
            else:
                wrong = _random_mistakes(random, excitation)
            # Wrong excitations ring on in the prediction and die out there.
            strayed = true + ring(past.long_weights, wrong * np.float32(past.excitation_rms))
            features = describe(np.concatenate((past.signal, strayed)), past)
        return past.mel, past.levels, features.steps, features.samples[FORCED_SAMPLES:], target

    def _stretch(self, random: np.random.Generator) -> tuple[FloatArray, int]:
        """Return up to a second and a gap of speech, and where in it the gap begins."""
        clip = int(np.searchsorted(self._chances, random.random()))
        start, end = int(self._room.starts[clip]), int(self._room.ends[clip])
        whole = self._room.samples[start:end]
        lost_at = _place(random, whole)
        begin = max(0, lost_at - SAMPLE_RATE_HZ - LONG_ORDER)
        stretch = whole[begin : lost_at + GAP_SAMPLES].astype(np.float32) / np.float32(INT16_SCALE)
        if self._augmented:
            if random.random() < _NOISY_SHARE:
                stretch = self._noises.mix(random, stretch)
            if random.random() < _NARROW_SHARE:
                stretch = narrow(random, stretch)
        return stretch, lost_at - begin


def _random_mistakes(random: np.random.Generator, excitation: FloatArray) -> FloatArray:
    """Return (n,) white errors of excitations (n,)."""
    level = np.sqrt(np.mean(excitation**2)) * 10 ** (random.uniform(*_STRAY_DB) / 20)
    return np.asarray(random.standard_normal(len(excitation)) * level, np.float32)


def _misspoken(
    random: np.random.Generator,
    voice: SpeechContinuer,
    before: FloatArray,
    past: Past,
    excitation: FloatArray,
) -> FloatArray:
    """Return (n,) the network's own errors of excitations (n,), for the first 10 to 50 ms."""
    count = int(random.integers(*_OWN_SAMPLES))
    begun = voice.begin(before, int(random.integers(2**62)))
    said, _ = voice.speak(replace(begun, liveliness=random.uniform(*_OWN_LIVELINESS)), count)
    heard = emphasise(np.concatenate((before[-1:], said))) / np.float32(past.rms)
    own = describe(np.concatenate((past.signal, heard)), past).excitation[FORCED_SAMPLES:]
    wrong = np.zeros_like(excitation)
    wrong[:count] = own - excitation[:count]
    return wrong


def _place(random: np.random.Generator, whole: NDArray[np.int16]) -> int:
    """Return where in (n,) samples a gap is to begin.

    Mostly just after some sound, and where nothing much louder follows: an onset inside a gap
    cannot be foretold, and a network that hears many learns to invent them.
    """
    least = _SOUNDING * _mean_size(whole)
    anywhere = random.random() < _QUIET_SHARE
    place = 0
    for _ in range(_TRIES):
        place = int(random.integers(LEAST_PAST_SAMPLES, len(whole) - GAP_SAMPLES + 1))
        before = _mean_size(whole[place - GAP_SAMPLES // 2 : place])
        after = _mean_size(whole[place : place + GAP_SAMPLES])
        if (anywhere or before > least) and after < _MUCH_LOUDER * before:
            break
    return place


def _mean_size(samples: NDArray[np.int16]) -> float:
    return float(np.mean(np.abs(samples[::_SKIP].astype(np.float32))))
