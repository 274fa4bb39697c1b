"""The hands of a file: what kind of file it is, and what is read from it."""

import asyncio
import struct
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.engine.events import Notice
from app.errors import MediaFileError
from app.hands_file import looks, picture_file, pictures
from app.pipelines.hands import HandsSetup
from app.storage.hands_export.look import Look
from models.store import ASSETS
from tests.models_store import ready_model
from vision.frame import Frame

DEMO = Path(__file__).resolve().parents[2] / "assets" / "samples" / "demo.mkv"


def setup() -> HandsSetup:
    return HandsSetup(
        palm_model=ready_model("palm_detection_full"),
        landmark_model=ready_model("hand_landmark_full"),
        motion_model=ASSETS / "dynamic_gesture.onnx",
        search_period_ns=160_000_000,
        max_hands=2,
        mirrored=False,
        culture="american",
    )


def read(path: Path, most: int) -> list[Look | Notice]:
    async def some() -> list[Look | Notice]:
        found: list[Look | Notice] = []
        items = looks(picture_file(path), setup())
        async for item in items:
            found.append(item)
            if len(found) == most:
                break
        await items.aclose()
        return found

    return asyncio.run(some())


@pytest.mark.parametrize("ending", [".png", ".jpg", ".bmp", ".webp"])
def test_a_picture_is_a_still(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"x{ending}"
    cv2.imwrite(str(path), np.zeros((8, 8, 3), np.uint8))
    assert picture_file(path).still


def photograph_of(upright: str, orientation: int) -> bytes:
    """Return a JPEG that shows four quarters, as letters row by row, once EXIF is obeyed."""
    colours = {"R": (0, 0, 255), "G": (0, 255, 0), "B": (255, 0, 0), "W": (255, 255, 255)}
    quarters = np.array([colours[letter] for letter in upright], np.uint8).reshape(2, 2, 3)
    tag = struct.pack("<HHHII", 1, 0x112, 3, 1, orientation) + bytes(4)  # Orientation, alone
    exif = b"Exif\0\0" + b"II*\0" + struct.pack("<I", 8) + tag
    data = cv2.imencode(".jpg", quarters.repeat(24, axis=0).repeat(32, axis=1))[1].tobytes()
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]


@pytest.mark.parametrize(
    ("orientation", "stored"),
    [
        (1, "RGBW"),
        (2, "GRWB"),  # mirrored left to right
        (3, "WBGR"),  # half a turn
        (4, "BWRG"),  # mirrored top to bottom
        (5, "RBGW"),  # rows for columns
        (6, "GWRB"),  # to be turned clockwise
        (7, "WGBR"),  # rows for columns the other way
        (8, "BRWG"),  # to be turned counter-clockwise
    ],
)
def test_a_photograph_stands_upright_and_is_not_mirrored(
    tmp_path: Path, orientation: int, stored: str
) -> None:
    path = tmp_path / "photograph.jpg"
    path.write_bytes(photograph_of(stored, orientation))

    async def only() -> Frame | Notice:
        (picture,) = [item async for item in pictures(picture_file(path))]
        return picture

    picture = asyncio.run(only())
    assert isinstance(picture, Frame)
    height, width = picture.rgb.shape[:2]
    assert (width, height) == ((64, 48) if orientation < 5 else (48, 64))
    middles = [picture.rgb[height * y // 4, width * x // 4] for y in (1, 3) for x in (1, 3)]
    seen = ["RGBW"[3 if colour.min() > 128 else int(colour.argmax())] for colour in middles]
    assert "".join(seen) == "RGBW"


def test_a_video_is_none_and_has_a_length() -> None:
    file = picture_file(DEMO)
    assert not file.still
    assert file.duration_ns == pytest.approx(15e9, rel=0.01)


@pytest.mark.models
def test_a_video_is_followed() -> None:
    found = [look for look in read(DEMO, 40) if isinstance(look, Look)]
    assert [look.frame.pts_ns for look in found] == sorted(look.frame.pts_ns for look in found)
    assert {hand.id for look in found for hand in look.result.hands} == {0}
    gestures = [made.gesture for look in found for made in look.made]
    assert "open_palm" in gestures
    assert found[-1].captions == {0: "open palm"}


@pytest.mark.models
def test_a_still_shows_its_gesture_at_once(tmp_path: Path) -> None:
    (video,) = read(DEMO, 36)[-1:]
    assert isinstance(video, Look)
    path = tmp_path / "hand.png"
    cv2.imwrite(str(path), cv2.cvtColor(video.frame.rgb, cv2.COLOR_RGB2BGR))
    (still,) = read(path, 2)
    assert isinstance(still, Look)
    assert "open_palm" in [made.gesture for made in still.made]
    assert still.captions == {0: "open palm"}


@pytest.mark.models
def test_a_picture_that_is_cut_off_is_said(tmp_path: Path) -> None:
    path = tmp_path / "cut.png"
    cv2.imwrite(str(path), np.random.default_rng(0).integers(0, 255, (90, 90, 3), np.uint8))
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(MediaFileError, match=f"{path.name}"):
        read(path, 1)
