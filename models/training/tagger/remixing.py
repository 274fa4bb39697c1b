"""Windows of mixes changed once more, and put one over another, each time they are learnt from.

All is done to the log-mel, so that no window is ever heard twice, and the teacher is asked again
what it makes of each: a pupil that sees new sounds with a right answer learns the teacher, where
one that sees the same few learns them by heart.
"""

import numpy as np
from numpy.typing import NDArray

from models.log_mel import BANDS, HIGHEST_HZ, LOG_OFFSET, LOWEST_HZ, PATCH_FRAMES, mels
from models.training.tagger.mixes import AUDIBLE_DB, BRIDGED_FRAMES, MASKED_DB, UNKNOWN, merged

Rows = NDArray[np.float32]
Truth = NDArray[np.uint8]

GAIN_DB = 8.0
TONE_DB = 8.0  # up or down at each of TONE_KNOTS pitches
TONE_KNOTS = 6
SEMITONES = np.linspace(-4.0, 4.0, 17)
CHANGED_SHARE = 0.8  # in pitch; and in tone, of another draw
MIXED_SHARE = 0.5
SECOND_DB = (-20.0, 6.0)  # of the second sound over the first
NOISE_SHARE = 0.2
NOISE_DB = (-50.0, -15.0)  # over the sound


def warps() -> Rows:
    """Return (semitones, 64, 64): what magnitudes are multiplied by to move their pitch."""
    low_mel, high_mel = mels(np.array([LOWEST_HZ, HIGHEST_HZ])).tolist()
    bands = np.linspace(low_mel, high_mel, BANDS + 2)[1:-1]
    pitch_hz = 700.0 * np.expm1(bands / 1127.0)
    found = np.zeros((len(SEMITONES), BANDS, BANDS), np.float32)
    for index, semitones in enumerate(SEMITONES):
        place = np.interp(mels(pitch_hz / 2 ** (semitones / 12)), bands, np.arange(BANDS))
        low = np.minimum(place.astype(int), BANDS - 2)
        found[index, low, np.arange(BANDS)] = 1 - (place - low)
        found[index, low + 1, np.arange(BANDS)] = place - low
    return found


_WARPS = warps()


def remixed(
    rows: Rows, truth: Truth, hop_frames: int, rng: np.random.Generator
) -> tuple[Rows, Truth]:
    """Return half of the stretches, changed, some with one of the other half over them.

    Args:
        rows: (2 n, 96 + hop * k, 64) log-mel.
        truth: (2 n, k + 1, classes) of the windows in them, `hop_frames` apart.
        hop_frames: from one window to the next.
        rng: draws the changes.

    Returns:
        (n, 96 + hop * k, 64) rows and (n, k + 1, classes) truth.
    """
    sounds = changed(np.maximum(np.exp(rows) - LOG_OFFSET, 0), rng)
    first, second = np.split(sounds, 2)
    one, other = np.split(truth, 2)
    louder_db = rng.uniform(*SECOND_DB, len(first)) + level_db(first) - level_db(second)
    gains = 10 ** (louder_db / 20) * (rng.random(len(first)) < MIXED_SHARE)
    second = second * gains.astype(np.float32)[:, None, None]
    noise = noise_under(first, rng)
    together = np.sqrt(np.square(first) + np.square(second) + np.square(noise))
    gain_db = rng.uniform(-GAIN_DB, GAIN_DB, (len(first), 1, 1))
    together *= (10 ** (gain_db / 20)).astype(np.float32)
    mixed = gains > 0
    if mixed.any():
        one = one.copy()
        one[mixed] = truth_together(
            (one[mixed], other[mixed]),
            (middle_db(first[mixed], hop_frames), middle_db(second[mixed], hop_frames)),
        )
    return np.log(together + LOG_OFFSET).astype(np.float32), one


def changed(magnitudes: Rows, rng: np.random.Generator) -> Rows:
    """Return (n, frames, 64) magnitudes in other pitches and tones."""
    count = len(magnitudes)
    still = len(SEMITONES) // 2
    pitches = np.where(
        rng.random(count) < CHANGED_SHARE, rng.integers(len(SEMITONES), size=count), still
    )
    knots = rng.uniform(-TONE_DB, TONE_DB, (count, TONE_KNOTS))
    knots *= (rng.random(count) < CHANGED_SHARE)[:, None]
    places = np.linspace(0, BANDS - 1, TONE_KNOTS)
    tone_db = np.stack([np.interp(np.arange(BANDS), places, one) for one in knots])
    weights = _WARPS[pitches] * (10 ** (tone_db / 20)).astype(np.float32)[:, None]
    moved: Rows = np.matmul(magnitudes, weights)
    return moved


def noise_under(sounds: Rows, rng: np.random.Generator) -> Rows:
    """Return the magnitudes of a smooth noise, some decibels over each sound or, mostly, none."""
    knots = rng.uniform(-15, 15, (len(sounds), 3))
    tone_db = np.stack([np.interp(np.arange(BANDS), (0, 31, 63), one) for one in knots])
    tone_db += (level_db(sounds) + rng.uniform(*NOISE_DB, len(sounds)))[:, None]
    gains = 10 ** (tone_db / 20) * (rng.random(len(sounds)) < NOISE_SHARE)[:, None]
    grain = np.sqrt(rng.standard_gamma(3.0, sounds.shape, np.float32) / 3)
    return grain * gains.astype(np.float32)[:, None]


def level_db(sounds: Rows) -> NDArray[np.float64]:
    """Return (n,) the mean level of (n, frames, 64) magnitudes."""
    power = np.square(sounds).mean(axis=(1, 2), dtype=np.float64)
    return np.asarray(10 * np.log10(power + 1e-9))


def middle_db(sounds: Rows, hop_frames: int) -> NDArray[np.float64]:
    """Return (n, windows) the loudest of the middle 400 ms of each window."""
    level = 10 * np.log10(np.square(sounds).mean(axis=2, dtype=np.float64) + 1e-9)
    middles = level[:, (PATCH_FRAMES - BRIDGED_FRAMES) // 2 :]
    starts = np.arange(0, sounds.shape[1] - PATCH_FRAMES + 1, hop_frames)
    found: NDArray[np.float64] = np.stack(
        [middles[:, start : start + BRIDGED_FRAMES].max(axis=1) for start in starts], axis=1
    )
    return found


def truth_together(
    truths: tuple[Truth, Truth], levels_db: tuple[NDArray[np.float64], NDArray[np.float64]]
) -> Truth:
    """Return what is heard of two sounds at once, from what is of each, and how loud they are."""
    loudest = np.maximum(*levels_db)
    heard = []
    for truth, level in zip(truths, levels_db, strict=True):
        under = (level - loudest)[..., None]
        doubtful = np.where(truth == 1, np.uint8(UNKNOWN), truth)
        heard.append(np.where(under >= AUDIBLE_DB, truth, np.where(under > MASKED_DB, doubtful, 0)))
    both = merged(heard[0], heard[1])
    sounds = both[..., :-2]
    something = (sounds == 1).any(axis=-1, keepdims=True)
    perhaps = (sounds == UNKNOWN).any(axis=-1, keepdims=True)
    both[..., -2:] = np.where(something, 0, np.where(perhaps, UNKNOWN, both[..., -2:]))
    both[..., -1] = np.where(both[..., -2] == 1, 0, both[..., -1])
    return both
