"""What the surface looks like: skin, nails and knitted sleeve under one window and one lamp."""

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from recipe.flesh import Flesh, Floats, Hits
from recipe.skeleton import PALM, SLEEVE, TIP_PART, Placement, turn

# Linear light, 0..1; chosen by eye.
SKIN, SKIN_PALE, SKIN_RED = (0.56, 0.30, 0.20), (0.68, 0.42, 0.31), (0.56, 0.22, 0.16)
NAIL, SLEEVE_BLUE = (0.74, 0.45, 0.38), (0.055, 0.11, 0.19)
WINDOW_DIRECTION = np.array([-0.55, 0.55, 0.63], np.float32)
LAMP_DIRECTION = np.array([0.80, 0.25, 0.35], np.float32)
WINDOW_LIGHT, LAMP_LIGHT = (0.98, 0.97, 0.95), (0.55, 0.38, 0.20)
SKY_LIGHT, FLOOR_LIGHT = (0.34, 0.36, 0.40), (0.22, 0.18, 0.15)
# How far each colour of light travels round the edge of a shadow inside skin.
WRAP = np.array([0.42, 0.22, 0.16], np.float32)

# The three great lines of a palm as polylines in the hand frame (cm).
PALM_LINES_CM = (
    ((3.6, 6.6), (2.3, 6.2), (1.1, 5.0), (0.6, 3.4), (0.7, 1.6)),
    ((3.6, 6.7), (2.0, 6.3), (0.0, 5.4), (-2.4, 4.2)),
    ((-3.9, 6.0), (-2.2, 6.2), (-0.4, 6.9), (0.9, 8.0)),
    ((-1.9, 0.3), (0.0, 0.1), (1.9, 0.35)),
)


def noise_volume(seed: int = 7, side: int = 64) -> Floats:
    """Return a (side, side, side) periodic cloud of mean 0 and deviation 1."""
    spectrum = np.fft.rfftn(np.random.default_rng(seed).standard_normal((side,) * 3))
    fz, fy, fx = np.meshgrid(
        np.fft.fftfreq(side), np.fft.fftfreq(side), np.fft.rfftfreq(side), indexing="ij"
    )
    cloud = np.fft.irfftn(spectrum / np.maximum(fx**2 + fy**2 + fz**2, side**-2.0) ** 0.55)
    return ((cloud - cloud.mean()) / cloud.std()).astype(np.float32)


CLOUD = noise_volume()


def _cloud(points: Floats, cells_per_cm: float) -> Floats:
    """Return (n,) noise at (n, 3) points, interpolated linearly."""
    at = points * cells_per_cm
    low = np.floor(at).astype(np.int64)
    part = at - low
    total = np.zeros(len(points), np.float32)
    for corner in range(8):
        bits = np.array([corner >> 2 & 1, corner >> 1 & 1, corner & 1])
        weight = np.where(bits, part, 1 - part).prod(1)
        cell = (low + bits) % len(CLOUD)
        total += weight * CLOUD[cell[:, 0], cell[:, 1], cell[:, 2]]
    return total


def _to_line(points: Floats, line: tuple[tuple[float, float], ...]) -> Floats:
    """Return (n,) cm from (n, 2) points to a polyline."""
    best = np.full(len(points), np.inf)
    for start, end in itertools.pairwise(line):
        a, b = np.array(start), np.array(end)
        share = np.clip((points - a) @ (b - a) / ((b - a) @ (b - a)), 0, 1)
        best = np.minimum(best, np.hypot(*(points - a - share[:, None] * (b - a)).T))
    return best.astype(np.float32)


def _bump(distance: Floats, width: float) -> Floats:
    return np.exp(-((distance / width) ** 2)).astype(np.float32)


def _mix(a: Floats, b: tuple[float, float, float], share: Floats) -> Floats:
    return a + share[:, None] * (np.array(b, np.float32) - a)


@dataclass(frozen=True, slots=True)
class Paint:
    """Colour of the surface before light.

    Attributes:
        albedo: (n, 3) linear 0..1.
        gloss: (n,) strength of the highlight.
        skin: (n,) true where light scatters inside.
    """

    albedo: Floats
    gloss: Floats
    skin: npt.NDArray[np.bool_]


