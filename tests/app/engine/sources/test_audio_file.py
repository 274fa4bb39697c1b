"""Sound from files: every sample, exact times, rounding, holes, errors."""

import itertools
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.engine.events import Gap, Notice
from app.engine.media import CameraFrame
from app.engine.sources.audio_file import AudioFile
from app.engine.sources.blocks import LOWEST_RATE_HZ, BlockCutter
from app.engine.sources.video_file import VideoFile
from app.errors import MediaFileError
from audio.block import AudioBlock
from tests.app.engine.sources.clips import (
    FLASH_BEEP_S,
    RATE_HZ,
    write_flash_and_beep,
    write_sound,
    write_video,
)
from tests.app.engine.sources.reading import Collector, read_all, threads, until_ended
from tests.fakes.clock import FakeClock

MS = 1_000_000
NS_PER_S = 1_000_000_000
ORIGIN_NS = 7_000 * MS
LIP_SYNC_NS = 5 * MS


def noise(samples: int, channels: int = 1) -> NDArray[np.int16]:
    return np.random.default_rng(5).integers(-9_000, 9_000, (samples, channels), np.int16)


def blocks_of(items: list[object]) -> list[AudioBlock]:
    return [item for item in items if isinstance(item, AudioBlock)]


def joined(items: list[object]) -> NDArray[np.int16]:
    return np.concatenate([block.samples for block in blocks_of(items)])


def ffmpeg(*arguments: str | Path) -> bytes:
    return subprocess.run(
        ["ffmpeg", "-v", "error", *arguments], check=True, capture_output=True
    ).stdout


