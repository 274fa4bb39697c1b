"""YAMNet's front end, against its definition written out in full precision."""

import numpy as np
import pytest
from numpy.typing import NDArray

from models.log_mel import PATCH_SAMPLES, band_weights, frame_count, log_mel, patches


def by_definition(pcm: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the log-mel of features.py, in doubles, with loops."""
    window = np.array([0.5 - 0.5 * np.cos(2 * np.pi * n / 400) for n in range(400)])
    corners = np.linspace(1127 * np.log(1 + 125 / 700), 1127 * np.log(1 + 7500 / 700), 66)
    rows = []
    for start in range(0, len(pcm) - 399, 160):
        spectrum = np.abs(np.fft.fft(pcm[start : start + 400] * window, 512)[:257])
        row = []
        for band in range(64):
            total = 0.0
            for index in range(1, 257):
                mel = 1127 * np.log(1 + index * 31.25 / 700)
                up = (mel - corners[band]) / (corners[band + 1] - corners[band])
                down = (corners[band + 2] - mel) / (corners[band + 2] - corners[band + 1])
                total += max(0.0, min(up, down)) * spectrum[index]
            row.append(np.log(total + 0.001))
        rows.append(row)
    return np.array(rows)


def test_agrees_with_the_definition() -> None:
    rng = np.random.default_rng(1)
    for pcm in (rng.standard_normal(720) * 0.1, np.sin(np.arange(720) * 0.3), np.zeros(720)):
        sound = pcm.astype(np.float32)
        assert np.abs(log_mel(sound) - by_definition(sound)).max() < 1e-3  # of 32 bits


@pytest.mark.parametrize(
    ("samples", "frames"), [(0, 0), (399, 0), (400, 1), (559, 1), (560, 2), (PATCH_SAMPLES, 96)]
)
def test_counts_whole_frames_only(samples: int, frames: int) -> None:
    assert frame_count(samples) == frames
    assert log_mel(np.zeros(samples, np.float32)).shape == (frames, 64)


def test_no_band_hears_the_offset_of_a_microphone() -> None:
    assert (band_weights()[0] == 0).all()
    assert (band_weights().max(axis=0) > 0.5).all()


def test_patches_begin_every_hop() -> None:
    rows = np.arange(110 * 64, dtype=np.float32).reshape(110, 64)
    found = patches(rows, 5)
    assert found.shape == (3, 96, 64)
    np.testing.assert_array_equal(found[2], rows[10:106])
    assert patches(rows[:95], 5).shape == (0, 96, 64)
