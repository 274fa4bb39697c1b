"""Hands drawn over a picture: where, in which colour, and never into the picture given."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.fakes.hands import HAND_SHAPE
from vision.geometry import RotatedSquare
from vision.hands.hand import Hand, HandsResult
from vision.hands.overlay import PALETTE, colours, draw_hands

WIDTH, HEIGHT = 320, 240
GREY = 100


def hand_at(x: float, y: float, size_px: float = 80, hand_id: int = 0) -> Hand:
    """Return a hand whose box has its left top corner at x, y."""
    landmarks = np.zeros((21, 3), np.float32)
    landmarks[:, :2] = HAND_SHAPE * size_px + (x, y)
    landmarks[:, 2] = np.linspace(-size_px / 3, size_px / 3, 21)
    return Hand(
        id=hand_id,
        landmarks_px=landmarks,
        landmarks_norm=landmarks,
        world_m=landmarks,
        handedness="right",
        handedness_score=1.0,
        presence=1.0,
        roi=RotatedSquare(x + size_px / 2, y + size_px / 2, size_px * 2),
        state="seen",
        confidence=np.ones(21, np.float32),
    )


def drawn(
    *hands: Hand, width: int = WIDTH, height: int = HEIGHT, captions: dict[int, str] | None = None
) -> NDArray[np.int64]:
    """Return how much each value of a grey picture was changed."""
    picture = np.full((height, width, 3), GREY, np.uint8)
    picture.flags.writeable = False
    over = draw_hands(picture, HandsResult(0, hands, palm_ran=False), captions or {})
    assert over.shape == picture.shape
    assert over.dtype == np.uint8
    return over.astype(np.int64) - GREY


def test_without_hands_the_picture_stays() -> None:
    assert not drawn().any()


def test_ink_lies_on_the_hand_and_its_label_alone() -> None:
    change = np.abs(drawn(hand_at(120, 120))).sum(axis=2)
    rows, columns = np.nonzero(change)
    assert rows.min() > 60
    assert rows.max() < 120 + 80 + 15
    assert columns.min() > 80
    assert columns.max() < 240
    for x, y in hand_at(120, 120).landmarks_px[:, :2]:
        assert change[round(float(y)), round(float(x))] > 0


def test_each_hand_has_its_own_colour() -> None:
    first = drawn(hand_at(120, 120, hand_id=0))
    second = drawn(hand_at(120, 120, hand_id=1))
    blue_over_red = [int((change[..., 2] - change[..., 0]).sum()) for change in (first, second)]
    assert blue_over_red[0] > 0 > blue_over_red[1]
    assert colours(0) == colours(len(PALETTE))


def test_near_is_lighter_than_far() -> None:
    hand = hand_at(120, 120)
    far, near = hand.landmarks_px.copy(), hand.landmarks_px.copy()
    far[8, 2], near[8, 2] = 200, -200
    x, y = hand.landmarks_px[8, :2].round().astype(int).tolist()
    shades = [
        drawn(replace(hand, landmarks_px=marks))[y - 1 : y + 2, x - 1 : x + 2].sum()
        for marks in (far, near)
    ]
    assert shades[0] < shades[1]


def test_a_bridged_hand_is_fainter() -> None:
    seen = hand_at(120, 120)
    below_label = slice(118, None)
    strong = np.abs(drawn(seen)[below_label]).sum()
    faint = np.abs(drawn(replace(seen, state="bridged"))[below_label]).sum()
    assert faint < 0.6 * strong


def test_a_doubtful_joint_is_hollow() -> None:
    hand = hand_at(120, 120)
    doubtful = hand.confidence.copy()
    doubtful[8] = 0.1
    changed = np.abs(drawn(hand) - drawn(replace(hand, confidence=doubtful))).sum(axis=2)
    rows, columns = np.nonzero(changed)
    x, y = hand.landmarks_px[8, :2]
    assert rows.size
    assert np.hypot(columns - x, rows - y).max() < 8


def test_a_caption_lengthens_the_label_and_changes_nothing_else() -> None:
    hand = hand_at(120, 120)
    plain, told = drawn(hand), drawn(hand, captions={0: "victory"})
    assert np.array_equal(plain[120:], told[120:])
    assert np.count_nonzero(told[:118].any(axis=(0, 2))) > np.count_nonzero(
        plain[:118].any(axis=(0, 2))
    )
    assert np.array_equal(plain, drawn(hand, captions={7: "victory"}))


def test_the_landmarks_decide_where_the_ink_is() -> None:
    assert np.array_equal(
        drawn(hand_at(100, 100))[90:200, 60:200], drawn(hand_at(120, 130))[120:230, 80:220]
    )


@pytest.mark.parametrize(("width", "height"), [(1, 1), (3, 200), (200, 3)])
def test_a_tiny_picture_is_drawn_on_too(width: int, height: int) -> None:
    drawn(hand_at(-20, -20), width=width, height=height)


@settings(max_examples=40)
@given(
    st.floats(-1e6, 1e6),
    st.floats(-1e6, 1e6),
    st.floats(0.01, 1e4),
)
def test_a_hand_anywhere_and_of_any_size_is_drawn(x: float, y: float, size_px: float) -> None:
    drawn(hand_at(x, y, size_px))