def paint(flesh: Flesh, hits: Hits, normals: Floats, place: Placement) -> Paint:
    """Colour each hit by the bone it lies nearest to."""
    bones = flesh.bones
    each, share = flesh.capsules(hits.point_cm)
    bone = each.argmin(1)
    share = share[np.arange(len(bone)), bone]
    frame = bones.frame[bone].astype(np.float32)
    local = np.einsum("nji,nj->ni", frame, hits.point_cm - bones.start[bone].astype(np.float32))
    facing = np.einsum("nji,nj->ni", frame, normals)  # lateral, axial, palmar
    palmar = np.clip(facing[:, 2] * 1.5 + 0.3, 0, 1)
    part, kind = bones.part[bone], bones.kind[bone]
    cloud = _cloud(local + 3.1 * bone[:, None], 3.0)
    fine = _cloud(local + 1.7 * bone[:, None], 14.0)
    albedo = np.tile(np.array(SKIN, np.float32), (len(bone), 1))
    albedo = _mix(albedo, SKIN_PALE, 0.8 * palmar)
    finger = (part > 0) & (kind != PALM)
    red = 0.40 * _bump(share - 1, 0.5) * (part == TIP_PART) + 0.10 * cloud * palmar
    red += 0.22 * finger * (1 - palmar) * (_bump(share, 0.2) + _bump(share - 1, 0.2))
    albedo = _mix(albedo, SKIN_RED, np.clip(red, -0.2, 0.7))
    crease = finger * palmar * (_bump(share - 0.02, 0.03) + 0.6 * _bump(share - 0.1, 0.025))
    hand = (turn(2, place.roll_deg) @ turn(1, place.yaw_deg) @ turn(0, place.pitch_deg)).astype(
        np.float32
    )
    flat = ((hits.point_cm - np.array(place.wrist_cm, np.float32)) @ hand)[:, :2]
    flat[:, 0] *= -1 if place.left else 1
    on_palm = ((kind == PALM) | (flat[:, 1] < 0.6)) & (kind != SLEEVE)
    inward = (normals @ hand)[:, 2] > 0
    for line in PALM_LINES_CM:
        crease += on_palm * inward * _bump(_to_line(flat, line), 0.11)
    albedo *= (1 + 0.035 * cloud + 0.03 * fine - 0.34 * np.clip(crease, 0, 1))[:, None]
    nail = (
        (part == TIP_PART) & (facing[:, 2] < -0.55) & (share > 0.35) & (np.abs(local[:, 0]) < 0.6)
    )
    albedo[nail] = NAIL
    gloss = np.where(nail, 0.30, 0.055 + 0.012 * fine).astype(np.float32)
    knit = kind == SLEEVE
    rib = np.sin(np.arctan2(local[:, 0], local[:, 2]) * 26) * np.sin(local[:, 1] * 9)
    cloth = np.array(SLEEVE_BLUE, np.float32) * (1 + 0.22 * rib + 0.12 * fine)[:, None]
    albedo[knit], gloss[knit] = cloth[knit], 0.0
    return Paint(albedo, gloss, ~knit)


def _open_sky(flesh: Flesh, points: Floats, normals: Floats) -> Floats:
    """Return (n,) how much of the room each point sees, 0..1."""
    blocked = np.zeros(len(points), np.float32)
    for reach_cm, weight in ((0.35, 0.9), (0.9, 0.45), (2.0, 0.22)):
        blocked += weight * (reach_cm - flesh.distance(points + reach_cm * normals)) / reach_cm
    return np.clip(1 - 0.75 * blocked, 0.12, 1)


def _unshadowed(flesh: Flesh, points: Floats, light: Floats) -> Floats:
    """Return (n,) how much of a broad light each point sees, 0..1."""
    seen = np.ones(len(points), np.float32)
    reach = np.full(len(points), 0.25, np.float32)
    for _ in range(7):
        gap = flesh.distance(points + reach[:, None] * light)
        seen = np.minimum(seen, 0.5 + 0.5 * np.clip(gap * 3.0 / reach, -1, 1))
        reach += np.clip(gap, 0.25, 2.5)
    return seen * seen * (3 - 2 * seen)


def light_up(flesh: Flesh, hits: Hits, place: Placement, lamp: float) -> Floats:
    """Return (n, 3) linear light of each hit; `lamp` is 0 (off) to 1 (on)."""
    normals = flesh.normals(hits.point_cm)
    colour = paint(flesh, hits, normals, place)
    sky = _open_sky(flesh, hits.point_cm, normals)
    up = 0.5 + 0.5 * normals[:, 1]
    ambient = up[:, None] * np.array(SKY_LIGHT) + (1 - up)[:, None] * np.array(FLOOR_LIGHT)
    light = ambient * sky[:, None]
    shine = np.zeros(len(normals), np.float32)
    lamps = ((WINDOW_DIRECTION, WINDOW_LIGHT, 1.0), (LAMP_DIRECTION, LAMP_LIGHT, lamp))
    wrap = np.where(colour.skin[:, None], WRAP, 0.0)
    for direction, strength, level in lamps[: 2 if lamp else 1]:
        towards = direction / np.linalg.norm(direction)
        shadow = _unshadowed(flesh, hits.point_cm + 0.05 * normals, towards)
        facing = (normals @ towards)[:, None]
        diffuse = np.clip((facing + wrap) / (1 + wrap), 0, 1)
        shadow_colour = shadow[:, None] ** (1 - 0.6 * wrap)  # red bleeds into the shadow's edge
        light = light + level * np.array(strength) * diffuse * shadow_colour
        halfway = towards + hits.to_camera
        halfway /= np.linalg.norm(halfway, axis=1, keepdims=True)
        shine += level * shadow * np.clip((normals * halfway).sum(1), 0, 1) ** 22
    edge = (1 - np.clip((normals * hits.to_camera).sum(1), 0, 1)) ** 3
    gloss = colour.gloss * shine + 0.05 * edge * sky * colour.skin
    return (colour.albedo * light + gloss[:, None]).astype(np.float32)


def draw_hand(room: Floats, flesh: Flesh, hits: Hits, place: Placement, lamp: float) -> Floats:
    """Return the (480, 640, 3) linear picture with one hand laid over `room`."""
    picture = room.copy()
    colour = light_up(flesh, hits, place, lamp)
    cover = hits.cover[:, None]
    under = picture[hits.row_px, hits.column_px]
    picture[hits.row_px, hits.column_px] = under + cover * (colour - under)
    return picture
