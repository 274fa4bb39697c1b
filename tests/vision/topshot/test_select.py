"""The shutter frame first; others only when they are better, apart, and different."""

import dataclasses

import numpy as np
import pytest

from tests.fakes.faces import STEP_NS, face, frame, gam
from vision.topshot.rating import rate_all
from vision.topshot.reasons import reason
from vision.topshot.score import FrameScore
from vision.topshot.select import Selection, select

SMILE = {"mouth_width": 0.8}
SHUT = {"eye_right": 0.1, "eye_left": 0.1}


def burst(special: dict[int, dict[str, float]], count: int = 24) -> list[FrameScore]:
    return [frame(number, face(**special.get(number, {}))) for number in range(count)]


def shown(found: Selection) -> list[int]:
    return [offer.frame.pts_ns // STEP_NS for offer in found.alternatives]


def test_alike_frames_offer_nothing() -> None:
    found = select(burst({}), 12 * STEP_NS, gam())
    assert found.alternatives == ()
    assert found.shutter.pts_ns == 12 * STEP_NS


def test_the_shutter_frame_is_the_nearest() -> None:
    assert select(burst({}), 12 * STEP_NS + 40_000_000, gam()).shutter.pts_ns == 12 * STEP_NS


def test_a_blink_at_the_shutter_is_mended_and_explained() -> None:
    found = select(burst({12: SHUT}), 12 * STEP_NS, gam())
    assert found.alternatives
    assert found.alternatives[0].reason == "eyes open"
    assert found.alternatives[0].margin > 0


def test_the_weightiest_reason_comes_first() -> None:
    special = {12: {**SHUT, "sharp_nats": -9.0}, 20: SMILE}
    found = select(burst(special), 12 * STEP_NS, gam())
    assert shown(found)[0] == 20
    assert found.alternatives[0].reason == "eyes open, sharper, bigger smile"


def test_offers_are_apart_in_time() -> None:
    special = {4: SMILE, 5: SMILE, 6: SMILE, 18: SMILE, 19: SMILE}
    found = select(burst(special), 12 * STEP_NS, gam())
    assert len(shown(found)) <= 2
    times = [*shown(found), 12]
    assert min(abs(a - b) for a in times for b in times if a != b) >= 3


def test_near_duplicates_are_left_out() -> None:
    special = {4: SMILE, 18: SMILE}
    frames = burst(special)
    assert len(shown(select(frames, 12 * STEP_NS, gam()))) == 1
    frames[18] = dataclasses.replace(frames[18], thumbnail=np.full((18, 32), 160, np.uint8))
    assert len(shown(select(frames, 12 * STEP_NS, gam()))) == 2


def test_a_better_frame_beside_the_shutter_is_not_shown() -> None:
    assert shown(select(burst({13: SMILE}), 12 * STEP_NS, gam())) == []


def test_the_margin_is_kept() -> None:
    special = {20: SMILE}
    assert shown(select(burst(special), 12 * STEP_NS, gam(margin=1.5))) == [20]
    assert shown(select(burst(special), 12 * STEP_NS, gam(margin=2.5))) == []


def test_everyone_is_named_where_there_are_several() -> None:
    frames = [frame(n, face(0), face(1, **(SHUT if n == 12 else {}))) for n in range(24)]
    found = select(frames, 12 * STEP_NS, gam())
    assert found.alternatives[0].reason == "everyone's eyes open"


@pytest.mark.parametrize("faces", [1, 2])
def test_eyes_that_are_still_shut_are_not_called_open(faces: int) -> None:
    frames = [frame(n, *(face(one) for one in range(faces))) for n in range(20)]
    half = face(0, eye_right=0.18, eye_left=0.2)
    others = [face(one) for one in range(1, faces)]
    shut = [face(one, **SHUT) for one in range(faces)]
    *_, better, worse = rate_all([*frames, frame(20, half, *others), frame(21, *shut)], gam(), None)
    assert reason(better, worse) == "eyes more open"


@pytest.mark.parametrize(("cut", "words"), [(0.0, "face not cut off"), (0.3, "better overall")])
def test_a_face_that_is_still_cut_off_is_not_called_whole(cut: float, words: str) -> None:
    frames = [frame(n, face()) for n in range(20)]
    frames += [frame(20, face(cut=cut)), frame(21, face(cut=0.5))]
    *_, better, worse = rate_all(frames, gam(), None)
    assert reason(better, worse) == words


def test_no_frames_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        select([], 0, gam())
