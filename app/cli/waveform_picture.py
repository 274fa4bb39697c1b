"""A waveform on a page: bars in the colours of their sounds, names, times, a legend; SVG or PNG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import cv2
import numpy as np

from app.cli.show import clock
from app.engine.clock import NS_PER_S
from app.storage.events import StoredSound
from app.storage.pyramid import Columns, Pyramid
from audio.block import INT16_SCALE
from audio.level import FLOOR_DBFS
from audio.tagging.colours import DARK, DARK_GROUND, LIGHT, LIGHT_GROUND
from audio.tagging.ontology import CLASSES

BARS = 420
STEP_PX, BAR_PX = 4, 3
MARGIN_PX, TITLE_PX, NAMES_PX, WAVE_PX, AXIS_PX, LINE_PX = 24, 44, 26, 200, 34, 24
WIDTH_PX = 2 * MARGIN_PX + BARS * STEP_PX
LEAST_BAR_PX = 2
QUIETEST_DBFS = FLOOR_DBFS / 2  # below this a waveform is flat
TEXT_PX = 13
CHARACTER_PX = 7.4  # how wide a character is at most, on average over a name
INK = {False: "#15262d", True: "#e9eff1"}
FAINT_INK = {False: "#53636a", True: "#a4b4bb"}
TICKS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
MOST_TICKS = 12
UNHEARD = "quiet"  # the family whose colour what nobody listened to has
FAMILY = {one.key: one.family for one in CLASSES}

PNG_SCALE = 2
HERSHEY_PX = 21.0  # height of OpenCV's letters at scale 1


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle, in px from the upper left corner."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text; `x` is its start or its middle, `y` its foot."""

    x: float
    y: float
    text: str
    colour: str
    anchor: Literal["start", "middle"] = "start"


@dataclass(frozen=True, slots=True)
class Picture:
    """A page to be rendered: boxes first, then text over them."""

    width: int
    height: int
    ground: str
    title: str
    boxes: tuple[Box, ...]
    labels: tuple[Label, ...]


def drawn(
    title: str,
    pyramid: Pyramid,
    sounds: Sequence[StoredSound],
    start_ns: int,
    end_ns: int,
    *,
    dark: bool,
) -> Picture:
    """Return the picture of a stretch of a recording.

    Args:
        title: written above.
        pyramid: of the recording.
        sounds: segments, whose names are written where there is room.
        start_ns: of the stretch, from the recording's origin.
        end_ns: of the stretch.
        dark: whether the ground is.
    """
    colours = DARK if dark else LIGHT
    columns = pyramid.columns(start_ns, end_ns, BARS)
    inside = [s for s in sounds if s.end_ns > start_ns and s.start_ns < end_ns]
    legend = legend_of(inside, start_ns, end_ns)
    wave_y = TITLE_PX + NAMES_PX
    foot_y = wave_y + WAVE_PX + AXIS_PX
    boxes = wave_boxes(columns, wave_y, colours)
    labels = [Label(MARGIN_PX, TITLE_PX - 14, title, INK[dark])]
    labels += names(inside, start_ns, end_ns, wave_y - 8, INK[dark])
    labels += ticks(start_ns, end_ns, wave_y + WAVE_PX + 20, FAINT_INK[dark])
    for line, (family, text) in enumerate(legend):
        y = foot_y + line * LINE_PX
        boxes.append(Box(MARGIN_PX, y, 14, 14, colours[family]))
        labels.append(Label(MARGIN_PX + 24, y + 12, text, INK[dark]))
    height = foot_y + len(legend) * LINE_PX + MARGIN_PX // 2
    ground = DARK_GROUND if dark else LIGHT_GROUND
    return Picture(WIDTH_PX, height, ground, title, tuple(boxes), tuple(labels))


def wave_boxes(columns: Columns, y: int, colours: Mapping[str, str]) -> list[Box]:
    """Return a bar for each column, as high as its peak stands on a scale of decibels."""
    peaks = np.maximum(columns.high, -columns.low)
    decibels = 20 * np.log10(np.maximum(peaks, 1 / INT16_SCALE))
    heights = ((decibels - QUIETEST_DBFS) / -QUIETEST_DBFS).clip(0, 1) * WAVE_PX
    boxes = []
    for number, (height, sound) in enumerate(zip(heights.tolist(), columns.sounds, strict=True)):
        height_px = max(height, LEAST_BAR_PX)
        colour = colours[FAMILY.get(sound, UNHEARD)]
        top = y + (WAVE_PX - height_px) / 2
        boxes.append(Box(MARGIN_PX + number * STEP_PX, top, BAR_PX, height_px, colour))
    return boxes


