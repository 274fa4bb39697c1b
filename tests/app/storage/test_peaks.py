"""The outline of the sound: true to the samples, kept, and computed anew when it no longer fits."""

from pathlib import Path

import numpy as np
import pytest

from app.storage.peaks import FILE_NAME, PER_S, read_peaks, shade
from app.storage.recording import Recording
from app.storage.wav import WavWriter
from tests.app.storage.material import create


def recording(folder: Path, samples: np.ndarray[tuple[int, ...], np.dtype[np.int16]]) -> Recording:
    made = create(folder)
    writer = WavWriter(made.audio_path, 44_100, samples.shape[1])
    writer.append(samples)
    writer.close()
    made.finish(len(samples) * 1_000_000_000 // 44_100)
    return Recording.open(folder)


def noise(frames: int, channels: int = 1) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    return np.random.default_rng(7).integers(-32768, 32767, (frames, channels)).astype(np.int16)


@pytest.mark.parametrize("frames", [1, 441, 442, 44_100 * 61 + 17])
@pytest.mark.parametrize("channels", [1, 2])
def test_each_peak_is_the_loudest_sample_of_its_10_ms(
    tmp_path: Path, frames: int, channels: int
) -> None:
    samples = noise(frames, channels) // 64
    peaks = read_peaks(recording(tmp_path / "r", samples))
    starts = np.arange(len(peaks)) * 44_100 // PER_S
    loud = np.abs(samples.astype(np.int32)).max(axis=1)
    assert len(peaks) == -(-frames * PER_S // 44_100)
    np.testing.assert_array_equal(peaks, shade(np.maximum.reduceat(loud, starts)))


def test_full_scale_is_255_and_silence_0() -> None:
    np.testing.assert_array_equal(shade(np.array([0, 1, 32_768])), [0, 0, 255])


def test_peaks_are_kept_and_computed_anew_when_the_sound_has_another_length(
    tmp_path: Path,
) -> None:
    made = recording(tmp_path / "r", noise(44_100))
    first = read_peaks(made)
    kept = tmp_path / "r" / FILE_NAME
    np.save(kept, np.full_like(first, 9))
    assert set(read_peaks(made)) == {9}
    np.save(kept, np.full(3, 9, np.uint8))
    np.testing.assert_array_equal(read_peaks(made), first)
    kept.write_bytes(b"no array")
    np.testing.assert_array_equal(read_peaks(made), first)


def test_without_sound_there_are_none(tmp_path: Path) -> None:
    made = create(tmp_path / "r")
    made.finish(0)
    assert not len(read_peaks(Recording.open(tmp_path / "r")))


def test_an_empty_sound_file_has_none(tmp_path: Path) -> None:
    assert not len(read_peaks(recording(tmp_path / "r", noise(0))))
