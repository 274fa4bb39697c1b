"""The ground keeps its label in short pauses, where no window hears it alone."""

import numpy as np

from audio.tagging.gain import amplified
from audio.tagging.ground import FIRST_BAR_FRAME, MIDDLE_BAR, Ground
from audio.tagging.windows import BAR_FRAMES
from models.log_mel import BANDS, PATCH_FRAMES

RAIN, DOG = 0, 1
QUIET, LOUD = -3.0, 1.0
ALIGNED = BAR_FRAMES - FIRST_BAR_FRAME  # where a window starts whose bars are those of `rows`
FIRST_BAR = MIDDLE_BAR + 1
RNG = np.random.default_rng(0)


def rows(*parts: tuple[float, int]) -> np.ndarray:
    """Return frames of (level, bars)."""
    levels = np.concatenate([np.full(BAR_FRAMES * bars, level) for level, bars in parts])
    noise = RNG.normal(0, 0.2, (len(levels), BANDS))
    return (levels[:, None] + noise).astype(np.float32)


def labels(frames: np.ndarray) -> list[int]:
    """Label each bar by its evidence, where the tagger hears a dog in any window that holds one."""
    ground = Ground()
    found = []
    for start in range(ALIGNED, len(frames) - PATCH_FRAMES + 1, BAR_FRAMES):
        window = frames[start : start + PATCH_FRAMES]
        dog = window.max() > (QUIET + LOUD) / 2
        heard = np.array([0.0, 1.0]) if dog else np.array([1.0, 0.0])
        evidence = ground.evidence(ground.purity(window), heard)
        found.append(int(evidence.argmax()))
    return found


def test_a_pause_shorter_than_a_window_is_ground() -> None:
    frames = rows((QUIET, 60), (LOUD, 20), (QUIET, 10), (LOUD, 20), (QUIET, 40))
    truth = [RAIN] * 60 + [DOG] * 20 + [RAIN] * 10 + [DOG] * 20 + [RAIN] * 40
    found = labels(frames)
    assert found == truth[FIRST_BAR : FIRST_BAR + len(found)]


def test_a_sound_that_stays_becomes_the_ground() -> None:
    frames = rows((QUIET, 60), (LOUD, 400))
    assert labels(frames)[-20:] == [DOG] * 20


def test_reset_forgets() -> None:
    ground = Ground()
    window = rows((QUIET, 20))[:PATCH_FRAMES]
    for _ in range(50):
        ground.evidence(ground.purity(window), np.array([1.0, 0.0]))
    ground.reset()
    evidence = ground.evidence(ground.purity(window), np.array([0.0, 1.0]))
    np.testing.assert_allclose(evidence, [0.0, 1.0])


def test_quiet_windows_become_as_loud_as_usual_and_loud_ones_stay() -> None:
    bands = np.abs(RNG.normal(0, 1, (3, PATCH_FRAMES, BANDS))).astype(np.float32)
    offset = np.float32(0.001)
    scales = np.array([4.0, 0.4, 0.01], np.float32)[:, None, None]
    windows = np.log(bands * scales + offset)
    louder = np.exp(amplified(windows)) - offset
    levels = np.sqrt(np.square(louder).mean(axis=(1, 2)))
    np.testing.assert_allclose(levels, [4.0, 2.0, 0.3], rtol=0.05)
    np.testing.assert_allclose(louder[0], bands[0] * 4.0, atol=1e-3)