def names(
    sounds: Sequence[StoredSound], start_ns: int, end_ns: int, y: int, colour: str
) -> list[Label]:
    """Return the names of the sounds, from the longest on, where there is room for them."""
    px_per_ns = BARS * STEP_PX / (end_ns - start_ns)
    taken: list[tuple[float, float]] = []
    labels = []
    for sound in sorted(sounds, key=lambda one: one.start_ns - one.end_ns):
        name = plain(sound.sound)
        first = MARGIN_PX + max(sound.start_ns - start_ns, 0) * px_per_ns
        last = MARGIN_PX + min(sound.end_ns - start_ns, end_ns - start_ns) * px_per_ns
        middle, half = (first + last) / 2, len(name) * CHARACTER_PX / 2
        middle = min(max(middle, MARGIN_PX + half), WIDTH_PX - MARGIN_PX - half)
        if all(middle + half < left or middle - half > right for left, right in taken):
            taken.append((middle - half, middle + half))
            labels.append(Label(middle, y, name, colour, "middle"))
    return labels


def ticks(start_ns: int, end_ns: int, y: int, colour: str) -> list[Label]:
    """Return round times below the wave."""
    length_s = (end_ns - start_ns) / NS_PER_S
    step_s = next((step for step in TICKS_S if length_s / step <= MOST_TICKS), TICKS_S[-1])
    first = -(-start_ns // (step_s * NS_PER_S))
    last = (end_ns - 1) // (step_s * NS_PER_S)
    labels = []
    for number in range(first, last + 1):
        time_ns = number * step_s * NS_PER_S
        x = MARGIN_PX + (time_ns - start_ns) / (end_ns - start_ns) * BARS * STEP_PX
        anchor: Literal["start", "middle"] = "start" if x < 2 * MARGIN_PX else "middle"
        labels.append(Label(x, y, clock(time_ns).partition(".")[0], colour, anchor))
    return labels


def legend_of(sounds: Sequence[StoredSound], start_ns: int, end_ns: int) -> list[tuple[str, str]]:
    """Return (family, its sounds and how long they lasted), what lasted longest first."""
    lasted_ns: dict[str, int] = {}
    for sound in sounds:
        length_ns = min(sound.end_ns, end_ns) - max(sound.start_ns, start_ns)
        lasted_ns[sound.sound] = lasted_ns.get(sound.sound, 0) + length_ns
    families: dict[str, list[str]] = {}
    for key, length_ns in sorted(lasted_ns.items(), key=lambda item: -item[1]):
        families.setdefault(FAMILY.get(key, UNHEARD), []).append(f"{plain(key)} {clock(length_ns)}")
    lines = [(family, f"{family}: {', '.join(heard)}") for family, heard in families.items()]
    return [*lines, (UNHEARD, "silence, and what has no name")]


def plain(key: str) -> str:
    """Return the name of a class as people write it."""
    return key.replace("_", " ")


def as_svg(picture: Picture) -> bytes:
    """Return the picture as a standalone SVG."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {picture.width} {picture.height}" '
        f'width="{picture.width}" height="{picture.height}" role="img" '
        f'aria-label="waveform of {escape(picture.title)}">',
        f"<style>text {{ font: {TEXT_PX}px system-ui, sans-serif }}</style>",
        f'<rect width="100%" height="100%" fill="{picture.ground}"/>',
    ]
    parts += [
        f'<rect x="{box.x:g}" y="{box.y:.1f}" width="{box.width:g}" height="{box.height:.1f}" '
        f'rx="1" fill="{box.colour}"/>'
        for box in picture.boxes
    ]
    parts += [
        f'<text x="{label.x:.1f}" y="{label.y:g}" fill="{label.colour}" '
        f'text-anchor="{label.anchor}">{escape(label.text)}</text>'
        for label in picture.labels
    ]
    return "\n".join([*parts, "</svg>", ""]).encode()


def as_png(picture: Picture) -> bytes:
    """Return the picture as a PNG of twice its size; letters beyond ASCII come out as '?'."""
    size = (picture.height * PNG_SCALE, picture.width * PNG_SCALE, 3)
    image = np.full(size, bgr(picture.ground), np.uint8)
    for box in picture.boxes:
        corners = [
            (round(x * PNG_SCALE), round(y * PNG_SCALE))
            for x, y in ((box.x, box.y), (box.x + box.width, box.y + box.height))
        ]
        (left, top), (right, bottom) = corners
        image[top:bottom, left:right] = bgr(box.colour)
    scale = TEXT_PX * PNG_SCALE / HERSHEY_PX * 0.72
    for label in picture.labels:
        text = label.text.encode("ascii", "replace").decode()
        (width, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, 1)
        left_px = label.x * PNG_SCALE - (width / 2 if label.anchor == "middle" else 0)
        at = (round(left_px), round(label.y * PNG_SCALE))
        cv2.putText(
            image, text, at, cv2.FONT_HERSHEY_SIMPLEX, scale, bgr(label.colour), 1, cv2.LINE_AA
        )
    encoded, png = cv2.imencode(".png", image)
    assert encoded
    return png.tobytes()


def bgr(colour: str) -> tuple[int, int, int]:
    """Return #rrggbb as OpenCV has colours."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return blue, green, red
