"""The ring of pictures: by time, bounded, exact."""

import numpy as np
import pytest

from vision.ring import FrameRing, I420Frame

S = 1_000_000_000


def frame(pts_ns: int, height: int = 4, width: int = 6) -> I420Frame:
    return I420Frame(pts_ns, np.full((height * 3 // 2, width), 90, np.uint8))


def filled(rate_hz: float, seconds: float, ring: FrameRing | None = None) -> FrameRing:
    ring = FrameRing() if ring is None else ring
    for number in range(round(seconds * rate_hz)):
        ring.push(frame(round(number * S / rate_hz)))
    return ring


@pytest.mark.parametrize(("rate_hz", "kept"), [(10, 31), (15, 46), (24, 73), (30, 90)])
def test_three_seconds_are_kept_whatever_the_rate(rate_hz: float, kept: int) -> None:
    ring = filled(rate_hz, 10)
    assert len(ring) == kept
    newest = round((10 * rate_hz - 1) * S / rate_hz)
    window = ring.window(newest - 3 * S // 2)
    assert len(window) == kept
    assert window[-1].pts_ns == newest


def test_a_fast_camera_is_thinned_evenly_to_the_same_time() -> None:
    ring = filled(60, 10)
    times = [one.pts_ns for one in ring.window(10 * S - 3 * S // 2)]
    assert len(ring) == 90
    assert set(np.diff(times) // 1_000_000) == {33}


def test_an_unsteady_30_hz_camera_loses_no_frame() -> None:
    rng = np.random.default_rng(1)
    ring = FrameRing()
    times = [round(n * S / 30 + rng.uniform(-8e6, 8e6)) for n in range(300)]
    assert all(ring.push(frame(pts_ns)) for pts_ns in times)
    assert [one.pts_ns for one in ring.window(times[-1] - 3 * S // 2)] == times[-len(ring) :]


def test_memory_is_bounded() -> None:
    ring = FrameRing(capacity_frames=90)
    for number in range(200):
        ring.push(frame(number * 33_333_333, 72, 128))
        assert len(ring) <= 90
    assert ring.nbytes == 90 * 72 * 128 * 3 // 2


def test_the_window_lies_around_the_shutter() -> None:
    ring = filled(30, 10, FrameRing(capacity_frames=300, before_ns=5 * S, after_ns=5 * S))
    shutter = 8 * S
    assert not ring.complete(shutter)
    window = filled(30, 10, FrameRing(S, S, 60)).window(9 * S)
    assert window[0].pts_ns >= 8 * S
    assert window[-1].pts_ns <= 10 * S


def test_it_tells_when_all_has_come() -> None:
    ring = FrameRing()
    for number in range(46):
        ring.push(frame(number * 100_000_000))
        assert ring.complete(3 * S) == (number >= 45)
    nearest = ring.nearest(3 * S + 40_000_000)
    assert nearest is not None
    assert nearest.pts_ns == 3 * S


def test_pictures_handed_out_outlive_the_ring() -> None:
    ring = filled(30, 3)
    first = ring.window(3 * S // 2)[0]
    filled(30, 10, ring)
    assert first.pts_ns == 0
    assert (first.i420 == 90).all()


def test_another_size_starts_anew() -> None:
    ring = filled(30, 1)
    ring.push(frame(2 * S, 8, 8))
    assert len(ring) == 1


def test_time_that_goes_back_starts_anew() -> None:
    ring = filled(30, 1)
    assert ring.push(frame(5))
    assert len(ring) == 1


def test_a_gap_leaves_nothing_old() -> None:
    ring = filled(30, 2)
    ring.push(frame(60 * S))
    assert len(ring) == 1


def test_planes_and_colours() -> None:
    grey = I420Frame(7, np.full((12, 8), 128, np.uint8))
    assert (grey.width_px, grey.height_px) == (8, 8)
    assert grey.luma.shape == (8, 8)
    picture = grey.rgb()
    assert picture.pts_ns == 7
    assert picture.rgb.shape == (8, 8, 3)
    assert np.ptp(picture.rgb) == 0


def test_a_ring_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="room"):
        FrameRing(capacity_frames=0)


def test_grey_reaches_from_black_to_white() -> None:
    planes = np.full((6, 6), 128, np.uint8)
    planes[:4, :3], planes[:4, 3:] = 16, 235
    grey = I420Frame(0, planes).grey
    assert grey.shape == (4, 6)
    assert (grey[:, :3] == 0).all()
    assert (grey[:, 3:] == 255).all()
