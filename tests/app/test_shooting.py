"""One shot of a source: what is seen and heard around the shutter."""

import asyncio
from collections.abc import AsyncGenerator

import numpy as np
import pytest
from av import VideoFrame

from app.engine.clock import Clock
from app.engine.events import Notice
from app.engine.media import CameraFrame
from app.errors import DeviceError
from app.pipelines.topshot import Moment
from app.shooting import Shutter, Viewfinder, moment_of
from audio.block import AudioBlock
from tests.app.storage.material import picture
from tests.fakes.clock import FakeClock
from tests.fakes.faces import frame
from vision.frame import Frame
from vision.quality import Issue
from vision.topshot.score import FrameScore
from vision.topshot.scorer import FrameScorer

MS = 1_000_000


class Tape:
    """A source that plays what it was given; `error` is raised at its end."""

    name = "tape"

    def __init__(self, items: list[object], error: Exception | None = None) -> None:
        self._items = items
        self._error = error

    async def items(self, clock: Clock, origin_ns: int) -> AsyncGenerator[object, None]:
        for item in self._items:
            await asyncio.sleep(0)
            yield item
        if self._error is not None:
            raise self._error


class Scores(FrameScorer):
    """Finds every picture alike."""

    def __init__(self) -> None:
        """Need no network."""

    def push(self, frame_: Frame) -> FrameScore:
        (found,) = [frame(0)]
        return FrameScore(frame_.pts_ns, found.score, found.terms, ())


def pictures() -> list[object]:
    return [CameraFrame(n * 100 * MS, picture(n)) for n in range(60)]


def sound(until_ms: int = 6_000) -> list[object]:
    block = np.zeros((320, 1), np.int16)
    return [AudioBlock(pts_ms * MS, block, 16_000) for pts_ms in range(0, until_ms, 20)]


def moment(heard: Tape | None, told: list[object]) -> Moment:
    shutter = Shutter(Tape(pictures()), heard, FakeClock(), 0, 3_000 * MS, live=False)
    return asyncio.run(moment_of(shutter, Scores(), told.append))


def test_what_was_heard_goes_with_what_was_seen() -> None:
    notice = Notice(0, "tape", "A knot in the tape.")
    told = list[object]()
    found = moment(Tape([notice, *sound()]), told)
    assert found.sound[0].pts_ns <= found.frames[0].pts_ns == 1_500 * MS
    assert found.sound[-1].end_ns >= found.frames[-1].pts_ns == 4_500 * MS
    assert len(found.sound) == 150
    assert told == [notice]


def test_a_picture_that_stands_for_seconds_is_taken() -> None:
    """As in what was recorded off a screen, where a picture comes when something changes."""
    seldom = [CameraFrame(n * 4_000 * MS, picture(n)) for n in range(4)]
    for at_ms in (0, 3_000, 4_000, 12_000):
        shutter = Shutter(Tape([*seldom]), None, FakeClock(), 0, at_ms * MS, live=False)
        found = asyncio.run(moment_of(shutter, Scores(), lambda _: None))
        assert [one.pts_ns for one in found.frames] == [round(at_ms / 4_000) * 4_000 * MS]
        assert [one.pts_ns for one in found.scores] == [one.pts_ns for one in found.frames]


def test_a_long_wait_for_the_shutter_takes_no_more_memory() -> None:
    shutter = Shutter(Tape([]), None, FakeClock(), 0, 3_600_000 * MS, live=True)
    finder = Viewfinder(shutter, Scores(), lambda _: None)
    for number in range(100):
        finder.push(CameraFrame(number * 100 * MS, picture(number)))
    assert len(finder._scores) == len(finder._ring) == 31


def test_a_picture_half_of_which_is_white_is_called_too_bright() -> None:
    half_white = np.full((48, 64, 3), 90, np.uint8)
    half_white[:, :32] = 255
    shutter = Shutter(Tape([]), None, FakeClock(), 0, 3_000 * MS, live=True)
    told = list[object]()
    finder = Viewfinder(shutter, Scores(), told.append)
    for number in range(10):
        shown = VideoFrame.from_ndarray(half_white, "rgb24")
        finder.push(CameraFrame(number * 100 * MS, shown))
    assert Issue.TOO_BRIGHT in {hint.issue for one in told for hint in getattr(one, "hints", ())}


def test_sound_that_breaks_off_is_kept_as_far_as_it_goes() -> None:
    assert moment(Tape(sound(until_ms=2_000)), []).sound[-1].end_ns == 2_000 * MS


def test_without_sound_a_moment_is_silent() -> None:
    assert moment(None, []).sound == ()


def test_a_microphone_that_fails_is_told() -> None:
    with pytest.raises(DeviceError, match="no such microphone"):
        moment(Tape([], DeviceError("no such microphone")), [])
