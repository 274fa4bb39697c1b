"""The palettes can be read, and every icon can be drawn."""

import re
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.gui.look.palette import PALETTES, Palette
from app.gui.look.style import style_sheet
from app.gui.look.theme import ICONS, drawn_icon

ROOT = Path(__file__).resolve().parents[3]
TEXT, MARKS = 4.5, 3.0  # WCAG 2.2: 1.4.3 contrast of text, 1.4.11 of other marks


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *((ink, ground) for ink in ("ink", "quiet") for ground in ("window", "rail", "surface")),
        *(("faint", ground) for ground in ("window", "surface")),
        *(("ink", ground) for ground in ("raised", "accent_soft")),
        ("quiet", "raised"),
        ("quiet", "accent_soft"),
        ("accent_ink", "surface"),
        ("accent_ink", "accent_soft"),
        ("on_accent", "accent"),
        ("on_stage", "stage"),
        ("window", "ink"),
    ],
)
def test_text_can_be_read(palette: Palette, ink: str, ground: str) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= TEXT


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("mark", ["accent", "edge", "speech"])
def test_controls_and_speech_stand_out(palette: Palette, mark: str) -> None:
    assert contrast(getattr(palette, mark), palette.surface) >= MARKS


def test_every_icon_has_ink(qtbot: QtBot) -> None:
    for file in ICONS.glob("*.svg"):
        image = drawn_icon(file.stem, "#123456").pixmap(20, 20).toImage()
        inked = any(image.pixelColor(x, y).alpha() for x in range(20) for y in range(20))
        assert inked, file.name


def test_text_size_scales_all_text() -> None:
    sizes = [
        [int(px) for px in re.findall(r"font-size: (\d+)px", style_sheet(palette, percent))]
        for palette in PALETTES.values()
        for percent in (100, 160)
    ]
    for plain, large in zip(sizes[::2], sizes[1::2], strict=True):
        assert all(1.5 <= b / a <= 1.7 for a, b in zip(plain, large, strict=True))
