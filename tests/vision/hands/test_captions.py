"""What is written beside a hand, and for how long."""

from vision.hands.captions import SHOWN_NS, Captions
from vision.hands.deliberate import GestureMade


def made(pts_ns: int, hand_id: int, gesture: str) -> GestureMade:
    return GestureMade(pts_ns, hand_id, "left", gesture)


def test_the_last_sign_of_each_hand_is_shown_for_a_moment() -> None:
    captions = Captions()
    for gesture in (made(0, 0, "rock"), made(5, 1, "ok"), made(9, 0, "thumbs_up")):
        captions.push(gesture)
    assert captions.at(9) == {0: "thumbs up", 1: "ok"}
    assert captions.at(6 + SHOWN_NS) == {0: "thumbs up"}
    assert captions.at(10 + SHOWN_NS) == {}


def test_numbers_are_left_out() -> None:
    captions = Captions()
    captions.push(made(0, 0, "count_2"))
    assert captions.at(0) == {}