@pytest.mark.parametrize(("ending", "codec"), [("wav", "pcm_s16le"), ("flac", "flac")])
@pytest.mark.parametrize(("rate_hz", "channels"), [(48_000, 2), (11_025, 1), (44_100, 2)])
async def test_lossless_sound_comes_bit_for_bit(
    tmp_path: Path, ending: str, codec: str, rate_hz: int, channels: int
) -> None:
    path = tmp_path / f"sound.{ending}"
    samples = noise(12_347, channels)
    write_sound(path, samples, codec=codec, sample_format="s16", rate_hz=rate_hz)
    items = await read_all(AudioFile(path, paced=False), ORIGIN_NS)
    assert np.array_equal(joined(items), samples)
    blocks = blocks_of(items)
    assert blocks == items
    assert {len(block.samples) for block in blocks[:-1]} == {rate_hz // 50}
    count = 0
    for block in blocks:
        assert block.pts_ns == ORIGIN_NS + count * NS_PER_S // rate_hz
        assert not block.samples.flags.writeable
        count += len(block.samples)


@pytest.mark.parametrize(
    ("ending", "codec"),
    [
        ("mp3", "libmp3lame"),
        ("ogg", "libvorbis"),
        ("opus", "libopus"),
        ("m4a", "aac"),
        ("mkv", "libopus"),
    ],
)
async def test_as_many_samples_as_ffmpeg_decodes(tmp_path: Path, ending: str, codec: str) -> None:
    if shutil.which("ffmpeg") is None:
        pytest.skip("no ffmpeg to compare with")
    path = tmp_path / f"sound.{ending}"
    wav = tmp_path / "sound.wav"
    write_sound(wav, noise(20_011, 1), codec="pcm_s16le", sample_format="s16")
    ffmpeg("-i", wav, "-c:a", codec, "-b:a", "96k", path)
    expected = np.frombuffer(ffmpeg("-i", path, "-f", "s16le", "-"), np.int16)[:, None]
    ours = joined(await read_all(AudioFile(path, paced=False)))
    assert ours.shape == expected.shape
    assert np.abs(ours.astype(int) - expected).max() <= 1  # two versions of each decoder


async def test_as_many_samples_as_soundfile_decodes(tmp_path: Path) -> None:
    path = tmp_path / "sound.ogg"
    # FFmpeg does not trim the end of a Vorbis file of one page (up to 0.5 s), libsndfile does
    soundfile.write(path, noise(96_011), RATE_HZ, format="OGG", subtype="VORBIS")
    expected, _ = soundfile.read(path, dtype="int16", always_2d=True)
    assert joined(await read_all(AudioFile(path, paced=False))).shape == expected.shape


@pytest.mark.parametrize(
    ("subtype", "written", "read"),
    [
        (
            "PCM_24",
            [0, 1 << 8, 1 << 15, 0x7FFFFF00, -(1 << 31), -(1 << 15)],
            [0, 0, 1, 32_767, -32_768, 0],
        ),
        (
            "FLOAT",
            [0.0, 0.4 / 32_768, 0.6 / 32_768, 1.0, 2.0, -1.0, np.nan],
            [0, 0, 1, 32_767, 32_767, -32_768, 0],
        ),
        ("PCM_U8", [0, 1 << 24, -(1 << 31)], [0, 256, -32_768]),
    ],
)
async def test_other_sample_formats_are_rounded(
    tmp_path: Path, subtype: str, written: list[float], read: list[int]
) -> None:
    path = tmp_path / "sound.wav"
    dtype = np.float32 if subtype == "FLOAT" else np.int32
    soundfile.write(path, np.array(written, dtype), RATE_HZ, subtype=subtype)
    assert joined(await read_all(AudioFile(path, paced=False))).ravel().tolist() == read


async def test_paced_blocks_come_when_they_have_sounded(tmp_path: Path) -> None:
    path = tmp_path / "sound.wav"
    write_sound(path, noise(4_800), codec="pcm_s16le", sample_format="s16")
    clock = FakeClock(ORIGIN_NS)
    collector = Collector(AudioFile(path, paced=True).items(clock, ORIGIN_NS))
    for expected, advance_ns in ((0, 20 * MS - 1), (1, 1), (4, 60 * MS), (5, 20 * MS)):
        await clock.advance(advance_ns)
        await collector.until(lambda c, n=expected: len(c.items) >= n)  # type: ignore[misc]
        await clock.advance(0)
        assert len(collector.items) == expected
    await collector.stop()


@pytest.mark.parametrize(
    ("ending", "sound_starts_s"),
    [("mkv", 0.0), ("mkv", 0.2), ("mkv", -0.2), ("mov", 0.2), ("mov", -0.2), ("avi", 0.0)],
)
async def test_flash_and_beep_stay_together(
    tmp_path: Path, ending: str, sound_starts_s: float
) -> None:
    path = tmp_path / f"clip.{ending}"
    write_flash_and_beep(path, sound_starts_s)
    pictures = await read_all(VideoFile(path, paced=False), ORIGIN_NS)
    flash_ns = next(
        p.pts_ns
        for p in pictures
        if isinstance(p, CameraFrame) and p.picture.to_ndarray()[0, 0] > 100
    )
    sound = await read_all(AudioFile(path, paced=False), ORIGIN_NS)
    block = next(block for block in blocks_of(sound) if block.samples.any())
    beep_ns = block.pts_ns + int(np.flatnonzero(block.samples)[0]) * NS_PER_S // RATE_HZ
    assert abs(beep_ns - flash_ns) <= LIP_SYNC_NS
    assert abs(flash_ns - ORIGIN_NS - FLASH_BEEP_S * NS_PER_S) <= LIP_SYNC_NS


async def test_a_hole_in_the_file_is_a_gap(tmp_path: Path) -> None:
    import av

    path = tmp_path / "sound.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE_HZ, layout="mono")
        for start in (0, 960, 48_000):
            frame = av.AudioFrame.from_ndarray(noise(960).T, format="s16", layout="mono")
            frame.sample_rate, frame.pts = RATE_HZ, start
            container.mux(stream.encode(frame))
    items = await read_all(AudioFile(path, paced=False), ORIGIN_NS)
    gaps = [item for item in items if isinstance(item, Gap)]
    assert [(g.start_ns - ORIGIN_NS, g.end_ns - ORIGIN_NS) for g in gaps] == [(40 * MS, 1_000 * MS)]
    assert [b.pts_ns - ORIGIN_NS for b in blocks_of(items)] == [0, 20 * MS, 1_000 * MS]


async def test_damaged_flac_becomes_a_gap_of_its_length(tmp_path: Path) -> None:
    path = tmp_path / "sound.flac"
    tone = (9_000 * np.sin(np.arange(48_000) * 0.05)).astype(np.int16)[:, None]
    write_sound(path, tone, codec="flac", sample_format="s16")
    content = bytearray(path.read_bytes())
    inside = len(content) * 3 // 4  # the first half is padding
    content[inside : inside + 64] = b"\x55" * 64
    path.write_bytes(content)
    items = await read_all(AudioFile(path, paced=False))
    [gap] = [item for item in items if isinstance(item, Gap)]
    lost = round((gap.end_ns - gap.start_ns) * RATE_HZ / NS_PER_S)
    assert len(joined(items)) + lost == 48_000
    [after] = [block for block in blocks_of(items) if block.pts_ns == gap.end_ns]
    first = round(gap.end_ns * RATE_HZ / NS_PER_S)
    assert np.array_equal(after.samples, tone[first : first + 960])


async def test_damaged_packets_are_skipped_and_said_once(tmp_path: Path) -> None:
    import av

    path = tmp_path / "sound.mkv"
    write_sound(path, noise(48_000), codec="mp2", sample_format="s16")
    with av.open(str(path)) as container:
        places = [packet.pos for packet in container.demux(audio=0) if packet.pos is not None]
    content = bytearray(path.read_bytes())
    for place in (places[9], places[19]):
        start = content.index(b"\xff\xfd", place)  # the sync word of MPEG audio
        content[start : start + 64] = bytes(64)
    path.write_bytes(content)
    items = await read_all(AudioFile(path, paced=False))
    assert [n.text for n in items if isinstance(n, Notice)] == [
        "sound.mkv: 2 damaged pieces of sound were skipped."
    ]


def make_text(path: Path) -> None:
    path.write_text("la la la\n" * 500)


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("absent.wav", lambda _path: None, "does not exist"),
        ("zero.wav", Path.touch, "is empty"),
        ("text.mp3", make_text, "is a text file"),
        ("text.flac", make_text, "is a text file"),
        ("noise.ogg", lambda path: path.write_bytes(noise(5_000).tobytes()), "not a media file"),
        ("silent.mp4", write_video, "contains no audio track"),
    ],
)
async def test_what_is_no_sound_is_said_before_the_first_block(
    tmp_path: Path, name: str, make: Callable[[Path], Any], said: str
) -> None:
    path = tmp_path / name
    make(path)
    with pytest.raises(MediaFileError, match=said) as raised:
        await anext(AudioFile(path, paced=False).items(FakeClock(), 0))
    assert name in str(raised.value)


