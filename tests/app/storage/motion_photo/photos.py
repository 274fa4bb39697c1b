"""A small Motion Photo, made once."""

from datetime import UTC, datetime
from functools import cache

import numpy as np

from app.storage.motion_photo.photo import MotionPhoto, made, photo_name
from audio.block import AudioBlock
from tests.fakes.bursts import burst, drawn_scene
from vision.ring import I420Frame

TAKEN_AT = datetime(2026, 3, 4, 15, 6, 7, 89_000, tzinfo=UTC)
NAME = photo_name(TAKEN_AT)
PRIMARY, FIRST, SECOND = 3, 1, 6  # which pictures of the burst


@cache
def clip() -> tuple[I420Frame, ...]:
    """Return eight pictures."""
    return tuple(burst(drawn_scene(120, 160), None, 2.0, 0).frames)


def hum() -> AudioBlock:
    """Return half a second of a low tone, from before the first picture."""
    tone = 3_000 * np.sin(2 * np.pi * 200 * np.arange(8_000) / 16_000)
    return AudioBlock(-100_000_000, tone.astype(np.int16)[:, np.newaxis], 16_000)


@cache
def photo() -> MotionPhoto:
    """Return a photo with two alternatives and sound."""
    frames = clip()
    return made(
        picture=frames[PRIMARY],
        clip=frames,
        alternatives=[frames[SECOND], frames[FIRST]],
        scores={frame.pts_ns: 0.5 + place / 100 for place, frame in enumerate(frames)},
        model_version=7,
        taken_at=TAKEN_AT,
        sound=[hum()],
    )


def file_bytes() -> bytes:
    """Return the photo as it lies in a file."""
    return photo().jpeg + photo().video
