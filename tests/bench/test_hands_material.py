"""The evaluation material: named when absent, and composed as its measures need it."""

from pathlib import Path

import numpy as np
import pytest

from app.errors import UsageError
from tests.bench.hands_material import STRIP_PX, HandsMaterial, beside_its_mirror, canvas
from tests.bench.hands_speed import same_hand


def test_an_absent_folder_is_named_and_how_to_name_another(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no evaluation material .*gone; .*--data"):
        HandsMaterial(tmp_path / "gone")


def test_pictures_without_hands_may_be_absent(tmp_path: Path) -> None:
    (tmp_path / "golden").mkdir()
    assert HandsMaterial(tmp_path).handless(1) is None


def test_a_digit_lies_in_the_middle_of_its_canvas() -> None:
    photo = np.full((100, 100, 3), 50, np.uint8)
    photo[40:60, 40:60] = 250
    picture = canvas(photo)
    assert picture.shape == (480, 640, 3)
    assert (picture[0, 0] == 50).all()
    assert (picture[240, 320] == 250).all()


def test_a_pair_is_a_picture_and_its_mirror_image_kept_apart() -> None:
    rgb = np.random.default_rng(0).integers(1, 256, (4, 6, 3), np.uint8)
    pair = beside_its_mirror(rgb)
    np.testing.assert_array_equal(pair[:, :6], rgb)
    np.testing.assert_array_equal(pair[:, :-7:-1], rgb)
    assert (pair[:, 6 : 6 + STRIP_PX] == 0).all()


def test_the_same_hand_is_as_many_and_near() -> None:
    hand = (np.random.default_rng(0).random((21, 3)) * 100).tolist()
    near, far = ((np.array(hand) + by).tolist() for by in (1, 50))
    assert same_hand([], [])
    assert same_hand([hand], [near])
    assert not same_hand([hand], [far])
    assert not same_hand([hand], [])
