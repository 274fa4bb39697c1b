"""The waveform at every zoom: as the samples say, whole after a kill, quick for ten hours."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.engine.clock import NS_PER_S
from app.storage.event_store import EventStore
from app.storage.pyramid import FOLDER, GrowingPyramid, grow, read_pyramid
from app.storage.recording import Recording
from app.storage.wav import WavWriter
from audio.block import INT16_SCALE
from audio.level import Level
from audio.tagging.sounds import Bar
from audio.waveform import (
    BUCKET_FRAMES,
    LEVELS,
    SHAPE,
    bucket_frames,
    coarser_shapes,
    finest_shapes,
    stretches,
)
from tests.app.storage.material import ORIGIN_NS, create

RATE_HZ = 16_000
RNG = np.random.default_rng(1)
LEVEL = Level(0, -20.0, -10.0)


def noise(frames: int, channels: int = 1) -> NDArray[np.int16]:
    return RNG.integers(-9000, 9000, (frames, channels)).astype(np.int16)


def recording(folder: Path, samples: NDArray[np.int16], bars: list[str] | None = None) -> Recording:
    made = create(folder)
    store = EventStore(made.events_path, ORIGIN_NS)
    for index, sound in enumerate(bars or []):
        store.put_bar(Bar(ORIGIN_NS + index * 50_000_000, sound, 1.0, final=True))
    store.close()
    writer = WavWriter(made.audio_path, RATE_HZ, samples.shape[1])
    writer.append(samples)
    writer.close()
    return made


def test_each_level_holds_the_extremes_and_power_of_its_samples() -> None:
    samples = noise(BUCKET_FRAMES * 16, 2)
    shapes = coarser_shapes(finest_shapes(samples))
    pieces = samples.reshape(4, -1)
    assert shapes["low"].tolist() == pieces.min(axis=1).tolist()
    assert shapes["high"].tolist() == pieces.max(axis=1).tolist()
    rms = np.sqrt(np.square(pieces.astype(np.float64)).mean(axis=1))
    np.testing.assert_allclose(shapes["rms"], rms, atol=2)


def test_full_scale_below_zero_is_full_scale() -> None:
    loudest = np.full((BUCKET_FRAMES, 2), -32_768, np.int16)
    for shapes in (finest_shapes(loudest), stretches(loudest, np.array([0, 5, 6]))):
        assert set(shapes["rms"].tolist()) == {32_767}


@settings(max_examples=20)
@given(
    start=st.integers(0, 300_000),
    length=st.integers(1, 400_000),
    count=st.integers(1, 300),
)
def test_columns_are_what_the_samples_say_at_any_zoom(
    tmp_path_factory: pytest.TempPathFactory, start: int, length: int, count: int
) -> None:
    samples = noise(270_001)
    pyramid = read_pyramid(recording(tmp_path_factory.mktemp("r") / "r", samples))
    assert pyramid is not None
    ns = NS_PER_S // RATE_HZ
    columns = pyramid.columns(start * ns, (start + length) * ns, count)
    span = length / count
    level = max((n for n in range(LEVELS) if bucket_frames(n) <= span), default=-1)
    slack = bucket_frames(level) if level >= 0 else 1
    for index in range(count):
        first, last = int(start + index * span), int(start + (index + 1) * span)
        inside = samples[first + slack : last - slack]
        around = samples[max(0, first - slack) : last + slack + 1]
        if len(inside):
            assert columns.high[index] * INT16_SCALE >= inside.max()
        if first < len(samples):
            assert columns.high[index] * INT16_SCALE <= around.max()
            assert columns.low[index] * INT16_SCALE >= around.min()
        else:
            assert columns.high[index] == columns.rms[index] == 0


def test_growing_while_recording_gives_what_is_made_at_once(tmp_path: Path) -> None:
    samples = noise(200_000)
    made = recording(tmp_path / "a", samples[:1])
    stage = GrowingPyramid(made)
    with made.audio_path.open("ab") as file:
        for part in np.array_split(samples[1:], 7):
            file.write(part.astype("<i2").tobytes())
            for _ in range(20):
                stage.push(LEVEL)
    stage.flush()
    whole = recording(tmp_path / "b", samples)
    grow(whole)
    for level in range(LEVELS):
        ours, theirs = (one.folder / FOLDER / str(level) for one in (made, whole))
        assert ours.exists() == theirs.exists()
        assert not ours.exists() or ours.read_bytes() == theirs.read_bytes()


def test_what_a_kill_cut_off_is_continued(tmp_path: Path) -> None:
    samples = noise(200_000)
    made = recording(tmp_path / "r", samples)
    grow(made)
    expected = [(made.folder / FOLDER / str(level)) for level in range(4)]
    before = [path.read_bytes() for path in expected]
    for path, keep in zip(expected, (1001, 7, 3, 0), strict=True):
        path.write_bytes(path.read_bytes()[:keep])
    grow(made)
    assert [path.read_bytes() for path in expected] == before


def test_levels_of_another_sound_are_made_anew(tmp_path: Path) -> None:
    made = recording(tmp_path / "r", noise(200_000))
    grow(made)
    made.audio_path.unlink()
    writer = WavWriter(made.audio_path, RATE_HZ, 1)
    writer.append(np.full((1000, 1), 8192, np.int16))
    writer.close()
    made.finish(NS_PER_S)
    pyramid = read_pyramid(made)
    assert pyramid is not None
    columns = pyramid.columns(0, pyramid.duration_ns, 3)
    assert columns.high.tolist() == columns.rms.tolist() == [0.25] * 3


def test_a_folder_that_cannot_be_written_is_shown_all_the_same(tmp_path: Path) -> None:
    made = recording(tmp_path / "r", noise(50_000))
    (made.folder / FOLDER).write_text("in the way")
    made.finish(NS_PER_S)
    pyramid = read_pyramid(made)
    assert pyramid is not None
    assert pyramid.columns(0, pyramid.duration_ns, 4).high.min() > 0.2


def test_who_looks_leaves_the_levels_to_the_writer(tmp_path: Path) -> None:
    made = recording(tmp_path / "r", noise(50_000))
    under_way = outline(made)
    assert not (made.folder / FOLDER).exists()
    made.finish(NS_PER_S)
    assert outline(made) == under_way
    assert (made.folder / FOLDER).exists()


def outline(made: Recording) -> list[float]:
    pyramid = read_pyramid(made)
    assert pyramid is not None
    return list(pyramid.columns(0, pyramid.duration_ns, 50).rms.tolist())


def test_without_sound_there_is_nothing(tmp_path: Path) -> None:
    assert read_pyramid(create(tmp_path / "r")) is None


def test_the_dominant_sound_of_a_column_is_the_commonest(tmp_path: Path) -> None:
    bars = ["silence"] * 30 + ["speech"] * 6 + ["dog"] * 4 + ["silence"] * 40
    pyramid = read_pyramid(recording(tmp_path / "r", noise(80 * 800), bars))
    assert pyramid is not None
    assert pyramid.columns(0, 4 * NS_PER_S, 80).sounds == bars
    # silence yields to what sounds in it, and beyond the sound nobody listened
    wide = pyramid.columns(0, 8 * NS_PER_S, 4).sounds
    assert wide == ["speech", "silence", "", ""]
    assert pyramid.columns(-2 * NS_PER_S, 2 * NS_PER_S, 2).sounds == ["", "speech"]


def test_ten_hours_have_few_buckets_at_the_top() -> None:
    frames = 10 * 3600 * 48_000
    assert frames // bucket_frames(LEVELS - 1) < 2000
    assert SHAPE.itemsize * frames // BUCKET_FRAMES < 50_000_000
