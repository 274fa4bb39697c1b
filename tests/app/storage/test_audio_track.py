"""Every sample lies where its time says, and every missing stretch is said."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.engine.events import Gap, GapReason
from app.storage.audio_track import Anchor, AudioTrack
from audio.block import AudioBlock
from tests.app.storage.material import ORIGIN_NS, block, tone

MS = 48  # samples
NS_PER_MS = 1_000_000


def record(path: Path, items: Sequence[AudioBlock | Gap]) -> tuple[list[Gap], list[Anchor]]:
    track = AudioTrack(path, ORIGIN_NS, "microphone")
    results = [result for item in items for result in track.push(item)]
    results += track.flush()
    track.close()
    gaps = [result for result in results if isinstance(result, Gap)]
    return gaps, [result for result in results if isinstance(result, Anchor)]


def left(path: Path) -> NDArray[np.int16]:
    samples, _ = soundfile.read(path, dtype="int16", always_2d=True)
    return np.asarray(samples[:, 0])


def numbers(first: int, frames: int) -> NDArray[np.int16]:
    return block(0, first, frames).samples[:, 0]


def gap(start_ms: float, end_ms: float, reason: GapReason = GapReason.OVERFLOW) -> Gap:
    start_ns, end_ns = (ORIGIN_NS + round(ms * NS_PER_MS) for ms in (start_ms, end_ms))
    return Gap(start_ns, end_ns, "microphone", reason)


def test_a_whole_stream_is_joined(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    gaps, anchors = record(path, [block(20 * i, 960 * i, 960) for i in range(50)])
    assert gaps == []
    assert anchors == [Anchor(ORIGIN_NS, 0)]
    np.testing.assert_array_equal(left(path), numbers(0, 48_000))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-19.9, 19.9), min_size=40, max_size=40))
def test_jitter_moves_no_sample(
    tmp_path_factory: pytest.TempPathFactory, jitter_ms: list[float]
) -> None:
    path = tmp_path_factory.mktemp("jitter") / "a.wav"
    items = [block(20 * i + late, 960 * i, 960) for i, late in enumerate(jitter_ms)]
    gaps, _ = record(path, items)
    assert gaps == []
    np.testing.assert_array_equal(left(path), numbers(0, 40 * 960))


@pytest.mark.parametrize("ppm", [-200, 200])
def test_drift_is_told_by_anchors_and_costs_no_sample(
    tmp_path: Path, ppm: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """600 s at 200 ppm: the sound card is 120 ms off at the end."""
    monkeypatch.setattr("app.storage.wav.datasync", lambda _fd: None)
    path = tmp_path / "a.wav"
    blocks = [block(1000 * i * (1 - ppm / 1e6), 8_000 * i, 8_000, rate_hz=8_000, channels=1)
              for i in range(600)]  # fmt: skip
    gaps, anchors = record(path, blocks)
    assert gaps == []
    np.testing.assert_array_equal(left(path), numbers(0, 600 * 8_000))
    assert len(anchors) == 60 if ppm < 0 else 54
    times_s = np.array([anchor.pts_ns - ORIGIN_NS for anchor in anchors]) / 1e9
    rate_hz = np.polyfit(times_s, [anchor.sample_index for anchor in anchors], 1)[0]
    assert rate_hz / 8_000 - 1 == pytest.approx(ppm / 1e6, rel=0.01)


def test_many_small_losses_are_not_taken_for_drift(tmp_path: Path) -> None:
    """10 ms lost from each 110 ms, unannounced."""
    path = tmp_path / "a.wav"
    gaps, _ = record(path, [block(110 * i, 0, 100 * MS) for i in range(30)])
    assert abs(len(left(path)) - (29 * 110 + 100) * MS) < 45 * MS
    assert sum(one.end_ns - one.start_ns for one in gaps) == pytest.approx(240e6, abs=10e6)


@pytest.mark.parametrize("announced", [True, False])
def test_a_gap_is_zeros_of_its_length(tmp_path: Path, announced: bool) -> None:
    path = tmp_path / "a.wav"
    missing = gap(100, 350)
    items: list[AudioBlock | Gap] = [
        block(0, 0, 100 * MS),
        *[missing] * announced,
        block(350, 5000, 100 * MS),
    ]
    gaps, anchors = record(path, items)
    assert gaps == [missing]
    assert anchors == [Anchor(ORIGIN_NS, 0), Anchor(ORIGIN_NS + 350 * NS_PER_MS, 350 * MS)]
    samples = left(path)
    np.testing.assert_array_equal(samples[: 100 * MS], numbers(0, 100 * MS))
    assert not samples[100 * MS : 350 * MS].any()
    np.testing.assert_array_equal(samples[350 * MS :], numbers(5000, 100 * MS))


def test_an_announced_gap_shorter_than_jitter_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    items: list[AudioBlock | Gap] = [block(0, 0, 20 * MS), gap(20, 40), block(40, 0, 20 * MS)]
    assert record(path, items)[0] == [gap(20, 40)]
    assert not left(path)[20 * MS : 40 * MS].any()
    assert len(left(path)) == 60 * MS


def test_a_gap_at_the_end_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    record(path, [block(0, 0, 20 * MS), gap(20, 500, GapReason.DEVICE_LOST)])
    assert len(left(path)) == 500 * MS


def test_a_late_start_is_a_gap(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    gaps, _ = record(path, [block(300, 0, 20 * MS)])
    assert gaps == [gap(0, 300, GapReason.NO_DEVICE)]
    assert not left(path)[: 300 * MS].any()
    assert len(left(path)) == 320 * MS


def test_a_gap_before_the_first_block_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    early = gap(0, 300, GapReason.NO_DEVICE)
    assert record(path, [early, block(300, 0, 20 * MS)])[0] == [early]
    assert len(left(path)) == 320 * MS


def test_a_gap_over_sound_already_written_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    silent = gap(0, 60, GapReason.DIGITAL_SILENCE)
    items: list[AudioBlock | Gap] = [block(20 * i, 960 * i, 960) for i in range(5)]
    items += [silent, block(100, 4800, 960)]
    assert record(path, items)[0] == [silent]
    np.testing.assert_array_equal(left(path), numbers(0, 120 * MS))


def test_sound_from_before_time_zero_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    items = [block(20 * i - 110, 960 * i, 960) for i in range(10)]
    assert record(path, items)[0] == []
    np.testing.assert_array_equal(left(path), numbers(110 * MS, 90 * MS))


def test_nothing_pushed_leaves_no_file(tmp_path: Path) -> None:
    record(tmp_path / "a.wav", [gap(0, 100)])
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 96_000 - 1), max_size=12, unique=True), st.sampled_from([-500, 700]))
def test_any_split_gives_the_same_file(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[int], start_ms: int
) -> None:
    folder = tmp_path_factory.mktemp("split")
    whole = [block(start_ms, 0, 48_000), block(start_ms + 1500, 7, 48_000)]
    split: list[AudioBlock] = []
    for one, first in ((whole[0], 0), (whole[1], 48_000)):
        inside = sorted(cut - first for cut in cuts if 0 < cut - first < 48_000)
        for begin, end in zip([0, *inside], [*inside, 48_000], strict=True):
            pts_ns = one.pts_ns + begin * 1_000_000_000 // 48_000
            split.append(AudioBlock(pts_ns, one.samples[begin:end], 48_000))
    whole_gaps, _ = record(folder / "whole.wav", whole)
    split_gaps, _ = record(folder / "split.wav", split)
    np.testing.assert_array_equal(left(folder / "split.wav"), left(folder / "whole.wav"))
    assert len(split_gaps) == len(whole_gaps)
    for ours, theirs in zip(split_gaps, whole_gaps, strict=True):
        assert abs(ours.start_ns - theirs.start_ns) <= 21_000  # a sample


@pytest.mark.parametrize("first_hz", [16_000, 44_100, 48_000])
@pytest.mark.parametrize("second_hz", [16_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [(1, 2), (2, 1), (2, 2)])
def test_a_change_of_format_keeps_time_and_sound(
    tmp_path: Path, first_hz: int, second_hz: int, channels: tuple[int, int]
) -> None:
    path = tmp_path / "a.wav"
    items = [tone(20 * i, 20, first_hz, channels[0]) for i in range(25)]
    items += [tone(20 * i, 20, second_hz, channels[1]) for i in range(25, 50)]
    items += [tone(20 * i, 20, first_hz, channels[0]) for i in range(50, 75)]
    gaps, _ = record(path, items)
    assert gaps == []
    info = soundfile.info(path)
    assert (info.samplerate, info.channels) == (first_hz, channels[0])
    assert abs(info.frames - 1.5 * first_hz) <= 1
    error = left(path).astype(float) - tone(0, 1500, first_hz).samples[:, 0]
    inside = np.arange(len(error)) % (first_hz // 2)  # the resampler rings at the two changes
    away = (inside > first_hz // 50) & (inside < first_hz // 2 - first_hz // 50)
    assert np.abs(error[away]).max() < 100, "a sine of amplitude 16,384 goes on in phase"
