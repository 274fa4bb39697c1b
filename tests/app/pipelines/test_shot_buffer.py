"""The last seconds of a camera give each shutter its moment, and never fill the memory."""

from collections.abc import Sequence

import numpy as np
import pytest

from app.actions import Action, ActionAsked
from app.engine.channel import Overflow
from app.engine.events import Gap, GapReason, Notice
from app.engine.media import CameraFrame
from app.pipelines.record_edges import record_edges
from app.pipelines.shot_buffer import MOST_MOMENTS, MOST_WHOLE, ShotBuffer
from app.pipelines.topshot import Moment
from audio.block import AudioBlock
from tests.app.storage.material import camera_frame, picture
from vision.topshot.score import FrameScore

MS = 1_000_000
STEP_MS = 100


def flow(buffer: ShotBuffer, start: int, end: int, *, score: bool = True) -> list[Moment]:
    """Push pictures of 10 Hz, each with its score; return the moments that are over."""
    moments = list[Moment]()
    for number in range(start, end):
        item: CameraFrame = camera_frame(number * STEP_MS, picture(number))
        moments += moments_of(buffer.push(item))
        if score:
            one = FrameScore(item.pts_ns, 0.5, {}, ())
            moments += moments_of(buffer.push(one))
    return moments


def moments_of(given: Sequence[Moment | Notice]) -> list[Moment]:
    return [one for one in given if isinstance(one, Moment)]


def asked(number: int, action: Action = Action.SHUTTER) -> ActionAsked:
    return ActionAsked(camera_frame(number * STEP_MS, picture(0)).pts_ns, action, "victory", 0)


@pytest.mark.parametrize("action", [Action.SHUTTER, Action.MARK])
def test_a_wish_gives_the_seconds_around_it(action: Action) -> None:
    buffer = ShotBuffer()
    assert not flow(buffer, 0, 31)
    assert not buffer.push(asked(30, action))
    assert not flow(buffer, 31, 45)
    (moment,) = flow(buffer, 45, 60)
    first, last = moment.frames[0].pts_ns, moment.frames[-1].pts_ns
    assert first == moment.shutter_ns - 1_500 * MS
    assert last == moment.shutter_ns + 1_500 * MS
    assert moment.scores[-1].pts_ns == last


def test_a_picture_that_stands_for_seconds_is_taken() -> None:
    buffer = ShotBuffer()
    moments = list[Moment]()
    for number in range(0, 250, 50):
        moments += flow(buffer, number, number + 1)
        buffer.push(asked(number))
    assert [[one.pts_ns for one in moment.frames] for moment in moments] == [
        [asked(number).pts_ns] for number in range(0, 200, 50)
    ]


def test_wishes_that_nothing_was_seen_of_stand_in_nobodys_way() -> None:
    buffer = ShotBuffer()
    flow(buffer, 0, 10)
    for number in (30, 31, 32):
        buffer.push(asked(number))
    assert not flow(buffer, 60, 70)
    buffer.push(asked(69))
    assert len(flow(buffer, 70, 90)) == 1


def test_other_wishes_take_no_photo() -> None:
    buffer = ShotBuffer()
    flow(buffer, 0, 20)
    buffer.push(asked(15, Action.MUTE))
    assert not flow(buffer, 20, 60)


def test_a_moment_does_not_wait_long_for_scores() -> None:
    buffer = ShotBuffer()
    flow(buffer, 0, 31, score=False)
    buffer.push(asked(30))
    assert not flow(buffer, 31, 48, score=False)
    (moment,) = flow(buffer, 48, 60, score=False)
    assert moment.scores == ()
    assert moment.frames[0].pts_ns == moment.shutter_ns - 1_500 * MS


def hear(buffer: ShotBuffer, start: int, end: int) -> list[Moment]:
    """Push a block of sound for the time of each of these pictures."""
    moments = list[Moment]()
    for number in range(start, end):
        pts_ns = camera_frame(number * STEP_MS, picture(0)).pts_ns
        block = AudioBlock(pts_ns, np.zeros((1_600, 1), np.int16), 16_000)
        moments += moments_of(buffer.push(block))
    return moments


