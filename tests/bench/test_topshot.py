"""The bench's own arithmetic."""

from pathlib import Path

import numpy as np
import pytest

from app.errors import UsageError
from tests.bench.bench_topshot import measure
from tests.bench.topshot_bursts import largest_gap
from tests.bench.topshot_peers import PEERS, by_laplacian, by_tenengrad, by_thumbnail
from tests.bench.topshot_real import Clip, _numbers, spoiled
from tests.fakes.faces import frame
from vision.frame import Frame


def pictures() -> list[np.ndarray]:
    noise = np.random.default_rng(0).integers(90, 160, (40, 60, 3)).astype(np.uint8)
    return [np.full_like(noise, 120), noise, np.full_like(noise, 121)]


def test_sharpness_peers_prefer_texture() -> None:
    for peer in (by_laplacian, by_tenengrad):
        assert peer(pictures(), [frame(n) for n in range(3)], 0).argmax() == 1


def test_thumbnail_prefers_the_usual_frame() -> None:
    usual = [np.full((40, 60, 3), 100, np.uint8)] * 4
    odd = np.full((40, 60, 3), 240, np.uint8)
    scores = by_thumbnail([odd, *usual], [frame(n) for n in range(5)], 0)
    assert scores.argmax() != 0


def test_every_peer_scores_every_frame() -> None:
    for peer in PEERS.values():
        assert peer(pictures(), [frame(n) for n in range(3)], 0).shape == (3,)


def test_a_gap_is_of_groups_of_enough_people() -> None:
    hits = np.array([1.0] * 5 + [0.4] * 5 + [0.0])
    groups = ["a"] * 5 + ["b"] * 5 + ["c"]
    assert largest_gap(hits, [groups]) == pytest.approx(0.6)
    assert largest_gap(hits, [["a"] * 11]) == 0.0


def test_labels_are_numbers_and_spans() -> None:
    assert _numbers("19 20 54-57") == {19, 20, 54, 55, 56, 57}
    assert _numbers("") == _numbers(None) == frozenset()


def test_spoiled_frames_are_known() -> None:
    texture = np.random.default_rng(3).integers(0, 255, (60, 80, 3)).astype(np.uint8)
    frames = tuple(Frame(n, texture) for n in range(60))
    clip = Clip("clip", frames, frozenset({4}), frozenset({6}), frozenset({8}), labelled=True)
    shown, good = spoiled(clip, 0)
    assert 8 not in {one.pts_ns for one in shown}
    assert 0.1 < good.mean() < 0.6
    for one, is_good in zip(shown, good, strict=True):
        unchanged = bool((one.rgb == texture).all())
        assert is_good == (unchanged and one.pts_ns not in {4, 6})


def test_absent_material_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="name --data"):
        measure(tmp_path, quick=True)
