"""The surface of a hand: signed distance to its blended bones, and where rays meet it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from recipe.skeleton import ARM, BASE, PALM, SLEEVE, Bones

Floats = npt.NDArray[np.float32]

WIDTH_PX, HEIGHT_PX = 640, 480
CAMERA_Z_CM = 62.0
FOCAL_PX = 62.0 * 14.0  # 14 pixels to the centimetre where z is 0
PALM_BLEND_CM = 0.5  # the bones of palm and forearm flow into one another
ROOT_BLEND_CM = 0.7  # the fingers grow out of the palm
CREASE_CM = 0.10  # fingers touching each other or the palm stay apart
CACHE_POINTS = 4096  # by 30 bones they stay in the processor's cache: 3 times faster


class Flesh:
    """The signed distance field of one posed hand.

    The surface of a tapered capsule is approximated by its radius at the nearest point of its
    axis; blending is the polynomial and exponential smooth minimum of Inigo Quilez.
    """

    def __init__(self, bones: Bones) -> None:
        self.bones = bones
        axis = bones.end - bones.start
        squared = (axis**2).sum(1)
        along = np.vstack([axis.T, -(bones.start * axis).sum(1)]) / squared
        offset = np.vstack([-2 * bones.start.T, (bones.start**2).sum(1)])
        self._along = along.astype(np.float32)  # (4, k): share of the axis at a point
        self._offset = offset.astype(np.float32)  # (4, k): squared distance to the start, less |p|²
        self._squared = squared.astype(np.float32)
        self._radius = bones.radius[:, 0].astype(np.float32)
        self._taper = (bones.radius[:, 1] - bones.radius[:, 0]).astype(np.float32)
        self._palm = np.isin(bones.kind, (PALM, ARM))
        self._roots = bones.kind == BASE
        self._sleeve = bones.kind == SLEEVE
        self._rest = ~self._palm & ~self._roots & ~self._sleeve

    def capsules(self, points: Floats) -> tuple[Floats, Floats]:
        """Return (n, k) distances in cm to each capsule and (n, k) shares along its axis."""
        homogeneous = np.hstack([points, np.ones((len(points), 1), np.float32)])
        raw = homogeneous @ self._along
        share = np.clip(raw, 0, 1)
        squared = homogeneous @ self._offset + (points**2).sum(1, keepdims=True)
        squared += share * (share - 2 * raw) * self._squared
        np.maximum(squared, 1e-8, out=squared)
        return np.sqrt(squared) - self._radius - share * self._taper, share

    def distance(self, points: Floats) -> Floats:
        """Return (n,) cm from (n, 3) points in the world to the surface, negative inside."""
        surface = np.empty(len(points), np.float32)
        for i in range(0, len(points), CACHE_POINTS):
            surface[i : i + CACHE_POINTS] = self._distance(points[i : i + CACHE_POINTS])
        return surface

    def _distance(self, points: Floats) -> Floats:
        each, _ = self.capsules(points)
        palm = each[:, self._palm]
        nearest = palm.min(1)
        total = np.exp(np.maximum((nearest[:, None] - palm) / PALM_BLEND_CM, -30)).sum(1)
        skin = nearest - PALM_BLEND_CM * np.log(total)
        skin = _smooth_min(skin, each[:, self._roots].min(1), ROOT_BLEND_CM)
        skin = _smooth_min(skin, each[:, self._rest].min(1), CREASE_CM)
        sleeve = each[:, self._sleeve]
        return np.minimum(skin, _smooth_min(sleeve[:, 0], sleeve[:, 1], 2.0))

    def normals(self, points: Floats, step_cm: float = 0.03) -> Floats:
        """Return (n, 3) unit normals by the tetrahedron of four distances."""
        corners = np.array([[1, -1, -1], [-1, -1, 1], [-1, 1, -1], [1, 1, 1]], np.float32)
        total = np.zeros_like(points)
        for corner in corners:
            total += corner * self.distance(points + step_cm * corner)[:, None]
        return total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)


def _smooth_min(a: Floats, b: Floats, k_cm: float) -> Floats:
    h = np.maximum(k_cm - np.abs(a - b), 0) / k_cm
    return np.minimum(a, b) - h * h * k_cm / 4


@dataclass(frozen=True, slots=True)
class Hits:
    """Where rays meet the surface.

    Attributes:
        row_px: (n,) picture rows.
        column_px: (n,) picture columns.
        cover: (n,) share of the pixel that the surface covers.
        point_cm: (n, 3) in the world.
        to_camera: (n, 3) unit vectors.
    """

    row_px: npt.NDArray[np.int64]
    column_px: npt.NDArray[np.int64]
    cover: Floats
    point_cm: Floats
    to_camera: Floats


def _rays(row_px: npt.NDArray[np.int64], column_px: npt.NDArray[np.int64]) -> Floats:
    """Return (n, 3) unit directions from the camera through pixel centres."""
    x = (column_px + 0.5 - WIDTH_PX / 2) / FOCAL_PX
    y = (HEIGHT_PX / 2 - row_px - 0.5) / FOCAL_PX
    rays = np.stack([x, y, -np.ones_like(x)], 1)
    return (rays / np.linalg.norm(rays, axis=1, keepdims=True)).astype(np.float32)


def _march(
    flesh: Flesh, rays: Floats, depth: Floats, steps: int, stop_cm: float
) -> tuple[Floats, Floats]:
    """Follow rays from `depth`; return depth and distance of each one's nearest approach."""
    origin = np.array([0, 0, CAMERA_Z_CM], np.float32)
    best, best_depth = np.full(len(rays), np.inf, np.float32), depth.copy()
    active = np.arange(len(rays))
    depth = depth.copy()
    for _ in range(steps):
        gap = flesh.distance(origin + depth[active, None] * rays[active])
        closer = gap < best[active]
        best[active[closer]] = gap[closer]
        best_depth[active[closer]] = depth[active[closer]]
        depth[active] += 0.95 * gap
        active = active[(gap > stop_cm) & (depth[active] < 2 * CAMERA_Z_CM)]
        if not len(active):
            break
    return best_depth, best


