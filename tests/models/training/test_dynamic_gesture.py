"""Training of the network of moving gestures: repeatable, truthful, able to learn."""

from pathlib import Path

import numpy as np

from models.dynamic_gesture import CHANNELS, GESTURES, NONE, POINTS
from models.session import Session
from models.training.dynamic_gesture import motions
from models.training.dynamic_gesture.camera import film
from models.training.dynamic_gesture.perceptron import to_onnx, train
from models.training.dynamic_gesture.scenes import scene
from models.training.dynamic_gesture.windows import make_windows


def test_the_same_seed_makes_the_same_windows() -> None:
    first, again, other = make_windows(1, 3), make_windows(1, 3), make_windows(2, 3)
    np.testing.assert_array_equal(first[0], again[0])
    np.testing.assert_array_equal(first[1], again[1])
    assert not np.array_equal(first[0], other[0])


def test_windows_are_finite_and_most_of_a_gesture_scene_is_none() -> None:
    windows, labels = make_windows(0, 60)
    assert windows.shape[1:] == (POINTS, CHANNELS)
    assert np.isfinite(windows).all()
    assert set(labels) <= set(range(len(GESTURES)))
    assert 0.5 < np.mean(labels == NONE) < 0.95


def test_every_gesture_can_be_shown() -> None:
    for gesture in GESTURES:
        played = scene(np.random.default_rng(3), gesture)
        assert played.gesture == gesture
        assert played.made_s < len(played.motion) / motions.RATE_HZ
        assert played.begun_s <= played.not_before_s <= played.made_s or gesture == "none"


def test_swipes_go_where_their_name_says() -> None:
    towards = {"swipe_left": (-1, 0), "swipe_right": (1, 0), "swipe_up": (0, -1)}
    towards["swipe_down"] = (0, 1)
    for gesture, direction in towards.items():
        played = scene(np.random.default_rng(5), gesture)
        begun, made = (round(at * motions.RATE_HZ) for at in (played.begun_s, played.made_s))
        moved = played.motion[made, :2] - played.motion[begun, :2]
        assert np.dot(moved, direction) > 0.8 * np.hypot(*moved)


def test_a_clockwise_circle_turns_clockwise_as_seen() -> None:
    for sense in (1, -1):
        turns = sense * np.linspace(0, 1, 200)
        path = motions.circle(np.random.default_rng(0), turns)[:, :2]
        path += motions.circle(np.random.default_rng(0), turns)[:, 2:4]
        x, y = path.T
        area = np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])  # positive clockwise where y points down
        assert np.sign(area) == sense


def test_a_film_has_rising_times_and_whole_hands() -> None:
    times_s, points = film(np.random.default_rng(0), motions.still(2))
    assert (np.diff(times_s) > 0).all()
    assert points.shape == (len(times_s), 21, 2)


def test_the_perceptron_learns_what_no_line_can_part(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    inputs = random.uniform(-1, 1, (2000, 2)).astype(np.float32) * [1, 100] + [0, 500]
    labels = ((inputs[:, 0] > 0) ^ (inputs[:, 1] > 500)).astype(np.int64)
    network = train(inputs.astype(np.float32), labels, 2, epochs=20, seed=0)
    logits = network.logits(inputs.astype(np.float32))
    assert np.mean(logits.argmax(axis=1) == labels) > 0.97

    file = tmp_path / "network.onnx"
    file.write_bytes(to_onnx(network, (2,)))
    session = Session(file, "cpu")
    one = inputs[:1].astype(np.float32)
    np.testing.assert_allclose(session.run({"motion": one})["logits"], logits[:1], atol=1e-3)


def test_training_repeats_itself() -> None:
    windows, labels = make_windows(4, 30)
    flat = windows.reshape(len(windows), -1)
    files = [
        to_onnx(train(flat, labels, len(GESTURES), epochs=2, seed=0), (POINTS, CHANNELS))
        for _ in range(2)
    ]
    assert files[0] == files[1]
