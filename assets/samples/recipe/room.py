"""The room behind the hand: wall, window light, shelf, picture and a lamp that can be switched."""

import cv2
import numpy as np
from recipe.flesh import HEIGHT_PX, WIDTH_PX, Floats

WALL, DESK = (0.30, 0.31, 0.29), (0.20, 0.12, 0.07)  # linear light, chosen by eye
LAMP_XY_PX = (556, 168)
LAMP_GLOW = (1.0, 0.70, 0.38)


def _soft(sigma_px: float, seed: int) -> Floats:
    """Return (480, 640) noise of deviation 1, smooth over `sigma_px`."""
    rough = np.random.default_rng(seed).standard_normal((HEIGHT_PX, WIDTH_PX)).astype(np.float32)
    smooth = cv2.GaussianBlur(rough, (0, 0), sigma_px)
    return smooth / smooth.std()


def _box(room: Floats, x: int, y: int, w: int, h: int, colour: tuple[float, ...]) -> None:
    room[y : y + h, x : x + w] = colour


def _shelf(room: Floats) -> None:
    """Put a board with books and a plant's pot on the wall, upper left."""
    random = np.random.default_rng(5)
    hues = ((0.26, 0.09, 0.06), (0.07, 0.13, 0.17), (0.30, 0.24, 0.13), (0.10, 0.15, 0.09))
    x = 18
    while x < 172:
        w, h = int(random.integers(9, 19)), int(random.integers(48, 82))
        shade = random.uniform(0.7, 1.2)
        hue = hues[int(random.integers(4))]
        _box(room, x, 150 - h, w, h, tuple(shade * c for c in hue))
        x += w + 1
    _box(room, 0, 150, 205, 11, (0.24, 0.15, 0.09))
    room[161:176, 0:205] *= 0.72


def _lamp(room: Floats, level: float) -> None:
    """Stand a lamp at the right; `level` 0 (off) to 1 (on) lights its shade."""
    x, y = LAMP_XY_PX
    _box(room, x - 4, y + 50, 8, 220, (0.06, 0.05, 0.05))
    shade = np.array([[x - 36, y - 52], [x + 36, y - 52], [x + 58, y + 52], [x - 58, y + 52]])
    colour = np.array((0.34, 0.31, 0.26)) + level * np.array((0.75, 0.60, 0.36))
    cv2.fillConvexPoly(room, shade.astype(np.int32), colour.tolist(), cv2.LINE_AA)


def room(lamp: float) -> Floats:
    """Return the (480, 640, 3) room in linear light, out of focus as behind a near hand."""
    y, x = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX].astype(np.float32)
    picture = np.empty((HEIGHT_PX, WIDTH_PX, 3), np.float32)
    picture[:] = WALL
    picture *= (1 + 0.03 * _soft(40, 1) + 0.02 * _soft(3, 2))[..., None]
    _shelf(picture)
    _box(picture, 392, 40, 92, 116, (0.10, 0.08, 0.07))
    _box(picture, 400, 48, 76, 100, (0.42, 0.44, 0.42))
    _box(picture, 400, 104, 76, 44, (0.14, 0.22, 0.20))
    cv2.circle(picture, (448, 84), 14, (0.60, 0.36, 0.20), -1, cv2.LINE_AA)
    _lamp(picture, lamp)
    picture[418:] = np.array(DESK) * (1 + 0.12 * _soft(6, 3)[418:, :, None])
    picture[418:424] *= 1.5
    window = np.exp(-(((x - 40) / 420) ** 2) - ((y - 40) / 420) ** 2)
    picture *= (0.55 + 0.75 * window)[..., None]
    reach = np.hypot(x - LAMP_XY_PX[0], 1.1 * (y - LAMP_XY_PX[1]))
    glow = 0.42 * np.exp(-reach / 95) + 0.05 * np.exp(-reach / 400)
    picture += lamp * glow[..., None] * np.array(LAMP_GLOW, np.float32)
    return cv2.GaussianBlur(picture, (0, 0), 4.5)
