"""Speech made of tones: every letter is a sine on a mel band of its own, a word begins with one.

It carries words through real recognisers without any trained weights.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"
TOKENS = ("<blk>", "▁", *LETTERS)
TONE_MS, GAP_MS = 120, 80  # both longer than an output frame of 40 ms, wherever it falls
LEVEL, HISS = 0.3, 1e-4

BANDS = 80  # of the features: mel bands from 20 Hz to 400 Hz below half the rate
LOWEST_HZ, HIGHEST_HZ = 20.0, RATE_HZ / 2 - 400.0
FIRST_BAND, BAND_STEP = 20, 2  # lower bands are narrower than the spectrum's bins


def mel(hz: float) -> float:
    """Return a frequency in mel."""
    return float(1127.0 * np.log(1.0 + hz / 700.0))


def band_of(token: int) -> int:
    """Return the mel band in which token 1.. sounds."""
    return FIRST_BAND + BAND_STEP * (token - 1)


def tone_hz(token: int) -> float:
    """Return the middle of the token's band."""
    low, high = mel(LOWEST_HZ), mel(HIGHEST_HZ)
    middle = low + (band_of(token) + 1) * (high - low) / (BANDS + 1)
    return float(700.0 * (np.exp(middle / 1127.0) - 1.0))


def speak(text: str, before_s: float = 0.5, after_s: float = 1.0) -> NDArray[np.float32]:
    """Return `text` in tones, (n,), between stretches of hiss."""
    length_ms = sum((TONE_MS + GAP_MS) * (1 + len(word)) for word in text.split())
    sound = np.zeros(round((before_s + after_s) * RATE_HZ) + length_ms * RATE_HZ // 1000)
    at = round(before_s * RATE_HZ)
    for token in tokens_of(text):
        n = RATE_HZ * TONE_MS // 1000
        edges = np.minimum(1.0, np.minimum(np.arange(n), np.arange(n)[::-1]) / 80)
        sound[at : at + n] = (
            LEVEL * edges * np.sin(2 * np.pi * tone_hz(token) * np.arange(n) / RATE_HZ)
        )
        at += RATE_HZ * (TONE_MS + GAP_MS) // 1000
    hiss = np.random.default_rng(0).standard_normal(len(sound)) * HISS
    return (sound + hiss).astype(np.float32)


def tokens_of(text: str) -> Sequence[int]:
    """Return the numbers of the tokens that spell `text`."""
    return [TOKENS.index(sign) for word in text.split() for sign in ("▁", *word)]


def word_starts_s(text: str, before_s: float = 0.5) -> Sequence[float]:
    """Return when each word of `speak(text)` begins."""
    lengths = [(1 + len(word)) * (TONE_MS + GAP_MS) / 1000 for word in text.split()]
    return [before_s + sum(lengths[:number]) for number in range(len(lengths))]
