"""The parts of Top Shot's training, on small numbers."""

from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from models.training.topshot.bursts import (
    EYES,
    FRAMES,
    Truth,
    blur,
    close_eyes,
    draw_truths,
    expose,
    make_burst,
    make_group,
)
from models.training.topshot.curves import Outline, fit_curves
from models.training.topshot.people import Person, read_people, training_half
from models.training.topshot.ranking import rank
from models.training.topshot.smile import KnownFace, discriminant, fit_smile
from models.training.topshot.tuning import evolve
from vision.topshot.mesh import mouth_shape
from vision.topshot.score import FaceReading


def portrait(folder: Path, name: str = "001") -> Person:
    for kind in ("neutral", "smiling"):
        (folder / kind).mkdir(exist_ok=True)
        noise = np.random.default_rng(1).integers(0, 255, (480, 480, 3)).astype(np.uint8)
        cv2.imwrite(str(folder / kind / f"{name}.jpg"), cv2.GaussianBlur(noise, (0, 0), 2))
    return Person(name, 30, "female", "white", folder)


def mesh(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return a mesh in which each eye is 40 wide and 12 high, its brow 30 above."""
    points = np.zeros((468, 3), np.float32)
    for (upper, lower, brow), x in zip(EYES, (150, 290), strict=True):
        along = np.linspace(0, 40, 9)
        arch = 6 * np.sin(np.pi * along / 40)
        points[list(upper), :2] = np.stack([x + along, 200 - arch], axis=1)
        points[list(lower), :2] = np.stack([x + along, 200 + arch], axis=1)
        points[list(brow), :2] = np.stack([x + along[::2], np.full(5, 170)], axis=1)
    return points


def test_truth_is_worth_what_it_says() -> None:
    assert Truth(True, 0.0, 0.0, 0.0).worth == 1.0
    assert Truth(False, 0.5, 2.0, -0.5).worth == pytest.approx(-1.0 - 0.3 - 0.5)


def test_a_burst_has_all_kinds_of_frames() -> None:
    truths = draw_truths(np.random.default_rng(0))
    assert len(truths) == FRAMES
    assert 5 <= sum(truth.smiling for truth in truths) <= 8
    assert {truth.closed for truth in truths} == {0.0, 0.5, 1.0}
    assert all(truth.blur_px == 0 or 3 <= truth.blur_px <= 12 for truth in truths)


def test_a_seed_makes_one_burst(tmp_path: Path) -> None:
    person = portrait(tmp_path)
    first, again, other = (make_burst(person, mesh, seed) for seed in (4, 4, 5))
    assert first.truths == again.truths != other.truths
    np.testing.assert_array_equal(first.frames[7].rgb, again.frames[7].rgb)
    assert first.good().any()


def test_a_group_is_as_good_as_its_faces(tmp_path: Path) -> None:
    people = [portrait(tmp_path, name) for name in ("001", "002")]
    frames, worths = make_group(people, mesh, 0)
    assert frames[0].rgb.shape == (480, 600, 3)
    assert len(frames) == len(worths) == FRAMES
    assert worths.max() <= 1


def test_shut_lids_show_skin_where_the_eye_was() -> None:
    skin = np.full((480, 480, 3), 200, np.uint8)
    points = mesh(skin)
    for upper, lower, _ in EYES:
        outline = np.concatenate([points[list(upper), :2], points[list(lower)][::-1, :2]])
        cv2.fillPoly(skin, [outline.astype(np.int32)], (30, 30, 30))
    shut, half = close_eyes(skin, points, 1.0), close_eyes(skin, points, 0.5)
    assert skin[200, 170].mean() == 30
    assert shut[200, 170].mean() > 150
    assert half[196, 170].mean() > 150
    assert half[203, 170].mean() < 60


def test_blur_and_exposure_do_what_they_say() -> None:
    picture = np.zeros((41, 41, 3), np.uint8)
    picture[20, 20] = 255
    assert (blur(picture, 9, 0.0)[20, :, 0] > 5).sum() == pytest.approx(9, abs=2)
    assert (blur(picture, 9, 0.0)[:, 20, 0] > 5).sum() == 1
    grey = np.full((80, 80, 3), 100, np.uint8)
    brighter = expose(grey, 1.0, np.random.default_rng(0))
    assert brighter.mean() == pytest.approx(100 * 2 ** (1 / 2.2), abs=1)


def test_curves_find_a_known_preference() -> None:
    rng = np.random.default_rng(2)
    outlines = {
        "eye": Outline((0.0, 0.5, 1.0), "rising"),
        "light": Outline((-1.0, 0.0, 1.0), "peaked"),
        "noise": Outline((0.0, 1.0), "rising"),
    }
    bursts = [
        {"eye": rng.random(20), "light": rng.uniform(-1, 1, 20), "noise": rng.random(20)}
        for _ in range(20)
    ]
    worths = [2 * burst["eye"] - np.abs(burst["light"]) for burst in bursts]
    heights = fit_curves(outlines, bursts, worths)
    assert (heights["eye"] >= 0).all()
    assert heights["light"][0] >= 0 >= heights["light"][1]
    assert np.abs(heights["noise"]).max() < 0.1 * heights["eye"].sum()
    curves = {name: outline.curve(heights[name]) for name, outline in outlines.items()}
    found = [
        sum(np.interp(burst[name], one["knots"], one["values"]) for name, one in curves.items())
        for burst in bursts
    ]
    accuracy = [rank(w, f).pair_accuracy for w, f in zip(worths, found, strict=True)]
    assert np.mean(accuracy) > 0.99


def test_a_curve_is_nought_at_its_best() -> None:
    curve = Outline((-1.0, 0.0, 1.0), "peaked").curve(np.array([2.0, -1.0]))
    assert curve == {"knots": [-1.0, 0.0, 1.0], "values": [-2.0, 0.0, -1.0]}


def test_ranking_by_hand() -> None:
    worths = np.array([0.0, 1.0, 0.9, -1.0])
    best = rank(worths, np.array([0.0, 1.0, 0.9, -1.0]))
    assert (best.hit1, best.reciprocal_rank, best.pair_accuracy, best.regret) == (1, 1, 1, 0)
    worst = rank(worths, -worths)
    assert (worst.hit1, worst.pair_accuracy) == (0, 0)
    assert worst.reciprocal_rank == pytest.approx(1 / 3)
    assert rank(worths, np.zeros(4)).pair_accuracy == 0.5


def test_evolution_finds_the_top_and_the_same_one_again() -> None:
    def worth(numbers: Mapping[str, float]) -> float:
        return -((numbers["a"] - 2) ** 2) - (numbers["b"] - 0.5) ** 2

    found = evolve(worth, {"a": 1.0, "b": 1.0}, 0)
    assert found == pytest.approx({"a": 2.0, "b": 0.5}, abs=0.2)
    assert found == evolve(worth, {"a": 1.0, "b": 1.0}, 0)


def test_half_of_each_group_is_kept_from_training(tmp_path: Path) -> None:
    rows = ["face_id,face_age,face_gender,face_eth"]
    for number in range(8):
        portrait(tmp_path, f"{number:03}")
        rows.append(f"{number:03},{'NA' if number == 3 else 20 + number},")
        rows[-1] += f"{'female' if number < 4 else 'male'},white"
    rows.append("900,20,male,white")  # no pictures
    (tmp_path / "london_info.csv").write_text("\n".join(rows), encoding="utf-8")
    people = read_people(tmp_path)
    assert [person.id for person in people] == [f"{number:03}" for number in range(8)]
    assert people[3].age is None
    learnt = training_half(people)
    assert [person.gender for person in learnt] == ["female", "female", "male", "male"]
    assert people[0].picture(smiling=True).shape == (480, 480, 3)
    with pytest.raises(FileNotFoundError, match="absent"):
        Person("77", None, "male", "white", tmp_path).picture(smiling=False)


def test_what_differs_among_people_tells_no_smile() -> None:
    rng = np.random.default_rng(3)
    people, smiling = np.repeat(np.arange(30).astype(str), 2), np.tile([False, True], 30)
    smile = smiling + rng.normal(0, 0.2, 60)
    shape_of_face = np.repeat(rng.normal(0, 5, 30), 2) + smiling  # changes as much, differs more
    weights, at = discriminant(np.stack([smile, shape_of_face], axis=1), smiling, people, 0.01)
    told = smile * weights[0] + shape_of_face * weights[1] + at
    assert abs(weights[1]) < 0.1 * weights[0]
    assert told[~smiling].mean() == pytest.approx(0, abs=1e-6)
    assert told[smiling].mean() == pytest.approx(1, abs=1e-6)


def face(features: NDArray[np.float32], rng: np.random.Generator) -> FaceReading:
    points = np.zeros((468, 3), np.float32)
    measures = {name: rng.normal() for name in mouth_shape(np.zeros((468, 3)))}
    mouth = rng.normal(size=60).astype(np.float32)
    return FaceReading(0, (0, 0, 1, 1), points, 1.0, measures, mouth, features)


def test_what_blur_changes_in_small_faces_is_not_read() -> None:
    rng = np.random.default_rng(4)

    def known(person: int, smiling: bool, spoiled: float) -> KnownFace:
        features = rng.normal(0, 0.1, 416).astype(np.float32)
        features[[300, 301]] += smiling
        features[301] += spoiled * rng.normal()  # of the lips; blur makes it say anything
        return KnownFace(str(person), smiling, face(features, rng))

    pairs = [(person, smiling) for person in range(12) for smiling in (False, True)]
    clean = [known(person, smiling, 0.0) for person, smiling in pairs]
    small = [known(person, smiling, 4.0) for person, smiling in pairs for _ in range(3)]
    trusting, wary = (
        np.array(fit_smile([], faces)["smile_features"])[[300, 301]]
        for faces in (clean, clean + small)
    )
    assert trusting[1] == pytest.approx(trusting[0], rel=0.3)
    assert wary[1] < 0.3 * wary[0]