COARSE_PX = 4


def _bounds(bones: Bones) -> tuple[int, int, int, int]:
    """Return top, bottom, left, right of the bones in the picture, in coarse pixels, clipped."""
    points = np.vstack([bones.start, bones.end])
    reach = 1.3 * np.tile(bones.radius.max(1), 2) + 0.5
    scale = FOCAL_PX / (CAMERA_Z_CM - points[:, 2])
    x = WIDTH_PX / 2 + points[:, 0] * scale
    y = HEIGHT_PX / 2 - points[:, 1] * scale
    reach = reach * scale
    top, bottom = np.clip([(y - reach).min(), (y + reach).max()], 0, HEIGHT_PX) // COARSE_PX
    left, right = np.clip([(x - reach).min(), (x + reach).max()], 0, WIDTH_PX) // COARSE_PX
    return int(top), int(bottom), int(left), int(right)


def meet(flesh: Flesh) -> Hits:
    """Find the visible surface: coarsely on a grid of 4 pixels, then on each pixel near it."""
    top, bottom, left, right = _bounds(flesh.bones)
    rows, columns = np.mgrid[top:bottom, left:right]
    shape = rows.shape
    half = COARSE_PX // 2
    coarse = _rays(rows.ravel() * COARSE_PX + half, columns.ravel() * COARSE_PX + half)
    start = np.full(len(coarse), CAMERA_Z_CM - 25.0, np.float32)
    depth, gap = _march(flesh, coarse, start, 28, 0.02)
    footprint_cm = COARSE_PX * CAMERA_Z_CM / FOCAL_PX
    near = (gap < 1.5 * footprint_cm).reshape(shape)
    padded = np.pad(np.where(near, depth.reshape(shape), np.inf), 1, constant_values=np.inf)
    first = np.min(
        [padded[i : i + shape[0], j : j + shape[1]] for i in range(3) for j in range(3)], 0
    )
    first = first.repeat(COARSE_PX, 0).repeat(COARSE_PX, 1)
    row, column = np.nonzero(np.isfinite(first))
    start = (first[row, column] - 0.4).astype(np.float32)
    row, column = row + top * COARSE_PX, column + left * COARSE_PX
    rays = _rays(row, column)
    depth, gap = _march(flesh, rays, start, 40, 0.004)
    pixel_cm = depth / FOCAL_PX
    cover = np.clip(0.5 - (gap - 0.004) / pixel_cm, 0, 1)
    cover[gap < 0.008] = 1
    seen = cover > 0
    points = np.array([0, 0, CAMERA_Z_CM], np.float32) + depth[seen, None] * rays[seen]
    return Hits(row[seen], column[seen], cover[seen], points.astype(np.float32), -rays[seen])
