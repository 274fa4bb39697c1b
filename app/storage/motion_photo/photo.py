"""A Motion Photo as a value: made of pictures, written to a file, read from one."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import cv2

from app.errors import MediaFileError
from app.storage.motion_photo import jpeg, xmp
from app.storage.motion_photo.boxes import BoxError
from app.storage.motion_photo.clip import encoded_clip, time_us
from app.storage.motion_photo.descriptors import (
    DescriptorError,
    FrameRating,
    Ratings,
    decoded,
    encoded,
)
from app.storage.motion_photo.score_track import score_sample, with_score_track
from app.storage.whole_file import whole_file
from audio.block import AudioBlock
from vision.ring import I420Frame

JPEG_QUALITY = 93
FILE_TYPE = b"ftyp"  # what an MP4 begins with, behind a size
LARGEST_BYTES = 1 << 30  # no photo: do not read it into memory
TOOL = "Earshot"


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionPhoto:
    """What a file holds.

    Attributes:
        jpeg: the picture, with its XMP.
        video: the MP4.
        timestamp_us: time in the video of the picture; None where the file does not say.
        ratings: the scores; None where there are none.
    """

    jpeg: bytes
    video: bytes
    timestamp_us: int | None
    ratings: Ratings | None


def photo_name(taken_at: datetime) -> str:
    """Return the name that readers know a Motion Photo by."""
    return f"IMG_{taken_at:%Y%m%d_%H%M%S}{taken_at.microsecond // 1000:03d}_MP.jpg"


def made(
    *,
    picture: I420Frame,
    clip: Sequence[I420Frame],
    alternatives: Sequence[I420Frame],
    scores: Mapping[int, float],
    model_version: int,
    taken_at: datetime,
    sound: Sequence[AudioBlock] = (),
) -> MotionPhoto:
    """Make a photo.

    Args:
        picture: the primary one, at a time of the clip.
        clip: what was before and after it, in order of time.
        alternatives: at full size, at times of the clip, in any order.
        scores: by `pts_ns`, 0..1, of the picture and each alternative.
        model_version: of what gave the scores.
        taken_at: wall time of the picture.
        sound: what was heard meanwhile, in order of time.
    """
    origin_ns = clip[0].pts_ns
    ordered = sorted(alternatives, key=lambda one: one.pts_ns)
    when_us = time_us(picture.pts_ns, origin_ns)

    def rating(frame: I420Frame) -> FrameRating:
        return FrameRating(scores[frame.pts_ns], time_us(frame.pts_ns, origin_ns))

    ratings = Ratings(model_version, rating(picture), tuple(rating(one) for one in ordered))
    length_us = time_us(clip[-1].pts_ns, origin_ns)
    video = with_score_track(
        encoded_clip(clip, ordered, sound), encoded(ratings), max(1, length_us)
    )
    packet = xmp.written(
        video_bytes=len(video),
        timestamp_us=when_us,
        taken_at=taken_at.isoformat(timespec="milliseconds"),
        tool=TOOL,
    )
    image = jpeg.with_xmp(encoded_jpeg(picture), packet)
    return MotionPhoto(jpeg=image, video=video, timestamp_us=when_us, ratings=ratings)


def encoded_jpeg(picture: I420Frame) -> bytes:
    """Return the picture alone."""
    bgr = cv2.cvtColor(picture.rgb().rgb, cv2.COLOR_RGB2BGR)
    done, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    assert done, "a picture in memory can be encoded"
    return data.tobytes()


def write(path: Path, photo: MotionPhoto) -> None:
    """Write the file whole or not at all; raises StorageError."""
    with whole_file(path) as part:
        part.write_bytes(photo.jpeg + photo.video)


def read(path: Path) -> MotionPhoto:
    """Read a Motion Photo, or a MicroVideo of before there were any.

    Raises:
        MediaFileError: it is neither, or is damaged.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise MediaFileError(f"{path} is too large for a photo")
        data = path.read_bytes()
    except OSError as error:
        raise MediaFileError(f"{path} cannot be read ({error.strerror}); check the path") from error
    try:
        return taken_apart(data)
    except (jpeg.JpegError, xmp.XmpError, BoxError, DescriptorError) as error:
        raise MediaFileError(f"{path} is no whole Motion Photo: {error}") from error


def taken_apart(data: bytes) -> MotionPhoto:
    """Return what a file's bytes hold; raises the errors of its parts."""
    image_bytes = jpeg.picture_size(data)
    packet = jpeg.xmp_of(data)
    if packet is None:
        raise xmp.XmpError("it has no XMP")
    said = xmp.parsed(packet)
    length = video_length(said)
    if length is None:
        raise xmp.XmpError("its XMP names no video")
    start = len(data) - length
    if length <= 0 or start < image_bytes:
        raise BoxError("the video that its XMP names is not all there")
    video = data[start:]
    if video[4:8] != FILE_TYPE:  # editors keep the XMP and cut the video off
        raise BoxError("what its XMP calls a video is none")
    timestamp = said.timestamp_us if said.items else said.micro_video_timestamp_us
    sample = score_sample(video)
    ratings = None if sample is None else decoded(sample)
    if ratings is not None and not all(map(_is_score, (ratings.primary, *ratings.pictures))):
        raise DescriptorError("a score is no number")
    return MotionPhoto(
        jpeg=data[:image_bytes],
        video=video,
        timestamp_us=None if timestamp is None or timestamp < 0 else timestamp,
        ratings=ratings,
    )


def video_length(said: xmp.PhotoXmp) -> int | None:
    """Return how many bytes at the file's end are the video; None where nothing is said."""
    videos = [item for item in said.items if (item.mime or "").startswith("video/")]
    if videos:
        return videos[-1].length
    return said.micro_video_offset


def _is_score(rating: FrameRating) -> bool:
    return math.isfinite(rating.score)
