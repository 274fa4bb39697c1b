"""Which cameras and microphones this machine has."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import av
import av.error

from app.engine.sources import portaudio
from app.engine.sources.address import CAMERA_FORMATS, PictureAddress
from app.errors import DeviceError

_VIDEO_NODES = Path("/dev")


class DeviceKind(StrEnum):
    """What a device captures."""

    CAMERA = "camera"
    MICROPHONE = "microphone"


@dataclass(frozen=True, slots=True)
class Device:
    """A device as a person can choose it.

    Attributes:
        kind: camera or microphone.
        address: what to write to get it.
        name: what its maker calls it.
        default: whether the system takes it when none is named.
    """

    kind: DeviceKind
    address: str
    name: str
    default: bool


def list_devices() -> list[Device]:
    """Return cameras, then microphones; a kind that cannot be asked for is empty."""
    return [*_cameras(sys.platform), *_microphones()]


def find_camera(address: PictureAddress, platform: str = sys.platform) -> PictureAddress:
    """Turn a camera number or part of a name into what FFmpeg opens; others pass unchanged.

    Raises:
        DeviceError: no camera has this number or name.
    """
    if address.format != CAMERA_FORMATS.get(platform) or address.target.startswith("/"):
        return address
    if address.format == "v4l2" and address.target.isdecimal():
        return PictureAddress("v4l2", f"/dev/video{address.target}")
    if address.target.startswith("video="):  # dshow's own spelling
        return address
    cameras = _cameras(platform)
    if address.target.isdecimal():
        chosen: Sequence[Device] = cameras[int(address.target) :][:1]
    else:
        chosen = [c for c in cameras if address.target.lower() in c.name.lower()]
    if not chosen:
        raise DeviceError(
            f"There is no camera {address.target}; see `earshot devices` for those there are."
        )
    return PictureAddress(address.format, _ffmpeg_target(address.format, chosen[0].address))


def _ffmpeg_target(input_format: str, address: str) -> str:
    return f"video={address}" if input_format == "dshow" else address


def _cameras(platform: str) -> list[Device]:
    input_format = CAMERA_FORMATS.get(platform)
    if input_format is None:
        return []
    try:
        found = av.enumerate_input_devices(input_format)
    except (av.error.FFmpegError, ValueError):  # ValueError: built without this format
        found = []
    cameras = [
        Device(DeviceKind.CAMERA, device.name, device.description or device.name, device.is_default)
        for device in found
        if not device.media_types or "video" in device.media_types
    ]
    if cameras or input_format != "v4l2":
        return cameras
    nodes = sorted(_VIDEO_NODES.glob("video[0-9]*"), key=lambda node: int(node.name[5:]))
    return [
        Device(DeviceKind.CAMERA, str(node), node.name, default=index == 0)
        for index, node in enumerate(nodes)
    ]


def _microphones() -> list[Device]:
    try:
        return [
            Device(DeviceKind.MICROPHONE, str(index), name, default)
            for index, name, default in portaudio.inputs()
        ]
    except DeviceError:
        return []
