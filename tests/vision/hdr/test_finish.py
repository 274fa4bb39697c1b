"""The tone curve and the sharpening of a merged picture."""

import numpy as np

from tests.fakes.bursts import burst, drawn_scene
from vision.hdr.finish import finished, sharpened, tone_gain, with_contrast
from vision.ring import I420Frame

HEIGHT_PX, WIDTH_PX = 120, 160


def picture(scale: float) -> I420Frame:
    """Return a drawn picture, darker by `scale`."""
    frame = burst(drawn_scene(HEIGHT_PX, WIDTH_PX), None, 0.0, 0).frames[0]
    luma = (frame.luma.astype(float) - 16) * scale + 16
    chroma = (frame.i420[HEIGHT_PX:].astype(float) - 128) * scale + 128
    return I420Frame(0, np.rint(np.concatenate([luma, chroma])).astype(np.uint8))


def test_a_picture_of_usual_brightness_keeps_its_brightness() -> None:
    frame = picture(1.0)
    assert abs(float(finished(frame).luma.mean()) - float(frame.luma.mean())) < 3


def test_a_dark_picture_is_lifted_and_gently() -> None:
    frame = picture(0.4)
    lift = (float(finished(frame).luma.mean()) - 16) / (float(frame.luma.mean()) - 16)
    assert 1.15 < lift <= 1.5


def test_nothing_is_cut_off_at_white() -> None:
    luma = np.full((HEIGHT_PX, WIDTH_PX), 0.1, np.float32)
    luma[:, 140:] = 0.95  # a window in a dark room
    lifted = luma * tone_gain(luma)
    assert lifted.max() < 1
    assert lifted[:, :100].mean() > 0.115


def test_the_curve_keeps_black_white_and_order() -> None:
    steps = np.linspace(0, 1, 256, dtype=np.float32)[np.newaxis]
    curve = with_contrast(steps)
    assert np.isclose(curve[0, [0, -1]], [0, 1], atol=1e-6).all()
    assert (np.diff(curve) > 0).all()


def test_sharpening_leaves_faint_noise_alone() -> None:
    noise = np.random.default_rng(0).normal(0.5, 0.002, (HEIGHT_PX, WIDTH_PX)).astype(np.float32)
    assert np.abs(sharpened(noise) - noise).max() < 1e-3
    edge = np.zeros((HEIGHT_PX, WIDTH_PX), np.float32)
    edge[:, 80:] = 0.5
    assert np.ptp(sharpened(edge)) > 0.55
