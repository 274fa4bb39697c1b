"""Sound, pictures and words to record, made from numbers."""

from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np

from app.engine.media import CameraFrame
from app.storage.recording import Recording
from audio.block import NS_PER_S, AudioBlock
from audio.speech.transcript import Final, Word
from vision.geometry import RotatedSquare
from vision.hands.hand import Hand, HandsResult

ORIGIN_NS = 7 * NS_PER_S
STARTED_AT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def final(utterance: int, text: str, start_ms: int = 0) -> Final:
    """Return an utterance of 100 ms words, `start_ms` after time zero."""
    starts_ns = [ORIGIN_NS + (start_ms + 100 * i) * 1_000_000 for i in range(len(text.split()))]
    words = zip(text.split(), starts_ns, strict=True)
    return Final(utterance, tuple(Word(word, at, at + 90_000_000, 0.5) for word, at in words))


def hand(hand_id: int) -> Hand:
    points = np.arange(63, dtype=np.float32).reshape(21, 3) + hand_id
    return Hand(
        id=hand_id,
        landmarks_px=points,
        landmarks_norm=points / np.float32(640),
        world_m=points / np.float32(1000),
        handedness="left",
        handedness_score=0.75,
        presence=0.5,
        roi=RotatedSquare(320, 240, 200, 0),
        state="seen",
        confidence=np.full(21, 0.5, np.float32),
    )


def hands(pts_ns: int, *seen: Hand, palm_ran: bool = False) -> HandsResult:
    return HandsResult(pts_ns, seen, palm_ran)


def block(
    at_ms: float, first: int, frames: int, *, rate_hz: int = 48_000, channels: int = 2
) -> AudioBlock:
    """Return frames numbered from `first` (mod 30,000, never 0), `at_ms` after time zero."""
    numbers = (np.arange(first, first + frames) % 30_000 + 1).astype(np.int16)
    pts_ns = ORIGIN_NS + round(at_ms * 1_000_000)
    return AudioBlock(pts_ns, np.repeat(numbers[:, None], channels, axis=1), rate_hz)


def tone(at_ms: float, ms: int, rate_hz: int, channels: int = 1) -> AudioBlock:
    """Return a 440 Hz sine at half of full scale."""
    times_s = np.arange(ms * rate_hz // 1000) / rate_hz + at_ms / 1000
    sine = np.rint(16_384 * np.sin(2 * np.pi * 440 * times_s)).astype(np.int16)
    pts_ns = ORIGIN_NS + round(at_ms * 1_000_000)
    return AudioBlock(pts_ns, np.repeat(sine[:, None], channels, axis=1), rate_hz)


def picture(
    index: int, size: tuple[int, int] = (64, 48), pixel_format: str = "yuv420p"
) -> av.VideoFrame:
    """Return a flat grey picture, lighter with `index`."""
    width, height = size
    pixels = np.full((height, width, 3), 16 + index * 4 % 224, np.uint8)
    return av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=pixel_format)


def camera_frame(at_ms: float, image: av.VideoFrame) -> CameraFrame:
    return CameraFrame(ORIGIN_NS + round(at_ms * 1_000_000), image)


def create(folder: Path) -> Recording:
    return Recording.create(
        folder,
        started_at=STARTED_AT,
        origin_ns=ORIGIN_NS,
        app_version="1.2.3",
        sources=("microphone", "camera"),
    )