def test_a_moment_has_the_sound_of_its_seconds_and_waits_for_it() -> None:
    buffer = ShotBuffer()
    hear(buffer, 0, 44)
    flow(buffer, 0, 31)
    buffer.push(asked(30))
    assert not flow(buffer, 31, 47)  # all pictures are there, the last tenth of the sound is not
    hear(buffer, 44, 46)
    (moment,) = flow(buffer, 47, 48)
    assert moment.sound[0].pts_ns <= moment.frames[0].pts_ns
    assert moment.sound[-1].end_ns >= moment.frames[-1].pts_ns
    assert sum(one.duration_ns for one in moment.sound) <= 3_100 * MS


def test_a_moment_does_not_wait_long_for_sound() -> None:
    buffer = ShotBuffer()
    hear(buffer, 0, 20)
    flow(buffer, 0, 31)
    buffer.push(asked(30))
    assert len(flow(buffer, 31, 51)) == 1


def test_sound_is_left_out_on_request() -> None:
    buffer = ShotBuffer(keeps_sound=False)
    hear(buffer, 0, 46)
    flow(buffer, 0, 31)
    buffer.push(asked(30))
    (moment,) = flow(buffer, 31, 47)
    assert moment.sound == ()


def test_a_moment_that_is_cut_short_is_kept() -> None:
    buffer = ShotBuffer()
    flow(buffer, 0, 31)
    buffer.push(asked(30))
    (moment,) = buffer.flush()
    assert moment.frames[-1].pts_ns == moment.shutter_ns
    assert not buffer.flush()


def test_a_gap_ends_a_moment() -> None:
    buffer = ShotBuffer()
    flow(buffer, 0, 31)
    buffer.push(asked(30))
    assert len(buffer.push(Gap(1, 2, "camera", GapReason.DEVICE_LOST))) == 1
    assert not flow(buffer, 60, 80)


def test_many_wishes_do_not_fill_the_memory() -> None:
    buffer = ShotBuffer()
    flow(buffer, 0, 31)
    notices = list[object]()
    for number in range(20, 30):
        notices += buffer.push(asked(number))
    moments = buffer.flush()
    assert len(moments) == MOST_MOMENTS
    assert len(notices) == 10 - MOST_MOMENTS
    assert notices[0] == Notice(
        asked(20 + MOST_MOMENTS).pts_ns,
        "photos",
        "No photo: 5 are still being made, try again in some seconds.",
    )
    spans_ms = [(one.frames[-1].pts_ns - one.frames[0].pts_ns) // MS for one in moments]
    assert min(spans_ms[:MOST_WHOLE]) >= 2_400
    assert max(spans_ms[MOST_WHOLE:]) <= 500
    for one in moments:
        assert one.shutter_ns in [frame.pts_ns for frame in one.frames]
        assert len(one.scores) == len(one.frames)


def test_once_moments_are_developed_the_next_is_whole_again() -> None:
    buffer = ShotBuffer()
    flow(buffer, 0, 31)
    for number in range(20, 30):
        buffer.push(asked(number))
    moments = flow(buffer, 31, 50)
    assert len(moments) == MOST_MOMENTS
    del moments
    assert not buffer.push(asked(50))
    (moment,) = flow(buffer, 50, 80)
    assert moment.frames[-1].pts_ns - moment.frames[0].pts_ns == 3_000 * MS


def test_out_of_files_every_moment_is_whole_however_slowly_they_are_developed() -> None:
    (passed_on,) = (edge for edge in record_edges(live=False) if Moment in edge.carries)
    assert (passed_on.capacity, passed_on.overflow) == (1, Overflow.BLOCK)
    buffer = ShotBuffer(live=False)
    moments = flow(buffer, 0, 31)
    for start in range(30, 330, 40):
        assert not buffer.push(asked(start))
        moments += flow(buffer, start + 1, start + 41)
    assert len(moments) == 8 > MOST_MOMENTS
    for one in moments:
        assert one.frames[-1].pts_ns - one.frames[0].pts_ns == 3_000 * MS


def test_a_moment_cut_down_holds_the_picture_nearest_to_its_shutter() -> None:
    buffer = ShotBuffer()
    held = flow(buffer, 0, 1)
    for number in range(3):
        buffer.push(asked(number))
    buffer.push(asked(10))
    held += flow(buffer, 20, 21)  # nothing was seen for two seconds
    held += flow(buffer, 21, 60)
    assert [len(one.frames) for one in held][:3] == [1, 1, 1]
    last = held[-1]
    assert [frame.pts_ns - last.shutter_ns for frame in last.frames] == [-1000 * MS, 1000 * MS]