async def test_a_sound_file_without_samples_is_said(tmp_path: Path) -> None:
    path = tmp_path / "sound.wav"
    soundfile.write(path, np.zeros((0, 1), np.int16), RATE_HZ)
    with pytest.raises(MediaFileError, match="no sound"):
        await read_all(AudioFile(path, paced=False))


async def test_a_rate_that_fills_no_block_is_said(tmp_path: Path) -> None:
    path = tmp_path / "sound.wav"
    soundfile.write(path, noise(100), LOWEST_RATE_HZ)
    assert np.array_equal(joined(await read_all(AudioFile(path, paced=False))), noise(100))
    soundfile.write(path, noise(100), LOWEST_RATE_HZ - 1)
    with pytest.raises(MediaFileError, match=r"sound\.wav has 49 samples in a second"):
        await read_all(AudioFile(path, paced=False))


async def test_closing_early_leaves_no_thread(tmp_path: Path) -> None:
    path = tmp_path / "sound.wav"
    write_sound(path, noise(480_000), codec="pcm_s16le", sample_format="s16")
    before = threads()
    items = AudioFile(path, paced=False).items(FakeClock(), 0)
    await anext(items)
    assert len(threads() - before) == 1
    await items.aclose()
    await until_ended(before)


@given(st.lists(st.integers(0, 50), max_size=20))
def test_any_split_gives_the_same_blocks(lengths: list[int]) -> None:
    samples = noise(sum(lengths))
    whole, split = (BlockCutter("a", 1_000, 1, 0) for _ in range(2))
    expected = [*whole.push(samples), *whole.flush()]
    starts = np.cumsum([0, *lengths])
    pieces = [samples[a:b] for a, b in itertools.pairwise(starts)]
    blocks = [block for piece in pieces for block in split.push(piece)]
    blocks += split.flush()
    assert [b.pts_ns for b in blocks] == [b.pts_ns for b in expected]
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(blocks, expected, strict=True))
