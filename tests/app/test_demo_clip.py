"""The clip that ships as a sample opens, has its stated size, and picture and sound agree."""

from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest

CLIP = Path(__file__).resolve().parents[2] / "assets" / "samples" / "demo.mkv"
DURATION_S = 15.0
FRAME_RATE_HZ = 30
SAMPLE_RATE_HZ = 48_000
LARGEST_BYTES = 1_500_000
TOLERANCE_S = 0.040
SYNC_MARK_S = 1.2  # stated in assets/samples/README.md
BEFORE_SPEECH_S = 1.5  # nothing but the click sounds before
LAMP_PX = (
    slice(130, 210),
    slice(520, 590),
)  # rows, columns of the luma plane, inside the lamp's shade
LIT_STEP = 20.0  # of 255; the lit shade is far brighter, noise of the codec stays below 2
CLICK_LEVEL = 0.1  # of full scale; the quiet room stays below 0.01


@pytest.fixture(scope="module")
def pictures() -> npt.NDArray[np.float64]:
    """Return (frames, 2): time in seconds, mean luma (0..255) of the lamp's shade."""
    with av.open(str(CLIP)) as file:
        rows = [(frame.time, frame.to_ndarray()[LAMP_PX].mean()) for frame in file.decode(video=0)]
    return np.array(rows, np.float64)


@pytest.fixture(scope="module")
def sound() -> tuple[float, npt.NDArray[np.float32]]:
    """Return the time of the first sample in seconds, and all samples."""
    with av.open(str(CLIP)) as file:
        frames = list(file.decode(audio=0))
    start_s = frames[0].time
    assert start_s is not None
    samples = np.concatenate([frame.to_ndarray().reshape(-1) for frame in frames])
    return start_s, samples.astype(np.float32)


def test_the_file_is_small() -> None:
    assert CLIP.stat().st_size < LARGEST_BYTES


def test_streams_are_as_stated() -> None:
    with av.open(str(CLIP)) as file:
        video, audio = file.streams.video[0], file.streams.audio[0]
        assert video.codec_context.name == "h264"
        assert (video.width, video.height) == (640, 480)
        assert video.average_rate == FRAME_RATE_HZ
        assert audio.codec_context.name in {"opus", "libopus"}
        assert (audio.rate, audio.channels) == (SAMPLE_RATE_HZ, 1)


def test_every_frame_follows_the_last_by_one_period(pictures: npt.NDArray[np.float64]) -> None:
    expected_s = np.arange(DURATION_S * FRAME_RATE_HZ) / FRAME_RATE_HZ
    np.testing.assert_allclose(
        pictures[:, 0], expected_s, atol=0.0011
    )  # Matroska counts milliseconds


def test_picture_and_sound_are_equally_long(
    pictures: npt.NDArray[np.float64], sound: tuple[float, npt.NDArray[np.float32]]
) -> None:
    start_s, samples = sound
    sound_end_s = start_s + len(samples) / SAMPLE_RATE_HZ
    picture_end_s = len(pictures) / FRAME_RATE_HZ
    assert picture_end_s == pytest.approx(DURATION_S)
    assert sound_end_s == pytest.approx(picture_end_s, abs=TOLERANCE_S)


def test_the_lamp_lights_when_its_switch_clicks(
    pictures: npt.NDArray[np.float64], sound: tuple[float, npt.NDArray[np.float32]]
) -> None:
    early = pictures[pictures[:, 0] < BEFORE_SPEECH_S]
    steps = np.flatnonzero(np.diff(early[:, 1]) > LIT_STEP)
    assert len(steps) == 1
    lit_s = early[steps[0] + 1, 0]
    start_s, samples = sound
    quiet_end = round((BEFORE_SPEECH_S - start_s) * SAMPLE_RATE_HZ)
    click = np.flatnonzero(np.abs(samples[:quiet_end]) > CLICK_LEVEL)[0]
    click_s = start_s + click / SAMPLE_RATE_HZ
    assert lit_s == pytest.approx(SYNC_MARK_S, abs=TOLERANCE_S)
    assert click_s == pytest.approx(SYNC_MARK_S, abs=TOLERANCE_S)
    assert click_s == pytest.approx(lit_s, abs=TOLERANCE_S)
