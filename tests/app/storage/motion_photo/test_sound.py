"""The sound of a clip: where it lies, and that it lies with its pictures."""

import io

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from app.storage.motion_photo.clip import decoded_pictures, encoded_clip
from app.storage.motion_photo.score_track import tracks
from app.storage.motion_photo.sound import laid_out
from audio.block import AudioBlock
from vision.ring import I420Frame

MS = 1_000_000
START_NS = 5_000 * MS  # of the clip on the session's clock
FLASH_MS = 1_200  # in the clip
MOST_APART_MS = 40  # that nobody notices (ITU-R BT.1359)
LOUD, BRIGHT = 0.05, 128


def film() -> list[I420Frame]:
    """Return 3 s of dark pictures at 30 Hz, bright for a tenth of a second."""
    frames = []
    for number in range(90):
        pts_ns = START_NS + number * 100 * MS // 3
        bright = 0 <= pts_ns - START_NS - FLASH_MS * MS < 100 * MS
        planes = np.full((96, 64), 128, np.uint8)
        planes[:64] = 220 if bright else 20
        frames.append(I420Frame(pts_ns, planes))
    return frames


def heard(rate_hz: int, channels: int, late_ms: int = 0) -> list[AudioBlock]:
    """Return 5 s of silence in blocks of 20 ms, from 1 s before the clip, with a beep."""
    first_ns = START_NS - 1_000 * MS
    times_ms = np.arange(5 * rate_hz) / rate_hz * 1000 - 1_000 - FLASH_MS - late_ms
    tone = 0.5 * np.sin(2 * np.pi * 1_000 * times_ms / 1000) * ((times_ms >= 0) & (times_ms < 100))
    samples = np.repeat((tone * 32_767).astype(np.int16)[:, np.newaxis], channels, axis=1)
    size = rate_hz // 50
    return [
        AudioBlock(
            first_ns + number * 20 * MS, samples[number * size : (number + 1) * size], rate_hz
        )
        for number in range(len(samples) // size)
    ]


def decoded_sound(video: bytes) -> tuple[NDArray[np.float32], int, float]:
    """Return (n,) samples of the first channel, their rate, and when the first one sounds in s."""
    with av.open(io.BytesIO(video), "r") as container:
        frames = list(container.decode(audio=0))
    began_s = frames[0].time
    assert began_s is not None
    return np.concatenate([one.to_ndarray()[0] for one in frames]), frames[0].sample_rate, began_s


def beep_ms(video: bytes) -> float:
    """Return when the first loud sample sounds."""
    samples, rate_hz, began_s = decoded_sound(video)
    return 1000 * (began_s + int(np.argmax(np.abs(samples) > LOUD)) / rate_hz)


def flash_ms(video: bytes) -> float:
    """Return when the first bright picture is shown."""
    return next(one.time_us for one in decoded_pictures(video, 0) if one.rgb.mean() > BRIGHT) / 1000


@pytest.mark.parametrize(("rate_hz", "channels"), [(16_000, 1), (44_100, 2), (48_000, 4)])
def test_a_beep_is_heard_with_its_flash(rate_hz: int, channels: int) -> None:
    video = encoded_clip(film(), [], heard(rate_hz, channels))
    assert flash_ms(video) == pytest.approx(FLASH_MS, abs=1)
    assert beep_ms(video) == pytest.approx(flash_ms(video), abs=MOST_APART_MS / 4)


def test_the_measure_can_tell_sound_that_is_late() -> None:
    video = encoded_clip(film(), [], heard(48_000, 1, late_ms=60))
    assert beep_ms(video) - flash_ms(video) > MOST_APART_MS


def test_the_sound_is_as_long_as_the_clip_and_its_track_is_the_second() -> None:
    video = encoded_clip(film(), film()[:2], heard(16_000, 1))
    assert [track.handler for track in tracks(video)] == [b"vide", b"soun", b"vide"]
    samples, rate_hz, _ = decoded_sound(video)
    assert len(samples) / rate_hz == pytest.approx(89 / 30, abs=0.05)
    assert [track.handler for track in tracks(encoded_clip(film(), []))] == [b"vide"]


def test_a_hole_is_silent_and_what_follows_stays_in_its_place() -> None:
    blocks = [
        AudioBlock(pts_ms * MS, np.full((20, 1), value, np.int16), 1_000)
        for pts_ms, value in ((90, 1), (130, 2), (190, 3))
    ]
    laid = laid_out(blocks, 100 * MS, 200 * MS)[:, 0]
    expected = [1] * 10 + [0] * 20 + [2] * 20 + [0] * 40 + [3] * 10
    assert laid.tolist() == expected


def test_sound_of_another_kind_is_left_out_and_many_channels_become_one() -> None:
    four = AudioBlock(0, np.tile(np.array([4, 8, 0, 0], np.int16), (10, 1)), 1_000)
    other = AudioBlock(10 * MS, np.ones((10, 1), np.int16), 1_000)
    assert laid_out([four, other], 0, 20 * MS).tolist() == [[3]] * 10 + [[0]] * 10
