"""The vote on left or right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.hands.handedness import HandednessVote

FRAME_S = 1 / 30


def vote(*readings: tuple[float, int], frame_s: float = FRAME_S) -> HandednessVote:
    """Return a vote after (reading, number of frames) each."""
    frames = [right for right, number in readings for _ in range(number)]
    voted = HandednessVote(frames[0])
    for right in frames[1:]:
        voted.add(right, frame_s)
    return voted


@pytest.mark.parametrize(
    ("readings", "right"),
    [
        pytest.param([(0.99, 30), (0.01, 1)], True, id="one wrong frame"),
        pytest.param([(0.99, 30), (0.01, 10)], True, id="a third of a second, wrong and sure"),
        pytest.param([(0.99, 30), (0.4, 900)], True, id="half a minute of doubt"),
        pytest.param([(0.99, 30), (0.01, 60)], False, id="two seconds of certainty"),
        pytest.param([(0.4, 1), (0.99, 3)], True, id="a wrong start"),
        pytest.param([(0.01, 1), (0.99, 4)], True, id="a wrong and sure start"),
    ],
)
def test_label(readings: list[tuple[float, int]], right: bool) -> None:
    voted = vote(*readings)
    assert (voted.right >= 0.5) is right
    mirrored = vote(*((1 - reading, number) for reading, number in readings))
    assert (mirrored.right >= 0.5) is not right


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50), st.floats(0, 1))
def test_stays_a_probability(readings: list[float], elapsed_s: float) -> None:
    voted = HandednessVote(readings[0])
    for right in readings[1:]:
        voted.add(right, elapsed_s)
    assert 0 < voted.right < 1


def test_agreement_grows_and_contradiction_wears() -> None:
    voted = vote((0.9, 30))
    before = voted.right
    voted.add(0.2, FRAME_S)
    assert 0.5 < voted.right < before


def test_frame_rate_hardly_matters() -> None:
    slow = vote((0.9, 10), (0.2, 10), frame_s=0.1)
    fast = vote((0.9, 60), (0.2, 60), frame_s=0.1 / 6)
    assert slow.right == pytest.approx(fast.right, abs=0.03)


def test_no_time_no_vote() -> None:
    voted = HandednessVote(0.9)
    before = voted.right
    voted.add(0.0, 0.0)
    assert voted.right == before
