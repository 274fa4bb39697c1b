"""The published rules of Motion Photo 1.0, checked in a file's bytes.

They are those of the format's page and of Google's own checker (libmotionphoto), in our words. An
error breaks the format; a warning may make a reader pass the file over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from app.storage.motion_photo import jpeg, xmp
from app.storage.motion_photo.boxes import BoxError
from app.storage.motion_photo.descriptors import DescriptorError, Ratings, decoded
from app.storage.motion_photo.photo import video_length
from app.storage.motion_photo.score_track import MIME, Track, score_sample, tracks

NAME = re.compile(r"IMG_[a-zA-Z0-9_]+_MP\.(JPG|jpg|JPEG|jpeg)")
PICTURES = frozenset(("image/jpeg", "image/heic", "image/avif"))
VIDEOS = frozenset(("video/mp4",))
WITH_VIDEO = ("primary", "motionphoto")
WITH_GAIN_MAP = ("primary", "gainmap", "motionphoto")
UNSET = -1


class Level(StrEnum):
    """How bad a breach is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule that a file does not keep."""

    level: Level
    text: str


def breaches(name: str, data: bytes) -> list[Breach]:
    """Return what a Motion Photo breaks, empty when it keeps every rule.

    Args:
        name: of the file, without folders.
        data: all of it.
    """
    found = list(_of_name(name))
    try:
        image_bytes = jpeg.picture_size(data)
        packet = jpeg.xmp_of(data)
        if packet is None:
            return [*found, Breach(Level.ERROR, "the picture has no XMP")]
        said = xmp.parsed(packet)
    except (jpeg.JpegError, xmp.XmpError) as error:
        return [*found, Breach(Level.ERROR, f"the file {error}")]
    found += [*_of_camera(said), *_of_directory(said.items), *_of_sizes(said, image_bytes, data)]
    video = data[-(video_length(said) or 1) :]
    try:
        found += _of_tracks(tracks(video))
        sample = score_sample(video)
        if sample is not None:
            found += _of_scores(decoded(sample), said.timestamp_us)
    except (BoxError, DescriptorError) as error:
        found.append(Breach(Level.ERROR, f"the video is damaged: {error}"))
    return found


def _of_name(name: str) -> Iterator[Breach]:
    if not NAME.fullmatch(name):
        yield Breach(Level.WARNING, f"the name {name} is not IMG_..._MP.jpg")


def _of_camera(said: xmp.PhotoXmp) -> Iterator[Breach]:
    for key, value in (("MotionPhoto", said.motion_photo), ("MotionPhotoVersion", said.version)):
        if value != 1:
            yield Breach(Level.ERROR, f"Camera:{key} is {value} and must be 1")
    if said.timestamp_us is None:
        yield Breach(Level.WARNING, "Camera:MotionPhotoPresentationTimestampUs is absent")
    elif said.timestamp_us < 0:
        yield Breach(Level.ERROR, "Camera:MotionPhotoPresentationTimestampUs is negative")


def _of_directory(items: tuple[xmp.Item, ...]) -> Iterator[Breach]:
    meanings = [(item.semantic or "").lower() for item in items]
    expected = WITH_GAIN_MAP if "gainmap" in meanings else WITH_VIDEO
    if len(items) != len(expected):
        text = f"the directory has {len(items)} items and must have {len(expected)}"
        yield Breach(Level.ERROR, text)
    for place, (item, semantic) in enumerate(zip(items, expected, strict=False)):
        if meanings[place] != semantic:
            yield Breach(Level.ERROR, f"item {place} is {item.semantic} and must be {semantic}")
        types = VIDEOS if semantic == "motionphoto" else PICTURES
        if (item.mime or "").lower() not in types:
            yield Breach(Level.ERROR, f"item {place} is of the type {item.mime}")
        if place == 0 and item.length not in (None, 0):
            yield Breach(Level.ERROR, "the primary picture's length must be 0 or absent")
        if place > 0 and (item.length is None or item.length < 0):
            yield Breach(Level.ERROR, f"item {place} has no length")
        if item.padding is not None and item.padding < 0:
            yield Breach(Level.ERROR, f"the padding of item {place} is negative")


def _of_sizes(said: xmp.PhotoXmp, image_bytes: int, data: bytes) -> Iterator[Breach]:
    if len(said.items) < len(WITH_VIDEO):
        return
    between = sum(item.length or 0 for item in said.items[1:])
    padding = said.items[0].padding or 0
    if image_bytes + padding + between != len(data):
        yield Breach(
            Level.ERROR,
            f"picture {image_bytes}, padding {padding} and video {between} bytes do not add up to "
            f"the file's {len(data)}",
        )


def _of_tracks(found: list[Track]) -> Iterator[Breach]:
    videos = [track for track in found if track.handler == b"vide"]
    sounds = [track for track in found if track.handler == b"soun"]
    scores = [track for track in found if track.mime == MIME]
    for kind, those, most in (("video", videos, 2), ("sound", sounds, 1), ("score", scores, 1)):
        if len(those) > most:
            yield Breach(Level.WARNING, f"{len(those)} {kind} tracks are unusual")
    if not videos:
        yield Breach(Level.ERROR, "there is no video track")
    if len(videos) > 1 and not scores:
        yield Breach(Level.ERROR, "there is a track at full size, but no track of scores")


def _of_scores(ratings: Ratings, timestamp_us: int | None) -> Iterator[Breach]:
    expected = UNSET if timestamp_us is None else timestamp_us
    if ratings.primary.time_us != expected:
        yield Breach(
            Level.ERROR,
            f"the scores put the picture at {ratings.primary.time_us} us, the XMP at {expected}",
        )
    times = [rating.time_us for rating in ratings.pictures]
    if any(later < earlier for earlier, later in pairwise(times)):
        yield Breach(Level.ERROR, "the scores are not in order of time")
    if not all(0 <= rating.score <= 1 for rating in (ratings.primary, *ratings.pictures)):
        yield Breach(Level.ERROR, "a score is not between 0 and 1")
