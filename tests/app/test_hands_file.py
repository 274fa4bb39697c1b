"""The hands of a file: what kind of file it is, and what is read from it."""

import asyncio
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.engine.events import Notice
from app.errors import MediaFileError
from app.hands_file import looks, picture_file
from app.pipelines.hands import HandsSetup
from app.storage.hands_export.look import Look
from models.store import ASSETS
from tests.models_store import ready_model

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
