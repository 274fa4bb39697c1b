"""Sounds to be concealed, and a network that needs no weights."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from audio.plc.concealer import Concealer
from audio.plc.continuer import Continuer, FloatArray

FAINT_STEP = 1e-3  # -60 dBFS, nobody hears it click
Cut = tuple[str, int]
"""("good" or "lost", samples)."""


def voice(n_samples: int, rate_hz: int, pitch_hz: float = 120.0) -> FloatArray:
    """Return (n_samples,) of a steady vowel: harmonics up to 3.5 kHz that fall by 1 / k."""
    times_s = np.arange(n_samples) / rate_hz
    harmonics = range(1, int(3500 / pitch_hz))
    waves = [np.sin(2 * np.pi * pitch_hz * k * times_s + k * k) / k for k in harmonics]
    vowel: FloatArray = (0.2 * np.sum(waves, axis=0)).astype(np.float32)
    return vowel


def noise(n_samples: int, seed: int = 0, level: float = 0.1) -> FloatArray:
    """Return (n_samples,) of white noise."""
    return np.random.default_rng(seed).normal(0, level, n_samples).astype(np.float32)


def through(concealer: Concealer, sound: FloatArray, cuts: list[Cut]) -> FloatArray:
    """Return what is played for (n, channels) `sound` of which some stretches are lost."""
    played, position = [], 0
    for kind, count in cuts:
        block = sound[position : position + count]
        played.append(concealer.good(block) if kind == "good" else concealer.lost(len(block)))
        position += count
    return np.concatenate(played)


def said(way: Continuer[Any], past: FloatArray, *counts: int) -> FloatArray:
    """Return what follows `past`, asked for in pieces."""
    state, pieces = way.begin(past, 0), []
    for count in counts:
        piece, state = way.speak(state, count)
        pieces.append(piece)
    return np.concatenate(pieces)


def steepest_seam(
    played: FloatArray, sound: FloatArray, rate_hz: int, start: int, end: int
) -> float:
    """Return the largest step where a gap starts, ends and is left, per the largest around it.

    Args:
        played: (n,), concealed.
        sound: (n,), without losses.
        rate_hz: of both.
        start: of the gap, its first sample.
        end: the first sample after it.
    """
    steps, natural = np.abs(np.diff(played)), np.abs(np.diff(sound))
    around, merge = rate_hz * 20 // 1000, rate_hz * 5 // 1000
    steepest = 0.0
    for seam in (start, end, end + merge):
        near = (steps[seam - around : seam - 1].max(), natural[seam : seam + around].max())
        steepest = max(steepest, float(steps[seam - 1]) / max(*near, FAINT_STEP))
    return steepest


@dataclass(frozen=True)
class Spoken:
    """Where the fake network stands."""

    seed: int
    level: float
    count: int


class Hum:
    """A network that hums as loud as the past, at a pitch drawn from its seed."""

    def __init__(self) -> None:
        self.begun = 0

    def begin(self, past: FloatArray, seed: int) -> Spoken:
        """Listen."""
        self.begun += 1
        return Spoken(seed, float(np.abs(past[-320:]).max(initial=0.0)), 0)

    def speak(self, state: Spoken, n_samples: int) -> tuple[FloatArray, Spoken]:
        """Hum on."""
        turns = np.arange(state.count, state.count + n_samples) * (100 + state.seed % 100) / 16_000
        hum = (state.level * np.sin(2 * np.pi * turns)).astype(np.float32)
        return hum, Spoken(state.seed, state.level, state.count + n_samples)
