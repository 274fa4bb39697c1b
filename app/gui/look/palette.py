"""Our own light and dark palettes: warm paper or deep ink, and one accent colour.

Text on every ground it is used on has a contrast of at least 4.5:1 (WCAG 2.2, AA), large marks at
least 3:1; `tests/app/gui/test_look.py` measures it.
"""

from dataclasses import dataclass
from typing import Literal

PaletteName = Literal["light", "dark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours by what they are for, as #rrggbb.

    Attributes:
        name: which palette this is.
        window: the ground of the window.
        rail: the ground of the navigation.
        surface: cards and fields on it.
        raised: what lies on a surface or is hovered.
        line: hairlines.
        edge: the border of a control that can be operated.
        ink: text.
        quiet: text of less weight.
        faint: drafts and doubtful words.
        accent: the one colour that asks for attention.
        accent_ink: accent as text.
        on_accent: text on it.
        accent_soft: ground of what is chosen.
        wave: the waveform.
        speech: the waveform where words were heard.
        stage: the ground of pictures.
        on_stage: text on that.
    """

    name: PaletteName
    window: str
    rail: str
    surface: str
    raised: str
    line: str
    edge: str
    ink: str
    quiet: str
    faint: str
    accent: str
    accent_ink: str
    on_accent: str
    accent_soft: str
    wave: str
    speech: str
    stage: str
    on_stage: str


LIGHT = Palette(
    name="light",
    window="#f6f5f2",
    rail="#efede8",
    surface="#ffffff",
    raised="#f1efeb",
    line="#e3e0d9",
    edge="#8c918f",
    ink="#15262d",
    quiet="#53636a",
    faint="#657278",
    accent="#c8480f",
    accent_ink="#b23f0b",
    on_accent="#ffffff",
    accent_soft="#fbe7dc",
    wave="#a3b1b5",
    speech="#2a6274",
    stage="#10191d",
    on_stage="#e8eef0",
)
DARK = Palette(
    name="dark",
    window="#0f171b",
    rail="#0b1215",
    surface="#172126",
    raised="#202c32",
    line="#27343a",
    edge="#66777e",
    ink="#e9eff1",
    quiet="#a4b4bb",
    faint="#8c9ca3",
    accent="#ff9454",
    accent_ink="#ff9f66",
    on_accent="#221003",
    accent_soft="#3a2619",
    wave="#4d626b",
    speech="#7cc0d2",
    stage="#070c0e",
    on_stage="#e8eef0",
)
PALETTES = {"light": LIGHT, "dark": DARK}

# Dark and light end of each hand's colour; told apart also by the colour-blind (Okabe, Ito 2008).
HAND_COLOURS = ("#84e2ff", "#ffda82", "#fface2", "#88f6c4")
