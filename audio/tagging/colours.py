"""One colour for each family of sounds, on light ground and on dark.

Chosen by search for the greatest distance between any two, and from the grey of quiet, as people
see them with all cones, without the red, the green or the blue ones (Machado, Oliveira, Fernandes
2009). Each stands out from its ground by 3:1 (WCAG 2.2, 1.4.11).
"""

from collections.abc import Mapping
from types import MappingProxyType

LIGHT_GROUND, DARK_GROUND = "#ffffff", "#172126"

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "voice": "#543fe0",
        "crowd": "#f25914",
        "music": "#542e6d",
        "animal": "#95975c",
        "indoors": "#953307",
        "signal": "#975b64",
        "machine": "#4f8fad",
        "nature": "#1a3520",
        "quiet": "#b8c2c6",
    }
)
DARK: Mapping[str, str] = MappingProxyType(
    {
        "voice": "#3a6f92",
        "crowd": "#ea5202",
        "music": "#9850f2",
        "animal": "#ecee55",
        "indoors": "#aa5c40",
        "signal": "#c29998",
        "machine": "#6bcbf7",
        "nature": "#bef7b1",
        "quiet": "#4d626b",
    }
)
